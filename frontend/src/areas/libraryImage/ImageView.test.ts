import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { LibraryImage } from '@/api/libraryTypes'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { imageSample, pageSample } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { postSample } from '@/testing/samples'
import ImageView from './ImageView.vue'

async function open(
  fields: Partial<LibraryImage> = {},
  path = '/library/images/2',
  handlers: Parameters<typeof fakeApi>[0] = {},
) {
  const calls = fakeApi({
    'GET /api/library/images/2': () => ({ body: imageSample(2, fields) }),
    'GET /api/library/images/2/related': () => ({ body: { variants: [], alike: [] } }),
    'GET /api/library/search': () => ({ body: pageSample([1, 2, 3], { total: 3 }) }),
    'GET /api/library/images/3': () => ({ body: imageSample(3) }),
    ...handlers,
  })
  const { page, router } = await mountPage(ImageView, { props: { id: 2 }, path })
  await flushPromises()
  return { page, router, calls }
}
const press = (key: string) =>
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))

const seen = (fields = {}) => ({
  post: postSample(7),
  rating: 'safe' as const,
  score: 12,
  description: '<b>not bold</b>',
  source_url: 'javascript:alert(1)',
  licence: null,
  licence_url: null,
  creator: null,
  removed_at: null,
  links: [],
  image_ids: [2],
  ...fields,
})

it('leads on in the search that it was opened from, also with the arrow keys', async () => {
  const { page, router } = await open({}, '/library/images/2?q=sea&from=')
  expect(textOf(page)).toContain('2 of 3')
  expect(byName(page.element, 'link', 'Previous picture')?.getAttribute('href')).toBe(
    '/library/images/1?q=sea',
  )
  press('ArrowRight')
  await flushPromises()
  expect(router.currentRoute.value.fullPath).toBe('/library/images/3?q=sea')
})

it('leads back to its place in the search', async () => {
  const { page } = await open({}, '/library/images/2?q=sea')
  expect(byName(page.element, 'link', 'Back to the search')?.getAttribute('href')).toBe(
    '/library?q=sea&at=2',
  )
})

it('has no neighbours where it was opened by its address', async () => {
  const { page, calls } = await open()
  expect(byName(page.element, 'link', 'Next picture')).toBeNull()
  expect(byName(page.element, 'link', 'To the library')).not.toBeNull()
  expect(callsTo(calls, 'GET', '/api/library/search')).toEqual([])
})

it('links each tag to the pictures that have it, and a visitor edits nothing', async () => {
  const { page } = await open()
  expect(byName(page.element, 'link', 'sea 40')?.getAttribute('href')).toBe('/library?q=tag:sea')
  expect(textOf(page)).toContain('Artist')
  expect(byName(page.element, 'button', 'Edit')).toBeNull()
  expect(byName(page.element, 'button', 'Remove')).toBeNull()
})

it('shows where it was seen, and takes no text for more than text', async () => {
  const { page } = await open({ posts: [seen()], post_count: 4 })
  expect(textOf(page)).toContain('<b>not bold</b>')
  expect(page.element.querySelector('a[href^="javascript"]')).toBeNull()
  expect(textOf(page)).toContain('and 3 more posts')
})

it('tells on what terms a picture may be used and who made it, as far as its source says', async () => {
  const terms = { licence: 'CC BY-SA 4.0', creator: 'Zoë <b>' }
  const url = 'https://creativecommons.org/licenses/by-sa/4.0/'
  const { page } = await open({
    posts: [
      seen({ ...terms, licence_url: url }),
      seen({ post: postSample(8), ...terms, licence_url: 'javascript:alert(2)' }),
      seen({ post: postSample(9) }),
    ],
    post_count: 3,
  })
  const posts = [...page.element.querySelectorAll('#posts-heading ~ ol > li')]
  const told = posts.map((post) => post.textContent.replace(/\s+/g, ' '))
  expect(told.map((text) => /Licence CC BY-SA 4.0.*made by Zoë <b>/.test(text))).toEqual([
    true,
    true,
    false,
  ])
  const links = page.element.querySelectorAll('a[rel~="license"]')
  expect([...links].map((link) => link.getAttribute('href'))).toEqual([url])
})

const told = (fields = {}) => ({
  ...{ text: true, by: 'classifier' as const, score: 0.93, classifier: 'detector-1' },
  ...{ unsure: false, said: null },
  ...fields,
})

it.each([
  [told(), 'Shows writing · classified, with a score of 0.93 of 1'],
  [told({ text: false, score: 0.45, unsure: true }), 'Shows none · a guess, with a score of 0.45'],
  [told({ by: 'person' }), 'Shows writing · as somebody said'],
  [told({ by: 'person', text: false, said: false }), 'Shows none · as you said'],
  [told({ text: null, by: null, score: null }), 'Nobody can tell yet'],
])('tells whose word it is that it shows writing', async (writing, words) => {
  const { page } = await open({ writing })
  expect(textOf(page)).toContain(words)
  expect(byName(page.element, 'button', 'No writing')).toBeNull()
})

it('lets an editor say whether it shows writing, and take that back', async () => {
  let writing = told({ unsure: true, score: 0.55 })
  const image = () => ({ body: imageSample(2, { editable: true, text: writing.text, writing }) })
  const { page, calls } = await open({ editable: true, writing }, undefined, {
    'GET /api/library/images/2': image,
    'PATCH /api/library/images/2': image,
  })
  const press = async (name: string) => {
    byName(page.element, 'button', name)?.click()
    await flushPromises()
  }
  writing = told({ text: false, by: 'person', said: false })
  await press('No writing')
  expect(byName(page.element, 'button', 'No writing')?.getAttribute('aria-pressed')).toBe('true')
  expect(textOf(page)).toContain('Shows none · as you said')
  writing = told()
  await press('No writing')
  expect(byName(page.element, 'button', 'No writing')?.getAttribute('aria-pressed')).toBe('false')
  const bodies = callsTo(calls, 'PATCH', '/api/library/images/2').map(({ body }) => body)
  expect(bodies).toEqual([{ text: false }, { text: null }])
})

it('tells why an address brought no picture', async () => {
  const failed = {
    ...{ id: 1, post_id: 7, url: 'https://example.org/x.jpg', kind: 'image' as const },
    ...{ state: 'failed' as const, attempts: 5, next_at: null, code: 'picture_damaged' },
    ...{ reason: 'The file ends in the middle.', image_id: null, batch: null },
    ...{ created_at: '2026-01-01T00:00:00Z', finished_at: null },
  }
  const { page } = await open({ posts: [seen({ links: [failed] })], post_count: 1 })
  expect(textOf(page)).toContain('The file ends in the middle. Given up after 5 tries.')
})

it('lets an administrator change tags and rating', async () => {
  const { calls } = await open({ editable: true }, undefined, {
    'PATCH /api/library/images/2': () => ({ body: imageSample(2, { editable: true, tags: [] }) }),
  })
  byName(document, 'button', 'Edit')?.click()
  await flushPromises()
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  byName(dialog, 'button', 'Take off sea')?.click()
  const added = dialog.querySelector('input') as HTMLInputElement
  added.value = ' sunset  artist:bo '
  added.dispatchEvent(new Event('input'))
  const rating = dialog.querySelector('select') as HTMLSelectElement
  rating.value = 'explicit'
  rating.dispatchEvent(new Event('change'))
  dialog.querySelector('form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
  expect(callsTo(calls, 'PATCH', '/api/library/images/2')[0]?.body).toEqual({
    add_tags: ['sunset', 'artist:bo'],
    remove_tags: ['sea'],
    rating: 'explicit',
  })
})

it('says why a change did not work, and keeps what was typed', async () => {
  await open({ editable: true }, undefined, {
    'PATCH /api/library/images/2': () => problemReply(422, 'invalid_input', 'No such rating.'),
  })
  byName(document, 'button', 'Edit')?.click()
  await flushPromises()
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  byName(dialog, 'button', 'Take off sea')?.click()
  dialog.querySelector('form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
  expect(dialog.querySelector('[role="alert"]')?.textContent).toContain('No such rating.')
})

it('says what became of a removed and of a merged picture', async () => {
  const removed = await open({ state: 'removed', state_reason: 'Asked for by its maker.' })
  expect(textOf(removed.page)).toContain('Asked for by its maker.')
  expect(removed.page.element.querySelector('img')).toBeNull()
  removed.page.unmount()
  const merged = await open({ state: 'merged', merged_into: 9 })
  expect(byName(merged.page.element, 'link', 'Show the kept picture')?.getAttribute('href')).toBe(
    '/library/images/9',
  )
})

it('says that there is no such picture', async () => {
  const { page } = await open({}, undefined, {
    'GET /api/library/images/2': () => problemReply(404, 'not_found', 'There is no picture 2.'),
  })
  expect(textOf(page)).toContain('There is no picture 2.')
})

it('has nothing that axe complains about', async () => {
  const { page } = await open(
    { editable: true, posts: [seen()], post_count: 1 },
    '/library/images/2?q=',
  )
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
