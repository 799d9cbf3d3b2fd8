import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Link } from '@/api/libraryTypes'

export const linkStates = ['failed', 'waiting', 'sent', 'done', 'removed'] as const
export type LinkState = Link['state']
export type LinkKind = Link['kind']
export const linkKinds = ['image', 'imgur', 'reddit', 'page', 'post', 'unknown'] as const

export interface LinkFilter {
  state: LinkState | ''
  kind: LinkKind | ''
  source: string
  /** The number of the subscription that brought their posts. */
  subscription?: number | null
  /** How many at a time. */
  limit?: number
}

/** Addresses that posts led to, the newest first. */
export const linksOptions = ({ state, kind, source, subscription, limit }: LinkFilter) =>
  infiniteQueryOptions({
    queryKey: ['links', 'list', state, kind, source, subscription ?? 0, limit ?? 0],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/links', {
          params: {
            query: {
              ...(state ? { state } : {}),
              ...(kind ? { kind } : {}),
              ...(source ? { source } : {}),
              ...(subscription ? { subscription } : {}),
              ...(limit ? { limit } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next,
    staleTime: 0,
  })

export const linkCountsOptions = queryOptions({
  queryKey: ['links', 'counts'],
  queryFn: () => answerOf(api.GET('/api/links/counts')),
  staleTime: 0,
})

export const retryLink = (id: number) =>
  answerOf(api.POST('/api/links/{link_id}/retry', { params: { path: { link_id: id } } }))
