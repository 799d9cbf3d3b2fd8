import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { Subscription } from '@/api/listingTypes'
import { announcement } from '@/components/announce'
import { toasts } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply, type Call } from '@/testing/fakeApi'
import { editorSession } from '@/testing/librarySamples'
import {
  listingRunSample,
  reading,
  sourceSample,
  subscriptionSample as subscription,
} from '@/testing/listingSamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import SubscriptionsView from './SubscriptionsView.vue'

const fromNow = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

async function open(
  subscriptions: Subscription[] | (() => Subscription[]),
  options: { path?: string; handlers?: Parameters<typeof fakeApi>[0] } = {},
) {
  const calls = fakeApi({
    'GET /api/session': editorSession,
    'GET /api/sources': () => ({ body: { sources: [sourceSample()] } }),
    'GET /api/subscriptions': () => ({
      body: {
        subscriptions: typeof subscriptions === 'function' ? subscriptions() : subscriptions,
        next_cursor: null,
      },
    }),
    ...options.handlers,
  })
  const { page, router } = await mountPage(SubscriptionsView, {
    path: options.path ?? '/subscriptions',
  })
  await flushPromises()
  return { page, router, calls, asked: () => callsTo(calls, 'GET', '/api/subscriptions') }
}
const dialog = () => document.querySelector('[role="dialog"]') as HTMLElement
async function choose(title: string, item: string) {
  const menu = byName(document, 'button', `More for ${title}`)
  menu?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await flushPromises()
  const found = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(
    (one) => one.textContent?.trim() === item,
  )
  found?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  await flushPromises()
}

it('tells what each is, how its last run went, when it runs next, and what it brought', async () => {
  const { page } = await open([
    subscription({
      next_due_at: fromNow(900),
      last_run: listingRunSample({ finished_at: fromNow(-7_200) }),
      failed_links: 3,
    }),
  ])
  const words = textOf(page)
  expect(words).toContain('Danbooru · tag search · by itself, about every 3 hours now')
  expect(words).toContain('Last run 2 hours ago: 12 new posts of 100 read')
  expect(words).toContain('Next run in 15 minutes')
  expect(words).toContain('1,234 posts · 1,180 pictures')
  const failed = byName(page.element, 'link', '3 failed links')
  expect(failed?.getAttribute('href')).toBe('/subscriptions/5#links')
})

it('says why a run failed, each reason once', async () => {
  const reason = 'Danbooru answered with a page instead of JSON.'
  const { page } = await open([
    subscription({
      state: 'paused',
      state_reason: reason,
      last_run: listingRunSample({
        state: 'failed',
        finished_at: fromNow(-60),
        failure_count: 1,
        failures: [{ subject: 'posts', name: null, code: 'bad_answer', reason }],
      }),
    }),
  ])
  const words = textOf(page)
  expect(words).toContain('Last run failed 60 seconds ago')
  expect(words.split(reason)).toHaveLength(2)
  expect(words).toContain('Does not run while it is paused')
})

it('follows a run until it has ended, and says so', async () => {
  vi.useFakeTimers()
  const running = { state: 'running', finished_at: null } as const
  let last = listingRunSample({ ...running, progress: reading(40) })
  const { page, asked } = await open(() => [subscription({ last_run: last })])
  const bar = page.get('[role="progressbar"]')
  expect(bar.attributes('aria-valuetext')).toBe('40 posts read')
  last = listingRunSample({ ...running, progress: reading(900), deferred_until: fromNow(300) })
  await vi.advanceTimersByTimeAsync(2_100)
  expect(page.get('[role="progressbar"]').attributes('aria-valuetext')).toMatch(
    /^900 posts read · the source’s limit is used up, it goes on at /,
  )
  last = listingRunSample({ finished_at: fromNow(0) })
  await vi.advanceTimersByTimeAsync(2_100)
  expect(page.find('[role="progressbar"]').exists()).toBe(false)
  expect(announcement.value).toContain('“night sky”: Last run')
  const before = asked().length
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked()).toHaveLength(before)
})

it('runs now, pauses and resumes, when the server says so', async () => {
  let state: Subscription['state'] = 'active'
  let refuses = true
  const { calls } = await open(() => [subscription({ state })], {
    handlers: {
      'POST /api/subscriptions/5/runs': () =>
        refuses
          ? problemReply(409, 'conflict', 'It is being removed.')
          : { status: 202, body: listingRunSample() },
      'PATCH /api/subscriptions/5': ({ body }: Call) => {
        state = (body as { state: Subscription['state'] }).state
        return { body: subscription({ state }) }
      },
    },
  })
  byName(document, 'button', 'Run now: night sky')?.click()
  await flushPromises()
  expect(toasts.value[0]?.text).toContain('It is being removed.')
  refuses = false
  byName(document, 'button', 'Run now: night sky')?.click()
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/subscriptions/5/runs')[1]?.body).toEqual({ since: null })
  byName(document, 'button', 'Pause night sky')?.click()
  await flushPromises()
  await flushPromises()
  byName(document, 'button', 'Resume night sky')?.click()
  await flushPromises()
  const changes = callsTo(calls, 'PATCH', '/api/subscriptions/5').map(({ body }) => body)
  expect(changes).toEqual([{ state: 'paused' }, { state: 'active' }])
})

it('reads older posts since a day', async () => {
  const { calls } = await open([subscription()], {
    handlers: {
      'POST /api/subscriptions/5/runs': () => ({ status: 202, body: listingRunSample() }),
    },
  })
  await choose('night sky', 'Read older posts')
  const day = dialog().querySelector('input') as HTMLInputElement
  day.value = '2025-03-01'
  day.dispatchEvent(new Event('input'))
  await flushPromises()
  dialog().querySelector('form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/subscriptions/5/runs')[0]?.body).toEqual({
    since: '2025-03-01T00:00:00.000Z',
  })
  expect(dialog()).toBeNull()
})

it('deletes after asking what becomes of the posts', async () => {
  let all = [subscription()]
  const { page, calls } = await open(() => all, {
    handlers: {
      'DELETE /api/subscriptions/5': () => {
        all = []
        return { status: 202, body: { removing: true } }
      },
    },
  })
  await choose('night sky', 'Delete')
  const [keep, remove] = dialog().querySelectorAll<HTMLInputElement>('input[type="radio"]')
  expect(keep?.checked).toBe(true)
  remove?.click()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/subscriptions/5')).toEqual([])
  byName(dialog(), 'button', 'Delete')?.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/subscriptions/5')[0]?.query.get('posts')).toBe('remove')
  expect(textOf(page)).toContain('Nothing is subscribed to yet')
  expect(toasts.value[0]?.text).toContain('Its posts are being removed.')
})

it('asks for the state and the source in the address', async () => {
  const { page, router, asked } = await open([], { path: '/subscriptions?source=danbooru' })
  expect(asked()[0]?.query.get('source')).toBe('danbooru')
  expect(textOf(page)).toContain('No subscription is like that.')
  byName(page.element, 'button', 'Paused')?.click()
  await flushPromises()
  expect(router.currentRoute.value.query).toEqual({ source: 'danbooru', state: 'paused' })
  expect(asked().at(-1)?.query.get('state')).toBe('paused')
})

it('reads on until the end, each subscription once', async () => {
  const { page } = await open([], {
    handlers: {
      'GET /api/subscriptions': ({ query }: Call) => ({
        body: query.get('cursor')
          ? {
              subscriptions: [subscription(), subscription({ id: 4, title: 'clouds' })],
              next_cursor: null,
            }
          : { subscriptions: [subscription()], next_cursor: '5' },
      }),
    },
  })
  byName(page.element, 'button', 'Load more')?.click()
  await flushPromises()
  expect(page.findAll('article h2').map((title) => title.text())).toEqual(['night sky', 'clouds'])
  expect(byName(page.element, 'button', 'Load more')).toBeNull()
})

it('offers examples where there is nothing yet, to be tried at a click', async () => {
  const { page, calls } = await open([], {
    handlers: {
      'POST /api/subscriptions/checks': () => problemReply(503, 'busy', 'The queue rests.'),
    },
  })
  page
    .get('ul[aria-label="Addresses and names that work"] button')
    .element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/subscriptions/checks')[0]?.body).toEqual({
    text: 'https://danbooru.donmai.us/posts?tags=sky',
  })
  expect(textOf(page)).toContain('The queue rests.')
})

it('shows visitors everything and lets them change nothing', async () => {
  const { page } = await open([subscription({ editable: false })], {
    handlers: { 'GET /api/session': () => ({ body: { user: null } }) },
  })
  const words = textOf(page)
  expect(words).toContain('night sky')
  expect(words).toContain('Only editors add and change them.')
  expect(page.findAll('article button')).toEqual([])
  expect(page.find('form').exists()).toBe(false)
})

it('says why there is nothing to show, and tries again', async () => {
  let broken = true
  const { page } = await open([], {
    handlers: {
      'GET /api/subscriptions': () =>
        broken
          ? problemReply(503, 'busy', 'The database rests.')
          : { body: { subscriptions: [subscription()], next_cursor: null } },
    },
  })
  expect(textOf(page)).toContain('The database rests.')
  broken = false
  byName(page.element, 'button', 'Try again')?.click()
  await flushPromises()
  expect(textOf(page)).toContain('night sky')
})

it('has nothing that axe complains about', async () => {
  const running = listingRunSample({ state: 'running', finished_at: null })
  const { page } = await open([subscription({ last_run: running, failed_links: 2 })])
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
