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

const queries = (calls: { query: URLSearchParams }[]) =>
  calls.filter(({ query }) => query.has('photos')).map(({ query }) => query)

it('begins a view, and goes on with it', async () => {
  const { list, calls } = await listOver({ photos: photos(1), view: '17' })
  expect(queries(calls)[0]?.get('view')).toBe('new')
  await list.refetch()
  expect(queries(calls)[1]?.get('view')).toBe('17')
})

it('replaces the list with that of another view when other photos are asked for', async () => {
  const { list, shown } = await listOver({ photos: photos(1, 2), view: '17' })
  list.settle()
  list.markSeen(2)
  const calls = fakeApi({
    [address]: () => ({ body: recommendationsSample({ photos: photos(8, 9), view: '18' }) }),
  })
  expect(await list.showOthers()).toBe(true)
  expect(queries(calls)[0]?.get('view')).toBe('new')
  expect(shown()).toEqual([8, 9])
  expect(list.view.value).toBe('18')
  expect(list.fresh.size).toBe(0)
  expect(list.arrivals.value).toBe(0)
})

it('keeps the list and its view when other photos do not come', async () => {
  const { list, shown } = await listOver({ photos: photos(1, 2), view: '17' })
  fakeApi({ [address]: () => problemReply(503, 'busy', 'Later.') })
  expect(await list.showOthers()).toBe(false)
  expect(shown()).toEqual([1, 2])
  expect(list.view.value).toBe('17')
})

it('shows what was left out, in the same view, and leaves it out again', async () => {
  const { list, calls, becomes } = await listOver({ photos: photos(1), view: '17' })
  await becomes({ photos: photos(1), view: '17' })
  await list.includeSeen(true)
  expect(queries(calls).at(-1)?.get('seen')).toBe('include')
  expect(queries(calls).at(-1)?.get('view')).toBe('17')
  expect(list.seenIncluded.value).toBe(true)
  await list.includeSeen(false)
  expect(queries(calls).at(-1)?.has('seen')).toBe(false)
})

it('replaces a list that was touched when it is steered, and counts what changed', async () => {
  const { list, shown } = await listOver({ photos: photos(1, 2, 3) })
  list.settle()
  list.markSeen(3)
  fakeApi({ [address]: () => ({ body: recommendationsSample({ photos: photos(3, 8, 9) }) }) })
  expect(await list.renew()).toBe(2)
  expect(shown()).toEqual([3, 8, 9])
})

it('asks for the reasons of the page that a photo came with', async () => {
  const { list } = await listOver({ photos: photos(1), next_cursor: 'page-2', view: '17' })
  const calls = fakeApi({
    [address]: () => ({ body: recommendationsSample({ photos: photos(2), next_cursor: null }) }),
  })
  await list.loadMore()
  expect([list.pageOf(1), list.pageOf(2)]).toEqual([null, 'page-2'])
  await list.explain(list.pageOf(2))
  const asked = queries(calls).at(-1)
  expect(asked?.get('explain')).toBe('true')
  expect(asked?.get('cursor')).toBe('page-2')
  expect(asked?.get('view')).toBe('17')
})
