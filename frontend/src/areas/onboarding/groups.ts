import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'

const photosAtATime = 20

export const groupsOptions = queryOptions({
  queryKey: ['groups'],
  queryFn: () => answerOf(api.GET('/api/groups')),
  staleTime: 300_000,
})

/** Photos of a group, page by page; those already faved by the user are left out by the API. */
export const groupPhotosOptions = (externalId: string) =>
  infiniteQueryOptions({
    queryKey: ['group-photos', externalId],
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/groups/{source}/{external_id}/photos', {
          params: {
            path: { source: 'flickr', external_id: externalId },
            query: { limit: photosAtATime, page: pageParam },
          },
        }),
      ),
    initialPageParam: 1,
    getNextPageParam: (page) => page.next_page ?? undefined,
    // Photos that were just faved stay where they are until the page is left.
    staleTime: Infinity,
    gcTime: 0,
  })
