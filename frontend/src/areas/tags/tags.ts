import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Namespace } from '@/api/libraryTypes'

export const tagOrders = ['count', 'name'] as const
export type TagOrder = (typeof tagOrders)[number]

export interface TagSearch {
  prefix: string
  namespace: Namespace | ''
  order: TagOrder
}

export const tagsOptions = ({ prefix, namespace, order }: TagSearch) =>
  infiniteQueryOptions({
    queryKey: ['library', 'tags', prefix, namespace, order],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/tags', {
          params: {
            query: {
              order,
              ...(prefix ? { prefix } : {}),
              ...(namespace ? { namespace } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next,
  })

const pathOf = (name: string) => ({ params: { path: { name } } })

export const tagOptions = (name: string) =>
  queryOptions({
    queryKey: ['library', 'tag', name],
    queryFn: () => answerOf(api.GET('/api/tags/{name}', pathOf(name))),
    staleTime: 0,
  })

export const setNamespace = (name: string, namespace: Namespace) =>
  answerOf(api.PATCH('/api/tags/{name}', { ...pathOf(name), body: { namespace } }))

/** Empty takes the alias away. */
export const setAlias = (name: string, of: string): Promise<unknown> =>
  of
    ? answerOf(api.PUT('/api/tags/{name}/alias', { ...pathOf(name), body: { of } }))
    : answerOf(api.DELETE('/api/tags/{name}/alias', pathOf(name)))

export function setImplied(name: string, implied: string, on: boolean): Promise<unknown> {
  const path = { params: { path: { name, implied } } }
  return on
    ? answerOf(api.PUT('/api/tags/{name}/implications/{implied}', path))
    : answerOf(api.DELETE('/api/tags/{name}/implications/{implied}', path))
}

export const blockedOptions = queryOptions({
  queryKey: ['library', 'blocked-tags'],
  queryFn: () => answerOf(api.GET('/api/blocked-tags')),
})

export const block = (name: string, reason: string) =>
  answerOf(api.PUT('/api/blocked-tags/{name}', { ...pathOf(name), body: { reason } }))
export const unblock = (name: string) =>
  answerOf(api.DELETE('/api/blocked-tags/{name}', pathOf(name)))
