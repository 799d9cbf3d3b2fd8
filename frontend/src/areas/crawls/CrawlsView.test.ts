import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Crawl } from '@/api/crawlTypes'
import { announcement } from '@/components/announce'
import { toasts } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import { crawlSample, enginesSample, progressSample } from '@/testing/crawlSamples'
import { callsTo, fakeApi, problemReply, type Call } from '@/testing/fakeApi'
import { administratorSession } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import CrawlsView from './CrawlsView.vue'

beforeEach(() => localStorage.clear())

async function open(
  crawls: Crawl[] | (() => Crawl[]) = [],
  options: { path?: string; handlers?: Parameters<typeof fakeApi>[0] } = {},
) {
  const calls = fakeApi({
    'GET /api/session': administratorSession,
    'GET /api/crawl-engines': () => ({ body: { engines: enginesSample() } }),
    'GET /api/crawls': () => ({
      body: { crawls: typeof crawls === 'function' ? crawls() : crawls, next_cursor: null },
    }),
    ...options.handlers,
  })
  const { page, router } = await mountPage(CrawlsView, { path: options.path ?? '/crawls' })
  await flushPromises()
  return { page, router, calls, asked: () => callsTo(calls, 'GET', '/api/crawls') }
}
const labelled = (root: ParentNode, words: string) =>
  [...root.querySelectorAll('label')].find((label) => label.textContent?.trim() === words)
const field = <Element extends HTMLElement>(root: ParentNode, words: string) => {
  const label = labelled(root, words)
  return (label?.control ?? label?.querySelector('input')) as Element
}
function type(element: HTMLInputElement | HTMLTextAreaElement, text: string) {
  element.value = text
  element.dispatchEvent(new Event('input', { bubbles: true }))
}
async function submit() {
  document.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
  await flushPromises()
}

it('chooses who wants no key, and says what those lack that cannot be asked', async () => {
  const { page } = await open()
  expect(field<HTMLInputElement>(page.element, 'Wikimedia Commons').checked).toBe(true)
  expect(field<HTMLInputElement>(page.element, 'Baidu').checked).toBe(true)
  expect(field<HTMLInputElement>(page.element, 'Danbooru').checked).toBe(false)
  const google = field<HTMLInputElement>(page.element, 'Google')
  expect([google.checked, google.disabled]).toEqual([false, true])
  const facts = document.getElementById(google.getAttribute('aria-describedby') ?? '')
  expect(facts?.textContent).toContain('set GOOGLE_SEARCH_KEY and GOOGLE_SEARCH_ENGINE')
  expect(facts?.textContent).toContain('at most 100 a search')
})

it('begins a crawl as it was written, goes to it, and remembers who was asked', async () => {
  const { page, router, calls } = await open([], {
    handlers: { 'POST /api/crawls': () => ({ status: 202, body: crawlSample({ id: 9 }) }) },
  })
  type(field<HTMLTextAreaElement>(page.element, 'Keywords'), 'cat\nnight sky')
  type(field<HTMLInputElement>(page.element, 'Results of each, for each keyword'), '80')
  field<HTMLInputElement>(page.element, 'Danbooru').click()
  await flushPromises()
  field<HTMLInputElement>(page.element, 'Wikimedia Commons').click()
  await flushPromises()
  expect(page.get('[data-testid="extent"]').text()).toMatch(/^4 searches,\s+at most 280 results$/)
  await submit()
  expect(callsTo(calls, 'POST', '/api/crawls')[0]?.body).toEqual({
    keywords: ['cat', 'night sky'],
    engines: ['baidu', 'danbooru'],
    limit: 80,
    limit_in_all: null,
    filters: { least_width: 0, least_height: 0, licensed: false },
  })
  expect(router.currentRoute.value.fullPath).toBe('/crawls/9')
  page.unmount()
  const again = (await open()).page
  expect(field<HTMLInputElement>(again.element, 'Danbooru').checked).toBe(true)
  expect(field<HTMLInputElement>(again.element, 'Wikimedia Commons').checked).toBe(false)
})

it('asks for nothing before something is written, and goes to where that is missing', async () => {
  const { page, calls } = await open()
  await submit()
  expect(textOf(page)).toContain('Write at least one keyword.')
  expect(document.activeElement?.tagName).toBe('TEXTAREA')
  type(field<HTMLTextAreaElement>(page.element, 'Keywords'), 'cat')
  type(field<HTMLInputElement>(page.element, 'Results of each, for each keyword'), 'many')
  await submit()
  expect(textOf(page)).toContain('Numbers only, from 1 on.')
  expect(callsTo(calls, 'POST', '/api/crawls')).toEqual([])
})

it('tells why a crawl was refused', async () => {
  const { page } = await open([], {
    handlers: {
      'POST /api/crawls': () =>
        problemReply(429, 'too_many_crawls', '5 of your crawls are under way.'),
    },
  })
  type(field<HTMLTextAreaElement>(page.element, 'Keywords'), 'cat')
  await submit()
  expect(page.get('[role="alert"]').text()).toContain('5 of your crawls are under way.')
})

it('warns of engines that tell no licences where only licensed pictures are wanted', async () => {
  const { page } = await open()
  field<HTMLInputElement>(page.element, 'Only with a licence that is told').click()
  await flushPromises()
  expect(textOf(page)).toContain('Baidu tells no licences: nothing of it would be kept.')
})

it('tells of each crawl what was wanted and what it brought, and follows those under way', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  let crawl = crawlSample({
    state: 'active',
    finished_at: null,
    limit_in_all: 500,
    filters: { least_width: 640, least_height: 0, licensed: true },
    progress: progressSample({ listed: 100, pending: 60, pictures: 40, different: 30 }),
  })
  const { page } = await open(() => [crawl])
  const words = textOf(page)
  expect(words).toContain('Wikimedia Commons, up to 100 each and 500 in all')
  expect(words).toContain('at least 640 × 0 pixels · only with a licence')
  expect(words).toContain('30 pictures of 100 results')
  const bar = page.get('[role="progressbar"]')
  expect([bar.attributes('aria-valuenow'), bar.attributes('aria-valuemax')]).toEqual(['40', '100'])
  crawl = crawlSample()
  await vi.advanceTimersByTimeAsync(2_100)
  expect(page.find('[role="progressbar"]').exists()).toBe(false)
  expect(announcement.value).toBe('“cat”: Done, 6 pictures')
})

it('pauses, goes on and stops when the server says so', async () => {
  let state: Crawl['state'] = 'active'
  let refuses = true
  const { calls } = await open(() => [crawlSample({ state, finished_at: null })], {
    handlers: {
      'PATCH /api/crawls/7': ({ body }: Call) => {
        if (refuses) return problemReply(409, 'crawl_ended', 'This crawl has ended.')
        state = (body as { state: Crawl['state'] }).state
        return { body: crawlSample({ state }) }
      },
    },
  })
  byName(document, 'button', 'Pause cat')?.click()
  await flushPromises()
  expect(toasts.value.at(-1)?.text).toContain('This crawl has ended.')
  refuses = false
  for (const name of ['Pause cat', 'Resume cat', 'Stop cat']) {
    byName(document, 'button', name)?.click()
    await flushPromises()
    await flushPromises()
  }
  expect(callsTo(calls, 'PATCH', '/api/crawls/7')).toHaveLength(3)
  byName(document, 'button', 'Stop it')?.click()
  await flushPromises()
  await flushPromises()
  const changes = callsTo(calls, 'PATCH', '/api/crawls/7').map(({ body }) => body)
  expect(changes.slice(1)).toEqual([
    { state: 'paused' },
    { state: 'active' },
    { state: 'cancelled' },
  ])
  expect(byName(document, 'button', 'Crawl again: cat')).not.toBeNull()
})

it('deletes after asking what becomes of the pictures', async () => {
  let all: Crawl[] = [crawlSample()]
  const { page, calls } = await open(() => all, {
    handlers: {
      'DELETE /api/crawls/7': () => {
        all = []
        return { status: 204 }
      },
    },
  })
  const press = async (element: HTMLElement | null | undefined) => {
    element?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    await flushPromises()
  }
  await press(byName(document, 'button', 'More for cat'))
  await press(document.querySelector<HTMLElement>('[role="menuitem"]'))
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  const [keep, remove] = dialog.querySelectorAll<HTMLInputElement>('input[type="radio"]')
  expect(keep?.checked).toBe(true)
  remove?.click()
  await flushPromises()
  byName(dialog, 'button', 'Delete')?.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/crawls/7')[0]?.query.get('pictures')).toBe('remove')
  expect(textOf(page)).toContain('Nothing was crawled yet')
})

it('shows administrators everybody’s, as the address says', async () => {
  const { page, asked } = await open([crawlSample()], {
    path: '/crawls?whose=everybodys&state=done',
  })
  expect(asked()[0]?.query.get('everybodys')).toBe('true')
  expect(asked()[0]?.query.get('state')).toBe('done')
  expect(textOf(page)).toContain('by Ada Lind')
})

it('asks visitors to log in, and asks for nobody’s crawls', async () => {
  const { page, asked } = await open([], {
    handlers: { 'GET /api/session': () => ({ body: { user: null } }) },
  })
  expect(textOf(page)).toContain('each belongs to whoever began it')
  expect(byName(page.element, 'link', 'Log in')?.getAttribute('href')).toContain('next=/crawls')
  expect(page.find('form').exists()).toBe(false)
  expect(asked()).toEqual([])
})

it('has nothing that axe complains about', async () => {
  const { page } = await open([crawlSample({ state: 'active' }), crawlSample({ id: 8 })])
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
