import { expect, it } from 'vitest'
import { announcement } from '@/components/announce'
import { openSearch, searchPath, settle } from '@/testing/artistPage'
import { artistSearchSample, resultSample } from '@/testing/artistSamples'
import { callsTo, problemReply } from '@/testing/fakeApi'
import { byName, textOf } from '@/testing/mountPage'

it('shows the posts, each with how alike it is, who posted it, and what is not certain', async () => {
  const { page } = await openSearch(
    artistSearchSample({
      removed: 2,
      results: [
        resultSample(1),
        resultSample(2, {
          distance: 9,
          similarity: 'same_picture',
          orientation: 'mirrored',
          position: 2,
          count: 4,
          exists: null,
          rating: 'explicit',
        }),
      ],
    }),
  )
  const [first, second] = page.findAll('[data-match]')
  expect(first?.text()).toContain('Post of rin.example.art at Bluesky')
  expect(first?.text()).toContain('The same file')
  expect(first?.text()).toContain('Mar 14, 2025')
  expect(second?.text()).toContain('The same picture, 9 of 384 bits apart, mirrored')
  expect(second?.text()).toContain('picture 2 of 4')
  expect(second?.text()).toContain('not checked whether it is still there')
  expect(second?.text()).toContain('Hidden by your rating filter')
  expect(first?.findAll('img')).toHaveLength(2)
  expect(textOf(page)).toContain('2 posts had it and are not there any more.')
})

it('compares with the keyboard, and gives the focus back', async () => {
  await openSearch(
    artistSearchSample({ results: [resultSample(1), resultSample(2, { position: 2, count: 2 })] }),
  )
  const press = async (key: string) => {
    ;(document.activeElement ?? document.body).dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true }),
    )
    await settle()
  }
  await press('ArrowRight')
  expect(document.activeElement?.closest('[data-match]')?.getAttribute('data-match')).toBe('101-1')
  ;(document.activeElement as HTMLElement).click()
  await settle()
  const dialog = () => document.querySelector('[role="dialog"]')
  expect(dialog()?.textContent).toContain('1 of 2')
  await press('j')
  expect(dialog()?.textContent).toContain('2 of 2')
  expect(announcement.value).toContain('Match 2 of 2')
  await press('2')
  expect(dialog()?.querySelector('[data-mode="slider"]')).not.toBeNull()
  byName(document.body, 'button', 'Close')?.click()
  await settle()
  expect(document.activeElement?.closest('[data-match]')?.getAttribute('data-match')).toBe('102-2')
})

it.each([
  ['no_account_found', 'No account of the artist was found', false],
  ['no_valid_account_found', 'None of the artist’s accounts can be read', false],
  ['blocked_by_account', 'The artist does not let us read their posts', false],
  ['not_an_artwork_page', 'This is no artwork’s page', false],
  ['query_image_too_big', 'The picture is too large', false],
  ['account_not_found', 'There is no such account', false],
  ['account_not_indexed', 'The posts of this account are not known', false],
  ['cannot_get_image', 'The picture could not be fetched', true],
  ['reverse_search_failed', 'The picture could not be compared', true],
  ['processing_error', 'Something went wrong', true],
] as const)('says in words why it failed: %s', async (code, title, mayPass) => {
  const { page, calls } = await openSearch(
    artistSearchSample({
      state: 'failed',
      error: { code, message: 'Of the server.' },
      accounts: [],
      results: [],
    }),
    { 'POST /api/artist-searches': () => ({ status: 202, body: artistSearchSample() }) },
  )
  expect(page.get('[role="alert"] h2').text()).toBe(title)
  expect(textOf(page)).not.toContain('Of the server.')
  const again = byName(page.element, 'button', 'Try again')
  expect(again !== null).toBe(mayPass)
  again?.click()
  await settle()
  expect(callsTo(calls, 'POST', '/api/artist-searches').map(({ body }) => body)).toEqual(
    mayPass
      ? [
          {
            url: 'https://www.pixiv.net/artworks/1',
            image_url: null,
            account: null,
            again: true,
          },
        ]
      : [],
  )
})

it('says that a search is not kept any more', async () => {
  const { page } = await openSearch(artistSearchSample(), {
    [`GET ${searchPath}`]: () => problemReply(404, 'not_found', 'There is no such search.'),
  })
  await settle()
  expect(page.get('[role="alert"]').text()).toContain('This search is not kept any more')
  expect(byName(page.element, 'link', 'Another search')?.getAttribute('href')).toBe('/artists')
})
