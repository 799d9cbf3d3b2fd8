import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import { announcement } from '@/components/announce'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { foundSample, matchSample, seenSample } from '@/testing/imageSearchSamples'
import { imageSample } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import ImageSearchView from './ImageSearchView.vue'

const matches = [
  matchSample(1, { similarity: 'same_file', distance: 0, best: true }),
  matchSample(2, { orientation: 'mirrored-rotated-90' }),
  matchSample(3, {
    similarity: 'edited',
    distance: 61,
    posts: [seenSample(30), seenSample(31)],
    post_count: 2,
    by_chance: 0.02,
  }),
]
const url = 'https://a.example/b.jpg'
const search = 'POST /api/image-search'

const forms: FormData[] = []
beforeEach(() => {
  forms.length = 0
  // The stand-in for the network cannot read forms with files: what is in them is read here.
  vi.stubGlobal(
    'FormData',
    class extends FormData {
      constructor() {
        super()
        forms.push(this)
      }
    },
  )
  URL.createObjectURL = () => 'blob:here'
  URL.revokeObjectURL = () => {}
})

async function open(path = '/image-search', handlers: Parameters<typeof fakeApi>[0] = {}) {
  const calls = fakeApi({
    'GET /api/library/stats': () => ({ body: { sources: [{ source: 'flickr', images: 3 }] } }),
    ...Object.fromEntries(
      [1, 2, 3, 7].map((id) => [
        `GET /api/library/images/${id}`,
        () => ({ body: imageSample(id) }),
      ]),
    ),
    [search]: () => ({ body: foundSample(matches) }),
    ...handlers,
  })
  const { page, router } = await mountPage(ImageSearchView, { path })
  await flushPromises()
  return { page, router, calls, asked: () => callsTo(calls, 'POST', '/api/image-search') }
}
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await flushPromises()
}
function bring(type: 'drop' | 'paste', data: Record<string, string>, files: unknown[] = []) {
  const transfer = { getData: (kind: string) => data[kind] ?? '', files, types: ['Files'] }
  const event = new Event(type, { bubbles: true, cancelable: true })
  Object.defineProperty(event, type === 'drop' ? 'dataTransfer' : 'clipboardData', {
    value: transfer,
  })
  document.body.dispatchEvent(event)
  return settle()
}
const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true }),
  )
const focused = () =>
  document.activeElement?.closest('[data-match]')?.getAttribute('data-match') ?? null

it('asks for nothing before a picture was given', async () => {
  const { page, asked } = await open()
  expect(asked()).toEqual([])
  expect(textOf(page)).toContain('Where was this picture seen before?')
  const mark = byName(page.element, 'link', 'Search with Fovea')
  expect(mark?.getAttribute('href')).toMatch(/^javascript:.*image-search%3Furl%3D/)
})

it('looks for the picture of the address, with what the address says', async () => {
  const { asked } = await open(
    `/image-search?url=${encodeURIComponent(url)}&method=pdq&source=flickr&account=ada&distance=40&ratings=general`,
  )
  expect(asked().map(({ body }) => body)).toEqual([
    {
      ...{ method: 'pdq', limit: 60, distance: 40, source: 'flickr', account: 'ada' },
      ...{ ratings: 'general', url, image_id: null, hash: null },
    },
  ])
})

it('shows matches in groups that say what they are, and how sure that is', async () => {
  const { page } = await open('/image-search?image=7')
  const groups = [...page.element.querySelectorAll('[data-group]')]
  expect(groups.map((group) => group.getAttribute('data-group'))).toEqual([
    'same_file',
    'same_picture',
    'edited',
  ])
  const [same, , edited] = groups.map((group) => (group.textContent ?? '').replace(/\s+/g, ' '))
  expect(same).toContain('Best copy')
  expect(edited).toContain('61 of 384 bits apart')
  expect(edited).toContain('By chance once in 50 such searches')
  expect(edited).toMatch(/First seen Photo 30.*1 more post/)
  expect(textOf(page)).toContain('mirrored, turned by 90°')
  expect(textOf(page)).toContain('3 matches among 1,204,331 pictures, in 84 ms')
  expect(announcement.value).toContain('3 matches')
})

it('takes an address that is typed, and one that is pasted anywhere', async () => {
  const { page, router, asked } = await open()
  const field = page.get('input[type="text"]')
  await field.setValue('nothing')
  await page.get('form').trigger('submit')
  expect(page.get('[role="alert"]').text()).toContain('no address of a picture')
  await field.setValue(url)
  await page.get('form').trigger('submit')
  await settle()
  expect(router.currentRoute.value.query).toEqual({ url })
  await bring('paste', { 'text/plain': 'https://a.example/other.jpg' })
  expect(asked().map(({ body }) => (body as { url: string }).url)).toEqual([
    url,
    'https://a.example/other.jpg',
  ])
})

it('sends a dropped file, and finds it again when one comes back to it', async () => {
  const { page, router, asked } = await open()
  await bring('drop', {}, [new File(['picture'], 'cat.jpg', { type: 'image/jpeg' })])
  const sent = Object.fromEntries(forms[0] ?? [])
  expect(sent).toMatchObject({ method: 'best', ratings: 'general,safe' })
  expect(sent.file).toMatchObject({ name: 'cat.jpg', size: 7 })
  expect(sent).not.toHaveProperty('source')
  expect(textOf(page)).toContain('cat.jpg')
  await bring('drop', { 'text/uri-list': `${window.location.origin}/library/images/7` })
  expect(asked()[1]?.body).toMatchObject({ image_id: 7 })
  router.back()
  await settle()
  expect(textOf(page)).toContain('cat.jpg')
  expect(asked()).toHaveLength(2)
})

it('says that a file is gone once the page was loaded again', async () => {
  const { page, asked } = await open('/image-search?file=0123456789ab')
  expect(page.get('[role="alert"]').text()).toContain('Choose it again.')
  expect(byName(page.element, 'button', 'Try again')).toBeNull()
  expect(asked()).toEqual([])
})

it('says why a picture could not be fetched, and what helps', async () => {
  const refusal = problemReply(
    422,
    'could_not_be_fetched',
    'The host answered with HTTP status 403.',
  )
  const { page } = await open(`/image-search?url=${url}`, {
    [search]: () => ({ ...refusal, body: { ...(refusal.body as object), reason: 'http_403' } }),
  })
  const words = page.get('[role="alert"]').text()
  expect(words).toContain('The picture could not be fetched')
  expect(words).toContain('HTTP status 403')
  expect(words).toContain('choose the file here')
})

it.each([
  ['picture_too_simple', 422, 'This picture is too simple'],
  ['not_a_picture', 422, 'This is not a picture'],
  ['picture_too_large', 413, 'This picture is too large'],
  ['not_found', 404, 'This picture is not in the library'],
])('has words of its own for %s', async (code, status, words) => {
  const { page } = await open('/image-search?image=7', {
    [search]: () => problemReply(status, code, 'Because of that.'),
  })
  expect(page.get('[role="alert"]').text()).toContain(words)
  expect(page.get('[role="alert"]').text()).toContain('Because of that.')
  expect(byName(page.element, 'button', 'Try again')).toBeNull()
})

it('says when one may search again, and does when asked', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  let full = true
  const { page, asked } = await open('/image-search?image=7', {
    [search]: () =>
      full
        ? problemReply(429, 'too_many_requests', 'That were many.', { 'Retry-After': '20' })
        : { body: foundSample(matches) },
  })
  expect(textOf(page)).toContain('You can search again in 20 seconds.')
  const retry = byName(page.element, 'button', 'Try again') as HTMLButtonElement
  expect(retry.disabled).toBe(true)
  vi.advanceTimersByTime(20_000)
  await flushPromises()
  expect(textOf(page)).toContain('You can search again now.')
  full = false
  retry.click()
  await settle()
  expect(asked()).toHaveLength(2)
  expect(textOf(page)).toContain('3 matches')
})

it('says among how many nothing was found, and offers what else there is', async () => {
  const { page, router } = await open('/image-search?image=7&source=flickr', {
    [search]: () => ({ body: foundSample([], { hidden: { explicit: 2 } }) }),
  })
  expect(textOf(page)).toContain('None of the 1,204,331 pictures')
  expect(textOf(page)).toContain('2 hidden by your rating filter')
  byName(page.element, 'button', 'Show the nearest anyway')?.click()
  await settle()
  expect(router.currentRoute.value.query).toMatchObject({ method: 'pdq', source: 'flickr' })
})

it('compares with the keyboard: from match to match, open, on, and back to where it was', async () => {
  const { page } = await open('/image-search?image=7')
  press('ArrowRight')
  expect(focused()).toBe('1')
  press('ArrowRight')
  expect(focused()).toBe('2')
  ;(document.activeElement as HTMLElement).click()
  await settle()
  const dialog = () => document.querySelector('[role="dialog"]')
  expect(dialog()?.textContent).toContain('Picture 2')
  expect(dialog()?.textContent).toContain('2 of 3')
  // Turned as the match is: mirrored, then by a quarter.
  const turned = () => dialog()?.querySelector('g')?.getAttribute('transform') ?? null
  expect(turned()).toBe('matrix(0 1 -1 0 400 0) matrix(-1 0 0 1 600 0)')
  press('t')
  await settle()
  expect(turned()).toBeNull()
  for (const [key, mode] of [
    ['2', 'slider'],
    ['3', 'fade'],
    ['4', 'difference'],
    ['1', 'side'],
  ]) {
    press(key ?? '')
    await settle()
    expect(dialog()?.querySelector('[data-mode]')?.getAttribute('data-mode')).toBe(mode)
  }
  press('+')
  await settle()
  expect(dialog()?.textContent).toContain('150%')
  press('ArrowRight')
  await settle()
  expect(dialog()?.textContent).toContain('Picture 3')
  expect(dialog()?.textContent).toContain('100%')
  expect(announcement.value).toBe('Match 3 of 3: Picture 3, Edited')
  press('Escape')
  await settle()
  expect(dialog()).toBeNull()
  expect(focused()).toBe('3')
  expect(page.element.isConnected).toBe(true)
})

it('leaves out what is around the picture where the match is of the picture without it', async () => {
  const found = foundSample([matchSample(1, { in_trimmed: true }), matchSample(2)])
  found.query.trimmed = { left: 10, top: 20, right: 30, bottom: 40 }
  const { page } = await open('/image-search?image=7', { [search]: () => ({ body: found }) })
  expect(textOf(page)).toContain('also without the border, bars or caption')
  page.get<HTMLElement>('[data-match-focus]').element.click()
  await settle()
  const shown = () => document.querySelector('[role="dialog"] g svg')?.getAttribute('viewBox')
  expect(shown()).toBe('10 20 560 340')
  press('ArrowRight')
  await settle()
  expect(shown()).toBe('0 0 600 400')
})

it('has nothing that axe complains about', async () => {
  const { page } = await open('/image-search?image=7')
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
  page.get<HTMLElement>('[data-match-focus]').element.click()
  await settle()
  expect(await accessibilityProblems(document.body)).toEqual([])
})

it('has nothing that axe complains about before a picture was given', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
