import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, watch } from 'vue'
import { api, answerOf } from '@/api/client'
import type { Post } from '@/api/types'
import { toggleFave } from '@/areas/favorites/faves'
import { useFaveRuns } from '@/areas/recommendations/useFaveRuns'
import { useStatus } from '@/areas/status/status'
import { announce } from '@/components/announce'
import { translate } from '@/i18n'

/** How far the user is from recommendations, counted by the server, and faving towards it. */
export function useGoal(externalId: string) {
  const client = useQueryClient()
  const { data: status } = useStatus()
  const known = useQuery({
    queryKey: ['recommendations', externalId, 'goal'],
    queryFn: () =>
      answerOf(
        api.GET('/api/accounts/{source}/{external_id}/recommendations', {
          params: {
            path: { source: 'flickr', external_id: externalId },
            query: { photos: 1, people: 0 },
          },
        }),
      ),
    staleTime: 0,
  })
  const recount = () => void known.refetch()
  const runs = useFaveRuns({ onChange: recount, onEnd: recount })

  async function fave(post: Post) {
    runs.follow(await toggleFave(post), post)
    await known.refetch()
    // The list was made before this fave.
    void client.invalidateQueries({
      queryKey: ['recommendations', externalId],
      refetchType: 'none',
    })
  }

  const enough = computed(() => known.data.value?.enough ?? false)
  watch(enough, (now, before) => now && !before && announce(translate('onboarding.goal.reached')))

  return {
    answer: known.data,
    error: known.error,
    isPending: known.isPending,
    refetch: known.refetch,
    fave,
    needed: computed(() => ({
      favorites: status.value?.limits.minimum_favorites ?? 5,
      photographers: status.value?.limits.minimum_photographers ?? 3,
    })),
  }
}
