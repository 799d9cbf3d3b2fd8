import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { Recommendations } from '@/api/types'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import {
  accountSample,
  personSample,
  photoSample,
  postSample,
  recommendationsSample,
  runSample,
  steeringSample,
  whySample,
} from '@/testing/samples'
import RecommendationsView from './RecommendationsView.vue'

const account = '/api/accounts/flickr/1@N00'
const list = `${account}/recommendations`
const run = runSample({ state: 'done' })

const photos = [
  { ...photoSample(1), new: true },
  { ...photoSample(2), stronger: true, folded: [postSample(21), postSample(22)] },
  photoSample(3),
]
const mine: Partial<Recommendations> = {
  editable: true,
  view: '17',
  visit: { previous_at: '2020-05-05T10:00:00Z', new: 1 },
  hidden: { seen: 12, muted: 3, folded: 2 },
  photos,
}
const explained: Partial<Recommendations> = {
  ...mine,
  photos: photos.map((item) => ({ ...item, why: whySample() })),
  people: [{ ...personSample(50), why: whySample() }],
}

async function settle(turns = 6) {
  for (let turn = 0; turn < turns; turn++) await flushPromises()
}
async function open(answer = mine, handlers = {}) {
  const calls = fakeApi({
    [`GET ${account}`]: () => ({
      body: { ...accountSample(), favorites: 9, photographers: 4, run: null },
    }),
    [`POST ${account}/runs`]: () => ({ body: run }),
    'GET /api/runs/7': () => ({ body: run }),
    [`GET ${list}`]: ({ query }: { query: URLSearchParams }) => ({
      body: recommendationsSample(query.get('explain') === 'true' ? explained : answer),
    }),
    'GET /api/steering': () => ({ body: steeringSample() }),
    'GET /api/feeds': () => ({ body: { feed: null } }),
    ...handlers,
  })
  const { page } = await mountPage(RecommendationsView, {
    props: { externalId: '1@N00' },
    path: '/flickr/1@N00',
  })
  await settle()
  return { page, calls }
}
const panel = () => document.querySelector('[role="dialog"]')
const tile = (id: number) =>
  byName(document, 'button', `Open Photo ${id}, by Bo Marsh`)?.closest('article')
const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  )

it('puts what is new since the last visit under a heading of its own', async () => {
  const { page } = await open()
  const headings = page.findAll('h3').map((heading) => heading.text().replace(/\s+/g, ' '))
  expect(headings.join()).toContain('New since your last visit (May 5, 2020)')
  expect(headings).toContain('More for you')
  expect(tile(2)?.textContent).toContain('More photographers now')
})

it('says what was left out, and shows it when asked to', async () => {
  const { page, calls } = await open()
  expect(textOf(page)).toContain('12 left out because you saw them lately')
  expect(textOf(page)).toContain('3 muted')
  byName(document, 'button', 'Show them')?.click()
  await settle()
  expect(callsTo(calls, 'GET', list).at(-1)?.query.get('seen')).toBe('include')
  expect(byName(document, 'button', 'Leave them out')).not.toBeNull()
})

it('says that nothing is new, where somebody was here before', async () => {
  const { page } = await open({
    ...mine,
    visit: { previous_at: '2020-05-05T10:00:00Z', new: 0 },
    photos: [photoSample(3)],
  })
  expect(textOf(page)).toContain('Nothing new since your last visit (May 5, 2020).')
  expect(textOf(page)).not.toContain('More for you')
})

it('begins another view for other photos', async () => {
  const { calls } = await open()
  byName(document, 'button', 'Show other photos')?.click()
  await settle()
  const views = callsTo(calls, 'GET', list).map(({ query }) => query.get('view'))
  expect(views).toEqual(['new', 'new'])
})

it('opens near-duplicates behind a photo', async () => {
  await open()
  byName(document, 'button', '2 near-duplicates of Photo 2')?.click()
  await settle()
  expect(panel()?.textContent).toContain('Photo 21')
  expect(panel()?.textContent).toContain('Photo 22')
})

it('tells why: a sentence, and parts that add up to a hundred', async () => {
  const { calls } = await open()
  byName(document, 'button', 'Open Photo 3, by Bo Marsh')?.focus()
  press('w')
  await settle()
  const words = panel()?.textContent?.replace(/\s+/g, ' ') ?? ''
  expect(words).toContain('Faved by Cy and Dot, whose work you fave or follow.')
  const shares = [...(panel()?.querySelectorAll('li') ?? [])].flatMap(
    ({ textContent }) => /([−\d]+)\s%/.exec(textContent ?? '')?.[1] ?? [],
  )
  expect(shares).toEqual(['60', '50', '−10'])
  expect(words).toContain('You faved 2 photos by the same photographer')
  expect(callsTo(calls, 'GET', list).filter(({ query }) => query.has('explain'))).toHaveLength(1)
  expect(byName(panel() as Element, 'link', 'How this works')?.getAttribute('href')).toBe(
    '/flickr/1@N00/method',
  )
})

it('tells why a person is suggested', async () => {
  await open()
  byName(document, 'button', 'Why Person 50: 12 favourites in common')?.click()
  await settle()
  expect(panel()?.textContent).toContain('Favourites in common')
  expect(panel()?.textContent).toContain('Photos by Person 50')
})

it('mutes a photographer from the menu of a photo, and takes it back', async () => {
  const path = '/api/steering/mutes/account/2'
  const { calls } = await open(mine, {
    [`PUT ${path}`]: () => ({
      body: { kind: 'account', value: '2', label: 'Bo', muted_at: '', account: null },
    }),
    [`DELETE ${path}`]: () => ({ status: 204 }),
  })
  byName(document, 'button', 'Open Photo 3, by Bo Marsh')?.focus()
  press('m')
  await settle()
  const item = [...document.querySelectorAll<HTMLElement>('[role="menuitem"]')].find(
    ({ textContent }) => textContent?.includes('Mute Bo Marsh'),
  )
  item?.click()
  await settle()
  expect(callsTo(calls, 'PUT', path)).toHaveLength(1)
  expect(tile(1) ?? tile(2) ?? tile(3)).toBeUndefined()
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'u' }))
  await settle()
  expect(callsTo(calls, 'DELETE', path)).toHaveLength(1)
  expect(tile(3)).not.toBeNull()
})

it('changes the list after a slider came to rest, and says how much', async () => {
  vi.useFakeTimers()
  let moved = false
  await open(mine, {
    'PATCH /api/steering': ({ body }: { body: object }) => {
      moved = true
      return { body: steeringSample(body) }
    },
    [`GET ${list}`]: () => ({
      body: recommendationsSample({
        ...mine,
        photos: (moved ? [3, 8, 9] : [1, 2, 3]).map((id) => photoSample(id)),
        parameters: { freshness: moved ? 0.1 : 0, adventure: 0 },
      }),
    }),
  })
  press('s')
  await settle()
  document
    .querySelector('[role="slider"][aria-label="Popular or new"]')
    ?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }))
  await vi.advanceTimersByTimeAsync(500)
  await settle()
  expect(tile(8)).toBeDefined()
  expect(panel()?.textContent).toContain('2 of the first 3 photos are others now.')
  expect(panel()?.textContent).toContain('A little more of what was posted lately.')
})

it('gives somebody else’s list neither memory nor steering', async () => {
  await open({ editable: false, photos: [photoSample(1)] })
  for (const name of ['Show other photos', 'Steer', 'More for Photo 1'])
    expect(byName(document, 'button', name)).toBeNull()
  press('s')
  press('o')
  await settle()
  expect(panel()).toBeNull()
  expect(document.head.querySelector('link[rel="alternate"]')).toBeNull()
})

it('names the feed in the page’s head for its owner, as long as the page is there', async () => {
  const feed = { rss_url: '/f.rss', json_url: '/f.json', created_at: '2026-01-01T00:00:00Z' }
  const { page } = await open(mine, { 'GET /api/feeds': () => ({ body: { feed } }) })
  const types = () =>
    [...document.head.querySelectorAll<HTMLLinkElement>('link[rel="alternate"]')].map(
      ({ type }) => type,
    )
  expect(types()).toEqual(['application/rss+xml', 'application/feed+json'])
  page.unmount()
  expect(types()).toEqual([])
})

it('shows photos from groups as what they are while there is no list', async () => {
  const group = { external_id: '3@N00', name: 'Print Boldly', url: 'https://x' }
  const { page } = await open({
    editable: true,
    enough: false,
    photos: [],
    people: [],
    mixed: [{ post: postSample(40), group }],
  })
  expect(textOf(page)).toContain('Not yet yours: photos from groups')
  expect(textOf(page)).toContain('Print Boldly')
  expect(byName(document, 'button', 'Fave Photo 40')).not.toBeNull()
})

it('has nothing that axe complains about, with its panels', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
  for (const opener of ['2 near-duplicates of Photo 2', 'Steer']) {
    byName(document, 'button', opener)?.click()
    await settle()
    expect(await accessibilityProblems(panel() as Element)).toEqual([])
    press('Escape')
    await settle()
  }
})
