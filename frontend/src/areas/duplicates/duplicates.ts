import { infiniteQueryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Rating } from '@/api/libraryTypes'

export const groupOrders = ['size', 'newest'] as const
export type GroupOrder = (typeof groupOrders)[number]

const perPage = 10

export const duplicateOptions = (order: GroupOrder, ratings: readonly Rating[]) =>
  infiniteQueryOptions({
    queryKey: ['library', 'duplicates', order, ratings.join()],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/duplicates', {
          params: {
            query: {
              order,
              ratings: ratings.join(),
              limit: perPage,
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next,
    staleTime: 30_000,
  })

export const mergesOptions = infiniteQueryOptions({
  queryKey: ['library', 'merges'],
  initialPageParam: '',
  queryFn: ({ pageParam }) =>
    answerOf(
      api.GET('/api/duplicates/merges', {
        params: { query: pageParam ? { cursor: pageParam } : {} },
      }),
    ),
  getNextPageParam: ({ next_cursor: next }) => next,
  staleTime: 0,
})

export const merge = (kept_id: number, dropped_ids: number[]) =>
  answerOf(api.POST('/api/duplicates/merges', { body: { kept_id, dropped_ids } }))

export const undoMerge = (id: number) =>
  answerOf(api.DELETE('/api/duplicates/merges/{merge_id}', { params: { path: { merge_id: id } } }))

export function setDistinct(one: number, other: number, distinct: boolean): Promise<unknown> {
  const path = { params: { path: { image_id: one, other_id: other } } }
  return distinct
    ? answerOf(api.PUT('/api/duplicates/distinct/{image_id}/{other_id}', path))
    : answerOf(api.DELETE('/api/duplicates/distinct/{image_id}/{other_id}', path))
}
