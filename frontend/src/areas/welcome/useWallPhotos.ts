import { useQuery } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import { groupsOptions } from '@/areas/onboarding/groups'
import type { Post } from '@/api/types'
import { useQueryClient } from '@tanstack/vue-query'

const enough = 8

/**
 * Real photos for the first page: the newest of the first group that is set up, with credit. No photos, no wall;
 * the page stands without them.
 */
export function useWallPhotos() {
  const client = useQueryClient()
  return useQuery({
    queryKey: ['wall'],
    queryFn: async (): Promise<Post[]> => {
      const { groups } = await client.fetchQuery(groupsOptions)
      const group = groups[0]
      if (!group) return []
      const { photos } = await answerOf(
        api.GET('/api/groups/{source}/{external_id}/photos', {
          params: {
            path: { source: 'flickr', external_id: group.external_id },
            query: { limit: 24 },
          },
        }),
      )
      return photos.length >= enough ? photos : []
    },
    staleTime: Infinity,
    retry: false,
  })
}
