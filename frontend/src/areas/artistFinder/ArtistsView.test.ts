import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { accessibilityProblems } from '@/testing/accessibility'
import { artistSearchSample } from '@/testing/artistSamples'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import ArtistsView from './ArtistsView.vue'
import { recentSearches, rememberSearch } from './recentSearches'

const page1 = 'https://www.pixiv.net/artworks/1'
const facts = {
  posts: 48_211,
  accounts: 37,
  sites: [{ name: 'pixiv', title: 'Pixiv', example: page1 }],
  networks: [
    { name: 'bluesky', title: 'Bluesky', lists_posts: true },
    { name: 'mastodon', title: 'Mastodon', lists_posts: true },
    { name: 'patreon', title: 'Patreon', lists_posts: false },
  ],
}

async function open(path = '/artists', handlers: Parameters<typeof fakeApi>[0] = {}) {
  const calls = fakeApi({
    'GET /api/artist-finder': () => ({ body: facts }),
    'POST /api/artist-searches': () => ({ status: 202, body: artistSearchSample() }),
    ...handlers,
  })
  const { page, router } = await mountPage(ArtistsView, { path })
  await flushPromises()
  await flushPromises()
  return { page, router, asked: () => callsTo(calls, 'POST', '/api/artist-searches') }
}
const nothing = { url: null, image_url: null, account: null, again: false }
async function settle() {
  for (let turn = 0; turn < 4; turn++) await flushPromises()
}

it('says which pages are understood, where posts are read, and how much is known', async () => {
  const { page, asked } = await open()
  expect(textOf(page)).toContain('pixiv.net/artworks/1')
  expect(textOf(page)).toContain('Posts are read at Bluesky and Mastodon.')
  expect(textOf(page)).toContain('48,211 posts of 37 accounts are known already.')
  expect(asked()).toEqual([])
})

it('begins a search with a typed address, and goes to its page', async () => {
  const { page, router, asked } = await open()
  await page.get('input[inputmode="url"]').setValue(page1)
  await page.get('form').trigger('submit')
  await settle()
  expect(asked()[0]?.body).toEqual({ ...nothing, url: page1 })
  expect(router.currentRoute.value.path).toBe('/artists/abcdefghijklmnopqrstuv')
})

it('asks for nothing when the text is no address', async () => {
  const { page, asked } = await open()
  await page.get('input[inputmode="url"]').setValue('a fox')
  await page.get('form').trigger('submit')
  await settle()
  expect(asked()).toEqual([])
  expect(page.get('[role="alert"]').text()).toContain('This is no address')
})

it('takes the address of a picture for the picture, and of a page for the page', async () => {
  const { page, asked } = await open()
  const field = page.get('input[inputmode="url"]')
  await field.setValue('https://a.example/fox.PNG?size=large')
  await page.get('form').trigger('submit')
  await settle()
  expect(asked()[0]?.body).toEqual({
    ...nothing,
    image_url: 'https://a.example/fox.PNG?size=large',
  })
})

it('searches within an account that is known, and for its other accounts without a picture', async () => {
  const { page, asked } = await open()
  await page.get('details input').setValue(' @rin@mastodon.art ')
  await page.get('form').trigger('submit')
  await settle()
  expect(asked()[0]?.body).toEqual({ ...nothing, account: '@rin@mastodon.art' })
  await page.get('input[inputmode="url"]').setValue(page1)
  await page.get('form').trigger('submit')
  await settle()
  expect(asked()[1]?.body).toEqual({ ...nothing, account: '@rin@mastodon.art', image_url: page1 })
})

it('begins at once with the page that the bookmark brings', async () => {
  const { router, asked } = await open(`/artists?url=${encodeURIComponent(page1)}`)
  await settle()
  expect(asked()).toHaveLength(1)
  expect(asked()[0]?.body).toEqual({ ...nothing, url: page1 })
  expect(router.currentRoute.value.query).toEqual({})
})

function drop(data: Record<string, string>, files: unknown[] = []) {
  const event = new Event('drop', { bubbles: true, cancelable: true })
  Object.defineProperty(event, 'dataTransfer', {
    value: { getData: (kind: string) => data[kind] ?? '', files, types: ['Files'] },
  })
  document.body.dispatchEvent(event)
  return settle()
}

it('takes the page that a dropped picture leads to, rather than the picture', async () => {
  const { asked } = await open()
  await drop(
    { 'text/html': '<img src="https://i.example/fox_small.jpg">', 'text/uri-list': page1 },
    [new File(['x'], 'fox.jpg', { type: 'image/jpeg' })],
  )
  expect(asked()[0]?.body).toEqual({ ...nothing, url: page1 })
})

it('sends a dropped file', async () => {
  const { asked } = await open()
  await drop({}, [new File(['x'], 'fox.jpg', { type: 'image/jpeg' })])
  expect(asked()).toHaveLength(1)
  expect(asked()[0]?.body).toBeUndefined()
})

it('says what to do where a site is not understood', async () => {
  const { page } = await open('/artists', {
    'POST /api/artist-searches': () => problemReply(422, 'unsupported_website', 'Not one of ours.'),
  })
  await page.get('input[inputmode="url"]').setValue('https://a.example/1')
  await page.get('form').trigger('submit')
  await settle()
  const alert = page.get('[role="alert"]').text()
  expect(alert).toContain('Pages of this site are not understood')
  expect(alert).toContain('Give the picture itself')
  expect(byName(page.element, 'button', 'Try again')).toBeNull()
})

it('says how long to wait where too many are under way', async () => {
  const { page } = await open('/artists', {
    'POST /api/artist-searches': () =>
      problemReply(429, 'too_many_searches', 'Ten.', { 'Retry-After': '20' }),
  })
  await page.get('input[inputmode="url"]').setValue(page1)
  await page.get('form').trigger('submit')
  await settle()
  expect(textOf(page)).toContain('Too many searches of yours are under way')
  expect(textOf(page)).toMatch(/You can search again in (20|19) seconds/)
  expect(byName(page.element, 'button', 'Try again')?.hasAttribute('disabled')).toBe(true)
})

it('leads back to what was searched for, until it is forgotten', async () => {
  recentSearches.value = []
  rememberSearch(artistSearchSample())
  const { page } = await open()
  expect(byName(page.element, 'link', 'A fox in the market')?.getAttribute('href')).toBe(
    '/artists/abcdefghijklmnopqrstuv',
  )
  byName(page.element, 'button', 'Forget “A fox in the market”')?.click()
  await settle()
  expect(textOf(page)).not.toContain('Your last searches')
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
