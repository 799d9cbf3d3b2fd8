import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply, type Call } from '@/testing/fakeApi'
import { toasts } from '@/components/toasts'
import { editorSession } from '@/testing/librarySamples'
import { linkSample, sourceSample, subscriptionSample } from '@/testing/listingSamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import LinksView from './LinksView.vue'

const retry = 'Try again: https://imgur.com/a/AbCdE'

async function open(path = '/links', handlers: Parameters<typeof fakeApi>[0] = {}) {
  const calls = fakeApi({
    'GET /api/session': editorSession,
    'GET /api/sources': () => ({ body: { sources: [sourceSample()] } }),
    'GET /api/links/counts': () => ({ body: { states: { failed: 30, done: 1200 }, total: 1230 } }),
    'GET /api/links': () => ({ body: { links: [linkSample()], next_cursor: null } }),
    ...handlers,
  })
  const { page, router } = await mountPage(LinksView, { path })
  await flushPromises()
  return { page, router, calls, asked: () => callsTo(calls, 'GET', '/api/links') }
}

it('tells what became of each address, and why', async () => {
  const { page } = await open()
  const words = textOf(page)
  expect(words).toContain('Imgur says that this album was deleted.')
  expect(words).toContain('Imgur page · tried 3 times')
  expect(words).toContain('Failed 30')
  expect(words).toContain('Done 1,200')
})

it('asks for what the address names, and puts there what is chosen', async () => {
  const { page, router, asked } = await open('/links?state=failed&kind=nonsense')
  expect(asked()[0]?.query.get('state')).toBe('failed')
  expect(asked()[0]?.query.get('kind')).toBeNull()
  await page.findAll('select')[1]?.setValue('danbooru')
  await flushPromises()
  expect(router.currentRoute.value.query.source).toBe('danbooru')
  expect(asked().at(-1)?.query.get('source')).toBe('danbooru')
  expect(byName(page.element, 'link', 'Failed')?.getAttribute('aria-current')).toBe('page')
})

it('shows those of one subscription, and says of which', async () => {
  const { page, asked, router } = await open('/links?subscription=5', {
    'GET /api/subscriptions/5': () => ({ body: subscriptionSample() }),
  })
  expect(asked()[0]?.query.get('subscription')).toBe('5')
  expect(byName(page.element, 'link', 'night sky')?.getAttribute('href')).toBe('/subscriptions/5')
  expect(textOf(page)).not.toContain('Failed 30')
  byName(page.element, 'button', 'Show those of all')?.click()
  await flushPromises()
  expect(router.currentRoute.value.query.subscription).toBeUndefined()
  expect(asked().at(-1)?.query.get('subscription')).toBeNull()
})

it('lets a failed link begin anew, and says when that is not possible', async () => {
  let refuses = true
  let link = linkSample()
  const { page, calls } = await open('/links', {
    'GET /api/links': () => ({ body: { links: [link], next_cursor: null } }),
    'POST /api/links/9/retry': () => {
      if (refuses) return problemReply(409, 'conflict', 'It is being read.')
      link = linkSample({ state: 'waiting', attempts: 0, reason: null })
      return { status: 202, body: link }
    },
  })
  byName(page.element, 'button', retry)?.click()
  await flushPromises()
  expect(toasts.value[0]?.text).toContain('It is being read.')
  refuses = false
  byName(page.element, 'button', retry)?.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/links/9/retry')).toHaveLength(2)
  expect(byName(page.element, 'button', retry)).toBeNull()
  expect(textOf(page)).toContain('Waiting')
})

it('shows visitors everything but the button', async () => {
  const { page } = await open('/links', { 'GET /api/session': () => ({ body: { user: null } }) })
  expect(textOf(page)).toContain('https://imgur.com/a/AbCdE')
  expect(byName(page.element, 'button', retry)).toBeNull()
})

it('reads on, and leads from a link to its picture', async () => {
  const pages: Record<string, object> = {
    '': { links: [linkSample()], next_cursor: '9' },
    '9': { links: [linkSample({ id: 8, state: 'done', image_id: 77 })], next_cursor: null },
  }
  const { page } = await open('/links', {
    'GET /api/links': ({ query }: Call) => ({ body: pages[query.get('cursor') ?? ''] }),
  })
  byName(page.element, 'button', 'Load more')?.click()
  await flushPromises()
  const picture = byName(page.element, 'link', 'Its picture: https://imgur.com/a/AbCdE')
  expect(picture?.getAttribute('href')).toBe('/library/images/77')
  expect(byName(page.element, 'button', 'Load more')).toBeNull()
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
