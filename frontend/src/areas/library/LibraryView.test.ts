import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply, type Call } from '@/testing/fakeApi'
import { pageSample } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import LibraryView from './LibraryView.vue'
import { preferredRatings } from './ratings'

const search = 'GET /api/library/search'
beforeEach(() => (preferredRatings.value = ['general', 'safe']))

async function open(path = '/library', handlers: Parameters<typeof fakeApi>[0] = {}) {
  const calls = fakeApi({
    [search]: () => ({ body: pageSample([1, 2, 3]) }),
    ...handlers,
  })
  const { page, router } = await mountPage(LibraryView, { path })
  await flushPromises()
  return { page, router, calls, asked: () => callsTo(calls, 'GET', '/api/library/search') }
}

it('shows the pictures of the search in the address, and how many there are', async () => {
  const { page, asked } = await open('/library?q=sea', {
    [search]: () => ({ body: pageSample([1, 2], { total: 1234, next_cursor: null }) }),
  })
  expect(asked()[0]?.query.get('q')).toBe('sea')
  expect(asked()[0]?.query.get('ratings')).toBe('general,safe')
  expect(textOf(page)).toContain('1,234 pictures')
  const link = byName(page.element, 'link', 'Picture 1, General')
  expect(link?.getAttribute('href')).toBe('/library/images/1?q=sea')
})

it('tells what the rating filter hides, and shows it at one click', async () => {
  const { page, router } = await open('/library', {
    [search]: () => ({ body: pageSample([1], { hidden: { questionable: 10, explicit: 2 } }) }),
  })
  expect(textOf(page)).toContain('12 hidden by your rating filter')
  byName(page.element, 'button', 'Show them')?.click()
  await flushPromises()
  expect(router.currentRoute.value.query.ratings).toBe('general,safe,questionable,explicit')
  expect(preferredRatings.value).toEqual(['general', 'safe'])
})

it('remembers the ratings of this browser and says so in the address', async () => {
  preferredRatings.value = ['general', 'explicit']
  const { router, asked } = await open()
  expect(asked()[0]?.query.get('ratings')).toBe('general,explicit')
  expect(router.currentRoute.value.query.ratings).toBe('general,explicit')
})

it('points to the mistake in a search', async () => {
  const reply = problemReply(
    400,
    'query_invalid',
    'There is no field wdith.\nsea wdith:1\n    ^^^^^',
  )
  const { page } = await open('/library?q=sea+wdith:1', {
    [search]: () => ({
      ...reply,
      body: { ...(reply.body as object), column: 5, length: 5, hint: 'Did you mean width:?' },
    }),
  })
  const alert = page.get('#query-problem')
  expect(alert.get('[data-caret]').text()).toBe('wdith')
  expect(alert.text()).toContain('There is no field wdith.')
  expect(alert.text()).toContain('Did you mean width:?')
  expect(alert.text()).toContain('At character 5')
  expect(page.get('input').attributes('aria-invalid')).toBe('true')
})

it('offers what may have been meant', async () => {
  const { page } = await open('/library?q=mountian', {
    [search]: () => ({ body: pageSample([], { did_you_mean: 'mountain' }) }),
  })
  expect(byName(page.element, 'link', 'mountain')?.getAttribute('href')).toBe('/library?q=mountain')
  expect(textOf(page)).toContain('No picture fits this search.')
})

it('reads on until the end', async () => {
  const pages: Record<string, object> = {
    '': pageSample([1, 2], { total: 4, next_cursor: 'two' }),
    two: pageSample([3, 4], { total: 4 }),
  }
  const { page, asked } = await open('/library', {
    [search]: ({ query }: Call) => ({ body: pages[query.get('cursor') ?? ''] }),
  })
  await flushPromises()
  expect(asked().map(({ query }) => query.get('cursor'))).toEqual([null, 'two'])
  expect(byName(page.element, 'link', 'Picture 4, General')).not.toBeNull()
  expect(textOf(page)).toContain('That is all 4.')
})

it('begins where the address says, and leads back to what comes before', async () => {
  sessionStorage.setItem(
    'fovea-library-pages',
    JSON.stringify({ search: 'general,safe ', starts: ['', 'two'] }),
  )
  const pages: Record<string, object> = {
    '': pageSample([1, 2], { total: 4, next_cursor: 'two' }),
    two: pageSample([3, 4], { total: 4 }),
  }
  const { page, asked } = await open('/library?from=two&at=4', {
    [search]: ({ query }: Call) => ({ body: pages[query.get('cursor') ?? ''] }),
  })
  expect(asked()[0]?.query.get('cursor')).toBe('two')
  byName(page.element, 'button', 'Earlier pictures')?.click()
  await flushPromises()
  await flushPromises()
  expect(byName(page.element, 'link', 'Picture 1, General')).not.toBeNull()
  expect(byName(page.element, 'button', 'Earlier pictures')).toBeNull()
})

it('says why there is nothing, and tries again', async () => {
  let broken = true
  const { page } = await open('/library', {
    [search]: () =>
      broken ? problemReply(503, 'busy', 'The database rests.') : { body: pageSample([1]) },
  })
  expect(textOf(page)).toContain('The database rests.')
  broken = false
  byName(page.element, 'button', 'Try again')?.click()
  await flushPromises()
  expect(byName(page.element, 'link', 'Picture 1, General')).not.toBeNull()
})

it('has nothing that axe complains about', async () => {
  const { page } = await open('/library?q=sea')
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
