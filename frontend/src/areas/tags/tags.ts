import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import { ask, type BlockedTag, type Namespace, type Tag } from '@/api/library'

export const tagOrders = ['count', 'name'] as const
export type TagOrder = (typeof tagOrders)[number]

export interface TagPage {
  tags: Tag[]
  next_cursor: string | null
}
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
      ask<TagPage>('GET', '/api/tags', {
        query: {
          order,
          ...(prefix ? { prefix } : {}),
          ...(namespace ? { namespace } : {}),
          ...(pageParam ? { cursor: pageParam } : {}),
        },
      }),
    getNextPageParam: ({ next_cursor: next }) => next,
  })

const pathOf = (name: string) => `/api/tags/${encodeURIComponent(name)}`

export const tagOptions = (name: string) =>
  queryOptions({
    queryKey: ['library', 'tag', name],
    queryFn: () => ask<Tag>('GET', pathOf(name)),
    staleTime: 0,
  })

export const setNamespace = (name: string, namespace: Namespace) =>
  ask<Tag>('PATCH', pathOf(name), { body: { namespace } })

/** Empty takes the alias away. */
export const setAlias = (name: string, of: string) =>
  of
    ? ask<unknown>('PUT', `${pathOf(name)}/alias`, { body: { of } })
    : ask<unknown>('DELETE', `${pathOf(name)}/alias`)

export const setImplied = (name: string, implied: string, on: boolean) =>
  ask<unknown>(on ? 'PUT' : 'DELETE', `${pathOf(name)}/implications/${encodeURIComponent(implied)}`)

export const blockedOptions = queryOptions({
  queryKey: ['library', 'blocked-tags'],
  queryFn: () => ask<{ blocked_tags: BlockedTag[] }>('GET', '/api/blocked-tags'),
})

const blockedPath = (name: string) => `/api/blocked-tags/${encodeURIComponent(name)}`
export const block = (name: string, reason: string) =>
  ask<unknown>('PUT', blockedPath(name), { body: { reason } })
export const unblock = (name: string) => ask<unknown>('DELETE', blockedPath(name))
