import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { ListingRun, Subscription } from '@/api/listingTypes'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { pageSample } from '@/testing/librarySamples'
import {
  linkSample,
  listingRunSample as run,
  reading,
  sourceSample,
  subscriptionSample as subscription,
} from '@/testing/listingSamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import SubscriptionView from './SubscriptionView.vue'

async function open(
  one: Subscription | (() => Subscription) = subscription(),
  runs: ListingRun[] = [run()],
  handlers: Parameters<typeof fakeApi>[0] = {},
) {
  const calls = fakeApi({
    'GET /api/sources': () => ({ body: { sources: [sourceSample()] } }),
    'GET /api/subscriptions/5': () => ({ body: typeof one === 'function' ? one() : one }),
    'GET /api/subscriptions/5/runs': () => ({ body: { runs, next_cursor: null } }),
    'GET /api/library/search': () => ({ body: pageSample([1, 2]) }),
    'GET /api/links': () => ({ body: { links: [linkSample()], next_cursor: null } }),
    ...handlers,
  })
  const { page, router } = await mountPage(SubscriptionView, {
    path: '/subscriptions/5',
    props: { id: 5 },
  })
  await flushPromises()
  await flushPromises()
  return { page, router, calls }
}

it('tells what it is, up to where it has read, and how far back', async () => {
  const { page } = await open(subscription({ back_fill_since: '2025-03-01T00:00:00Z' }))
  const words = textOf(page)
  expect(page.get('h1').text()).toBe('night sky')
  expect(words).toContain('7900131')
  expect(words).toContain('everything since Mar 1, 2025')
  const out = byName(page.element, 'link', 'Open at Danbooru (opens in a new tab)')
  expect(out?.getAttribute('href')).toBe(subscription().url)
})

it('says a mark that is a moment as one, and why there is none', async () => {
  const mark = String(Date.parse('2025-03-01T12:00:00Z'))
  const { page } = await open(subscription({ mark }))
  expect(textOf(page)).toContain('Mar 1, 2025')
  const anew = await open(subscription({ mark: null, last_run: run() }))
  expect(textOf(anew.page)).toContain('It is read anew each time')
  const first = await open(subscription({ mark: null, last_run: null }))
  expect(textOf(first.page)).toContain('No run was done yet')
})

it('shows every run with what it read and why something failed', async () => {
  const failure = (reason: string) => ({ subject: 'posts', name: null, code: 'x', reason })
  const { page } = await open(subscription(), [
    run({ id: 3 }),
    run({
      id: 2,
      state: 'failed',
      progress: reading(0),
      failures: [failure('Danbooru rested.')],
      failure_count: 1,
    }),
    run({ id: 1, back_fill: true, since: '2025-03-01T00:00:00Z', progress: reading(20_000, 19) }),
  ])
  const rows = page.findAll('section[aria-labelledby="runs-heading"] li')
  const words = rows.map((row) => row.text().replace(/\s+/g, ' '))
  expect(words[0]).toContain('took 30 seconds')
  expect(words[0]).toContain('12 new posts of 100 read')
  expect(words[1]).toContain('Failed')
  expect(words[1]).toContain('Danbooru rested.')
  expect(words[2]).toContain('Everything since Mar 1, 2025: 19 new posts of 20,000 read')
})

it('shows the latest pictures that it brought, and leads to all of them', async () => {
  const { page, calls } = await open()
  const asked = callsTo(calls, 'GET', '/api/library/search')[0]?.query
  expect(asked?.get('q')).toBe('subscription:5')
  expect(asked?.get('ratings')).toBe('general,safe')
  expect(textOf(page)).toContain('Latest pictures')
  const all = byName(page.element, 'link', 'All its pictures')
  expect(all?.getAttribute('href')).toBe('/library?q=subscription:5')
})

it('shows the failed links of its posts, and leads to all of them', async () => {
  const { page, calls } = await open()
  const asked = callsTo(calls, 'GET', '/api/links')[0]?.query
  expect(Object.fromEntries(asked ?? [])).toEqual({
    state: 'failed',
    subscription: '5',
    limit: '10',
  })
  const all = byName(page.element, 'link', 'All its links')
  expect(all?.getAttribute('href')).toBe('/links?subscription=5')
})

it('changes the schedule', async () => {
  const { page, calls } = await open(
    subscription({ adaptive: false, interval_seconds: 10_800 }),
    [],
    { 'PATCH /api/subscriptions/5': () => ({ body: subscription() }) },
  )
  const select = page.get('select')
  expect((select.element as HTMLSelectElement).value).toBe('10800')
  await select.setValue('86400')
  await flushPromises()
  await select.setValue('')
  await flushPromises()
  expect(callsTo(calls, 'PATCH', '/api/subscriptions/5').map(({ body }) => body)).toEqual([
    { interval_seconds: 86_400 },
    { interval_seconds: 'adaptive' },
  ])
})

it('reads its history and pictures anew when a run has ended', async () => {
  vi.useFakeTimers()
  let last = run({ state: 'running', finished_at: null })
  const { calls } = await open(() => subscription({ last_run: last }))
  last = run()
  await vi.advanceTimersByTimeAsync(2_100)
  await vi.advanceTimersByTimeAsync(0)
  for (const path of ['/api/subscriptions/5/runs', '/api/library/search', '/api/links'])
    expect(callsTo(calls, 'GET', path), path).toHaveLength(2)
})

it('says that it is gone', async () => {
  const { page } = await open(subscription(), [], {
    'GET /api/subscriptions/5': () => problemReply(404, 'not_found', 'There is no such one.'),
  })
  expect(textOf(page)).toContain('There is no such one.')
  expect(byName(page.element, 'link', 'All subscriptions')?.getAttribute('href')).toBe(
    '/subscriptions',
  )
})

it('lets visitors look and change nothing', async () => {
  const { page } = await open(subscription({ editable: false }))
  expect(textOf(page)).toContain('7900131')
  expect(page.findAll('select')).toEqual([])
  expect(page.findAll('button')).toEqual([])
})

it('has nothing that axe complains about', async () => {
  const { page } = await open(subscription({ last_run: run() }))
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
