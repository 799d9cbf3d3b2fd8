import { flushPromises } from '@vue/test-utils'
import type { ArtistSearch } from '@/api/artistTypes'
import ArtistSearchView from '@/areas/artistFinder/ArtistSearchView.vue'
import { callsTo, fakeApi } from './fakeApi'
import { imageSample } from './librarySamples'
import { mountPage } from './mountPage'

/** Of the samples. */
const id = 'abcdefghijklmnopqrstuv'
export const searchPath = `/api/artist-searches/${id}`

/** Opens the page of a search, which the API answers with. */
export async function openSearch(
  search: ArtistSearch | (() => ArtistSearch),
  handlers: Parameters<typeof fakeApi>[0] = {},
) {
  const calls = fakeApi({
    [`GET ${searchPath}`]: () => ({ body: typeof search === 'function' ? search() : search }),
    ...Object.fromEntries(
      [1, 2].map((one) => [`GET /api/library/images/${one}`, () => ({ body: imageSample(one) })]),
    ),
    ...handlers,
  })
  const { page, router } = await mountPage(ArtistSearchView, {
    props: { id },
    path: `/artists/${id}`,
  })
  await flushPromises()
  return { page, router, calls, polls: () => callsTo(calls, 'GET', searchPath).length }
}
export const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await flushPromises()
}
