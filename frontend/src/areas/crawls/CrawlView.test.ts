import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import type { CrawlPicture, WholeCrawl } from '@/api/crawlTypes'
import { announcement } from '@/components/announce'
import { runNewestAction, toasts } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import {
  crawlPictureSample as picture,
  crawlSample,
  crawlSearchSample,
  enginesSample,
} from '@/testing/crawlSamples'
import { callsTo, fakeApi, problemReply, type Call } from '@/testing/fakeApi'
import { administratorSession, cardSample } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import CrawlView from './CrawlView.vue'

const labelsPath = '/api/crawls/7/labels'

async function open(
  crawl: WholeCrawl | (() => WholeCrawl) = crawlSample(),
  pictures: CrawlPicture[] | (() => CrawlPicture[]) = [1, 2, 3].map((id) => picture(id)),
  options: { path?: string; handlers?: Parameters<typeof fakeApi>[0] } = {},
) {
  const calls = fakeApi({
    'GET /api/session': administratorSession,
    'GET /api/crawl-engines': () => ({ body: { engines: enginesSample() } }),
    'GET /api/crawls/7': () => ({ body: typeof crawl === 'function' ? crawl() : crawl }),
    'GET /api/crawls/7/images': ({ query }: Call) => {
      const all = typeof pictures === 'function' ? pictures() : pictures
      const of = query.get('class')
      return {
        body: { images: all.filter((one) => !of || one.class === of), next_cursor: null },
      }
    },
    [`PUT ${labelsPath}`]: () => ({ status: 204 }),
    ...options.handlers,
  })
  const { page, router } = await mountPage(CrawlView, {
    props: { id: 7 },
    path: options.path ?? '/crawls/7',
  })
  await flushPromises()
  await flushPromises()
  return {
    page,
    router,
    calls,
    said: () => callsTo(calls, 'PUT', labelsPath).map(({ body }) => body),
  }
}
beforeEach(() => vi.useRealTimers())
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await flushPromises()
}
const tile = (title: string) =>
  [...document.querySelectorAll<HTMLElement>('[data-tile-focus]')].find((one) =>
    one.getAttribute('aria-label')?.startsWith(`Open ${title},`),
  )
const titles = () =>
  [...document.querySelectorAll('[data-tile-focus] .words')].map((one) => one.textContent)
const checkbox = (title: string) =>
  document.querySelector<HTMLElement>(`[role="checkbox"][aria-label="Choose ${title}"]`)
const press = async (key: string, on: EventTarget = document.body) => {
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await settle()
}

it('tells how far each stage is, what became of the results, and why some show no picture', async () => {
  const failed = crawlSearchSample({
    engine: 'baidu',
    state: 'failed',
    reason: 'Baidu answered with a page instead of JSON.',
  })
  const { page } = await open(crawlSample({ searches: [crawlSearchSample(), failed] }))
  const bars = page.findAll('[role="progressbar"]').map((bar) => bar.attributes('aria-valuetext'))
  expect(bars).toEqual(['2 of 2 searches, 10 results', '10 of 10', '6 of 6'])
  expect(page.get('[data-count="different"]').text()).toBe('6')
  expect(page.get('[data-count="duplicates_bytes"]').text()).toBe('2')
  expect(page.find('[data-count="filtered"]').exists()).toBe(false)
  const words = textOf(page)
  expect(words).toContain('Why 2 results show no picture')
  expect(words).toContain('Nothing was there: The site says that it is not there.')
  expect(words).toContain('“cat” at Baidu')
  expect(words).toContain('Baidu answered with a page instead of JSON.')
})

it('says of each search what it has brought, and whether that is nothing', async () => {
  const none = { listed: 0, pictures: 0, different: 0, duplicates_bytes: 0, dead: 0 }
  const empty = crawlSearchSample({ engine: 'baidu' })
  const waiting = crawlSearchSample({ engine: 'openverse', state: 'waiting' })
  const searches = [
    crawlSearchSample(),
    { ...empty, progress: { ...empty.progress, ...none } },
    { ...waiting, progress: { ...waiting.progress, ...none } },
  ]
  const { page } = await open(crawlSample({ searches }))
  const told = page.findAll('.divide-y p.tabular-nums').map((one) => one.text())
  expect(told).toEqual(['Done · 6 pictures of 10', 'Done · nothing found', 'Waiting'])
})

it('follows a crawl until it has ended, and shows what came in by itself', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  let crawl = crawlSample({
    state: 'active',
    finished_at: null,
    classes: { text: 0, nontext: 1, unsure: 0, pending: 0 },
    searches: [crawlSearchSample({ state: 'reading' })],
  })
  let pictures = [picture(1)]
  await open(
    () => crawl,
    () => pictures,
  )
  expect(titles()).toEqual(['Cat 1'])
  crawl = crawlSample()
  pictures = [1, 2, 3].map((id) => picture(id))
  await vi.advanceTimersByTimeAsync(3_500)
  expect(titles()).toEqual(['Cat 1', 'Cat 2', 'Cat 3'])
  expect(announcement.value).toBe('“cat”: Done, 6 pictures')
})

it('moves several chosen pictures at once, and back to where each was', async () => {
  const all = [picture(1), picture(2, { label: 'nontext' }), picture(3)]
  const { page, said } = await open(crawlSample(), all, { path: '/crawls/7?class=nontext' })
  checkbox('Cat 1')?.click()
  await flushPromises()
  checkbox('Cat 3')?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }))
  await flushPromises()
  expect(textOf(page)).toContain('3 chosen')
  byName(document, 'button', 'With writing')?.click()
  const bar = page.get('section[aria-label="Chosen pictures"]').element
  byName(bar, 'button', 'With writing')?.click()
  await settle()
  expect(said()).toEqual([{ images: [1, 2, 3], label: 'text' }])
  expect(titles()).toEqual([])
  expect(toasts.value.at(-1)?.text).toBe('3 pictures moved to “With writing”.')
  runNewestAction()
  await settle()
  expect(said().slice(1)).toEqual([
    { images: [2], label: 'nontext' },
    { images: [1, 3], label: null },
  ])
  expect(titles()).toEqual(['Cat 1', 'Cat 2', 'Cat 3'])
  expect(announcement.value).toBe('3 pictures moved back.')
})

it('moves the picture that has the focus by a key, and goes on at the next one', async () => {
  const { said } = await open(crawlSample(), undefined, { path: '/crawls/7?class=nontext' })
  tile('Cat 2')?.focus()
  await press('t', tile('Cat 2'))
  await new Promise((done) => setTimeout(done, 100))
  expect(said()).toEqual([{ images: [2], label: 'text' }])
  expect(titles()).toEqual(['Cat 1', 'Cat 3'])
  expect(document.activeElement).toBe(tile('Cat 3'))
  await press('u')
  expect(said()[1]).toEqual({ images: [2], label: null })
})

it('moves what is dragged onto a class, with all that is chosen if it is one of them', async () => {
  const { page, said } = await open()
  checkbox('Cat 1')?.click()
  checkbox('Cat 2')?.click()
  await flushPromises()
  const dragged = tile('Cat 2')?.closest('article')
  dragged?.dispatchEvent(new Event('dragstart', { bubbles: true }))
  await flushPromises()
  page.get('[data-class="text"]').element.dispatchEvent(new Event('drop', { bubbles: true }))
  await settle()
  expect(said()).toEqual([{ images: [1, 2], label: 'text' }])
})

it('leaves everything where it is when the server refuses', async () => {
  const { said } = await open(crawlSample(), undefined, {
    path: '/crawls/7?class=nontext',
    handlers: { [`PUT ${labelsPath}`]: () => problemReply(503, 'too_busy', 'The database rests.') },
  })
  tile('Cat 1')?.focus()
  await press('t', tile('Cat 1'))
  expect(said()).toHaveLength(1)
  expect(titles()).toEqual(['Cat 1', 'Cat 2', 'Cat 3'])
  expect(toasts.value.at(-1)?.text).toContain('The database rests.')
})

it('shows a picture by itself, with its licence, and unfolds its duplicates when asked', async () => {
  const { calls } = await open(
    crawlSample(),
    [picture(1, { duplicates: 1, sure: false, score: 0.45 }), picture(2)],
    {
      handlers: {
        'GET /api/crawls/7/images/1/duplicates': () => ({
          body: {
            duplicates: [
              {
                image: cardSample(5),
                alike_by: 'looks',
                engine: 'baidu',
                keyword: 'cat',
                title: 'The same cat',
                page_url: 'javascript:alert(1)',
                original_url: 'https://example.org/5.jpg',
              },
            ],
          },
        }),
      },
    },
  )
  expect(tile('Cat 1')?.getAttribute('aria-label')).toBe(
    'Open Cat 1, Without, to be checked, 1 duplicate',
  )
  tile('Cat 1')?.click()
  await settle()
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  const words = () => dialog.textContent?.replace(/\s+/g, ' ') ?? ''
  expect(words()).toContain('A program says: 45% likely that it shows writing.')
  expect(words()).toContain('CC BY-SA 4.0')
  expect(words()).toContain('Wikimedia Commons, for “cat”')
  const path = '/api/crawls/7/images/1/duplicates'
  expect(callsTo(calls, 'GET', path)).toEqual([])
  byName(dialog, 'button', 'Show 1 duplicate')?.click()
  await settle()
  expect(words()).toContain('The same cat')
  expect(words()).toContain('nearly the same look')
  // What is no address of the web is shown, but not linked to.
  expect(dialog.querySelector('a[href^="javascript"]')).toBeNull()
  expect(await accessibilityProblems(dialog)).toEqual([])
  await press('ArrowRight', dialog)
  expect(words()).toContain('Cat 2')
})

it('takes back what a person said', async () => {
  const { calls, said } = await open(crawlSample(), [picture(1, { label: 'nontext' })])
  tile('Cat 1')?.click()
  await settle()
  const before = callsTo(calls, 'GET', '/api/crawls/7/images').length
  byName(document, 'button', 'Take this back')?.click()
  await settle()
  expect(said()).toEqual([{ images: [1], label: null }])
  expect(callsTo(calls, 'GET', '/api/crawls/7/images').length).toBeGreaterThan(before)
})

it('offers what there is as files, and nothing where there is nothing', async () => {
  const { page } = await open(
    crawlSample({ classes: { text: 0, nontext: 6, unsure: 1, pending: 0 } }),
  )
  const links = page.findAll('a[download]').map((link) => link.attributes('href'))
  expect(links).toEqual([
    '/api/crawls/7/zip',
    '/api/crawls/7/zip?class=nontext',
    '/api/crawls/7/zip?class=unsure',
  ])
})

it('says that a crawl of others is not there, and asks visitors to log in', async () => {
  const gone = {
    'GET /api/crawls/7': () => problemReply(404, 'not_found', 'There is no such crawl.'),
  }
  const { page } = await open(crawlSample(), [], { handlers: gone })
  expect(textOf(page)).toContain('There is no such crawl.')
  page.unmount()
  const visitor = { 'GET /api/crawls/7': () => problemReply(401, 'not_logged_in', 'Log in first.') }
  const other = (await open(crawlSample(), [], { handlers: visitor })).page
  expect(byName(other.element, 'link', 'Log in')?.getAttribute('href')).toContain('next=/crawls/7')
})

it('has nothing that axe complains about', async () => {
  const { page } = await open(crawlSample({ state: 'active', finished_at: null }))
  checkbox('Cat 1')?.click()
  await settle()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
