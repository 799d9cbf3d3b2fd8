import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import { ask, type DuplicateGroup, type LibraryImage, type Merge, type Rating } from '@/api/library'

export const groupOrders = ['size', 'newest'] as const
export type GroupOrder = (typeof groupOrders)[number]

export interface DuplicatePage {
  groups: DuplicateGroup[]
  total: number
  next_cursor: string | null
}

export const duplicateOptions = (order: GroupOrder, ratings: readonly Rating[]) =>
  infiniteQueryOptions({
    queryKey: ['library', 'duplicates', order, ratings.join()],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      ask<DuplicatePage>('GET', '/api/duplicates', {
        query: { order, ratings: ratings.join(), ...(pageParam ? { cursor: pageParam } : {}) },
      }),
    getNextPageParam: ({ next_cursor: next }) => next,
    staleTime: 30_000,
  })

export const mergesOptions = queryOptions({
  queryKey: ['library', 'merges'],
  queryFn: () => ask<{ merges: Merge[] }>('GET', '/api/duplicates/merges'),
  staleTime: 0,
})

export const merge = (kept_id: number, dropped_ids: number[]) =>
  ask<{ merges: { id: number }[]; image: LibraryImage }>('POST', '/api/duplicates/merges', {
    body: { kept_id, dropped_ids },
  })

export const undoMerge = (id: number) => ask<unknown>('DELETE', `/api/duplicates/merges/${id}`)

export const setDistinct = (one: number, other: number, distinct: boolean) =>
  ask<unknown>(distinct ? 'PUT' : 'DELETE', `/api/duplicates/distinct/${one}/${other}`)
