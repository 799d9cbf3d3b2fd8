import { afterEach, expect, it, vi } from 'vitest'
import type { ArtistSearch } from '@/api/artistTypes'
import { announcement } from '@/components/announce'
import { speak } from '@/locales/languages'
import { openSearch, searchPath, settle } from '@/testing/artistPage'
import { accessibilityProblems } from '@/testing/accessibility'
import { accountFound, artistSearchSample, resultSample, stepSample } from '@/testing/artistSamples'
import { matchSample } from '@/testing/imageSearchSamples'
import { textOf } from '@/testing/mountPage'

/** Stands in for the stream of events, which jsdom does not have. */
class Stream extends EventTarget {
  static opened: Stream[] = []
  closed = false
  constructor(readonly url: string) {
    super()
    Stream.opened.push(this)
  }
  close() {
    this.closed = true
  }
  tell(search: ArtistSearch) {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(search) }))
    return settle()
  }
}
const withStream = () => {
  Stream.opened = []
  vi.stubGlobal('EventSource', Stream)
}
afterEach(async () => {
  vi.unstubAllGlobals()
  await speak('en')
})

const scanning = artistSearchSample({
  state: 'scanning',
  first_scan: true,
  finished_at: null,
  results: [],
  accounts: [
    accountFound({
      scan: {
        state: 'pictures',
        first: true,
        posts_read: 1840,
        pictures_done: 500,
        pictures_total: 2210,
        eta_seconds: 42,
      },
    }),
    accountFound({
      key: 'x:rin_draws',
      network: 'x',
      network_title: 'X',
      handle: 'rin_draws',
      url: 'https://x.com/rin_draws',
      state: 'suspended',
      scan: { state: 'none' },
    }),
  ],
})

it('says what is being read, how much of it was, and how long it takes', async () => {
  const { page } = await openSearch(scanning)
  expect(page.get('[data-testid="headline"]').text()).toBe(
    'Reading what rin.example.art at Bluesky posted',
  )
  const words = textOf(page)
  expect(words).toContain('about 40 seconds left')
  expect(words).toContain('1,840 posts read · 500 of 2,210 pictures looked at')
  expect(words).toContain('read for the first time')
  expect(words).toContain('Suspended by the site')
  expect(page.get('[aria-current="step"]').text()).toContain('Read their posts')
  expect(page.findAll('[role="progressbar"]')[1]?.attributes('aria-valuenow')).toBe('23')
})

it.each([
  ['waiting', 'Waiting: 3 searches come before this one'],
  ['resolving', 'Reading the page at pixiv.net'],
  ['finding_accounts', 'Looking for the artist’s accounts'],
  ['searching', 'Comparing the picture with what they posted'],
  ['verifying', 'Checking that the posts are still there'],
] as const)('has words for being %s', async (state, words) => {
  const { page } = await openSearch(
    artistSearchSample({ state, finished_at: null, position_in_queue: 3, results: [] }),
  )
  expect(page.get('[data-testid="headline"]').text()).toBe(words)
})

it('shows each change as the server tells it, and asks for nothing meanwhile', async () => {
  withStream()
  const { page, polls } = await openSearch(
    artistSearchSample({ state: 'resolving', finished_at: null }),
  )
  const stream = Stream.opened[0] as Stream
  expect(stream.url).toBe(`${searchPath}/events?ratings=general%2Csafe`)
  await stream.tell(scanning)
  expect(textOf(page)).toContain('Reading what rin.example.art at Bluesky posted')
  expect(polls()).toBe(1)
  await stream.tell(artistSearchSample())
  expect(page.get('[data-testid="outcome"]').text()).toContain('Found in 1 post of the artist')
  expect(stream.closed).toBe(true)
  expect(announcement.value).toContain('The search has ended. Found in 1 post of the artist')
})

it('asks again where no stream comes through, until the search has ended', async () => {
  vi.useFakeTimers()
  withStream()
  let search = scanning
  const { page, polls } = await openSearch(() => search)
  Stream.opened[0]?.dispatchEvent(new Event('error'))
  await vi.advanceTimersByTimeAsync(1_600)
  expect(polls()).toBe(2)
  search = artistSearchSample()
  await vi.advanceTimersByTimeAsync(1_600)
  expect(page.find('[data-testid="outcome"]').exists()).toBe(true)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(polls()).toBe(3)
})

it('shows what an account rests on, step by step, and keeps who is only named apart', async () => {
  const hub = 'https://linktr.ee/rin'
  const { page } = await openSearch(
    artistSearchSample({
      accounts: [
        accountFound({
          former: ['rin.bsky.social'],
          evidence: [
            [
              stepSample(),
              stepSample({ kind: 'own_field', url: 'https://www.pixiv.net/users/11', to: hub }),
              stepSample({
                kind: 'button',
                url: hub,
                to: 'https://bsky.app/profile/rin.example.art',
                what: 'Bluesky (main)',
              }),
            ],
          ],
        }),
        accountFound({
          key: 'x:moko',
          network: 'x',
          network_title: 'X',
          handle: 'moko',
          url: 'https://x.com/moko',
          confidence: 0.12,
          accepted: false,
          evidence: [[stepSample({ kind: 'description', doubts: ['friend'] })]],
        }),
      ],
    }),
  )
  const [theirs, other] = page.findAll('article[aria-label*=" at "]')
  expect(theirs?.text()).toContain('Almost certain (97%)')
  expect(theirs?.text()).toContain('formerly rin.bsky.social')
  const steps = theirs?.findAll('ol li').map((step) => step.text().replace(/\s+/g, ' ')) ?? []
  expect(steps).toHaveLength(3)
  expect(steps[2]).toContain('a button of their page of links')
  expect(steps[2]).toContain('“Bluesky (main)”')
  expect(textOf(page)).toContain('Named, but not taken for the artist’s (1)')
  expect(other?.text()).toContain('Hardly (12%)')
  expect(other?.text()).toContain('named as a friend')
  expect(other?.text()).not.toContain('posts read')
})

it('shows what others posted apart, with how much is hidden', async () => {
  const { page } = await openSearch(
    artistSearchSample({
      elsewhere: {
        matches: [matchSample(2)],
        searched: 5_000,
        note: null,
        hidden: { explicit: 3 },
      },
    }),
  )
  const section = page.get('section[aria-labelledby="elsewhere-heading"]')
  expect(section.text()).toContain('among 5,000 pictures')
  expect(section.text()).toContain('3 more hidden by your rating filter.')
  expect(section.findAll('[data-match]')).toHaveLength(1)
})

it('says that nothing was found, and of whom', async () => {
  const { page } = await openSearch(artistSearchSample({ results: [] }))
  expect(textOf(page)).toContain('Nothing found')
  expect(textOf(page)).toContain('None of their posts has this picture')
})

it('has no place for posts where only the accounts were asked for', async () => {
  const { page } = await openSearch(
    artistSearchSample({ kind: 'account', url: null, artwork: null, results: [] }),
  )
  expect(page.get('[data-testid="outcome"]').text()).toContain('1 account found')
  expect(textOf(page)).not.toContain('Posts with this picture')
})

it('speaks French', async () => {
  await speak('fr')
  const { page } = await openSearch(scanning)
  expect(page.get('[data-testid="headline"]').text()).toBe(
    'Lecture de ce que publient rin.example.art sur Bluesky',
  )
  expect(textOf(page)).toContain('publications lues · 500 images examinées sur')
})

it.each([
  ['under way', scanning],
  [
    'done',
    artistSearchSample({
      results: [resultSample(1), resultSample(2)],
      elsewhere: { matches: [matchSample(2)], searched: 5_000, note: null, hidden: {} },
    }),
  ],
])('has nothing that axe complains about: %s', async (_, search) => {
  const { page } = await openSearch(search)
  page.findAll('details').forEach(({ element }) => element.setAttribute('open', ''))
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
