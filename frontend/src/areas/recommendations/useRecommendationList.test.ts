import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { Recommendations } from '@/api/types'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { runComposable } from '@/testing/mountPage'
import { photoSample, recommendationsSample } from '@/testing/samples'
import { useRecommendationList } from './useRecommendationList'

const address = 'GET /api/accounts/flickr/1@N00/recommendations'
const photos = (...ids: number[]) => ids.map((id) => photoSample(id))

async function listOver(first: Partial<Recommendations>) {
  const served = { answer: recommendationsSample(first) }
  const calls = fakeApi({ [address]: () => ({ body: served.answer }) })
  const { result: list } = await runComposable(() => useRecommendationList('1@N00'))
  const shown = () => list.items.value.map(({ post }) => post.id)
  async function becomes(next: Partial<Recommendations>) {
    served.answer = recommendationsSample(next)
    await list.refetch()
    await flushPromises()
  }
  return { list, shown, becomes, calls }
}

it('takes a newer ranking quietly before the reader has touched the list', async () => {
  const { list, shown, becomes } = await listOver({ photos: photos(1, 2) })
  await becomes({ photos: photos(5, 1) })
  expect(shown()).toEqual([5, 1])
  expect(list.arrivals.value).toBe(0)
  expect(list.fresh.size).toBe(0)
})

it('leaves what was seen in place afterwards, and offers what is new', async () => {
  const { list, shown, becomes } = await listOver({ photos: photos(1, 2, 3) })
  list.settle()
  list.markSeen(2)
  await becomes({ photos: photos(8, 9, 3, 1) })
  expect(shown()).toEqual([1, 2, 8, 9, 3])
  expect(list.arrivals.value).toBe(2)
  list.showNewest()
  expect(shown()).toEqual([8, 9, 3, 1])
  expect(list.arrivals.value).toBe(0)
  expect([...list.fresh]).toEqual([8, 9])
})

it('no longer offers what has been scrolled to', async () => {
  const { list, becomes } = await listOver({ photos: photos(1) })
  list.settle()
  list.markSeen(1)
  await becomes({ photos: photos(8, 9) })
  list.markSeen(2)
  expect(list.arrivals.value).toBe(1)
})

it('follows the cursor to the end', async () => {
  const { list, shown, calls } = await listOver({ photos: photos(1, 2), next_cursor: 'page-2' })
  expect(list.atEnd.value).toBe(false)
  fakeApi({
    [address]: ({ query }) => ({
      body: recommendationsSample({
        photos: query.get('cursor') === 'page-2' ? photos(2, 3) : photos(99),
        next_cursor: null,
      }),
    }),
  })
  await list.loadMore()
  expect(shown()).toEqual([1, 2, 3])
  expect(list.atEnd.value).toBe(true)
  await list.loadMore()
  expect(shown()).toEqual([1, 2, 3])
  expect(calls.filter(({ query }) => query.has('cursor'))).toHaveLength(0)
})

it('keeps the list and the way on when a page fails', async () => {
  const { list, shown } = await listOver({ photos: photos(1), next_cursor: 'page-2' })
  fakeApi({ [address]: () => problemReply(503, 'busy', 'Later.') })
  await list.loadMore()
  expect(list.moreError.value).toMatchObject({ detail: 'Later.' })
  expect(shown()).toEqual([1])
  fakeApi({ [address]: () => ({ body: recommendationsSample({ photos: photos(2) }) }) })
  await list.loadMore()
  expect(list.moreError.value).toBeNull()
  expect(shown()).toEqual([1, 2])
})
