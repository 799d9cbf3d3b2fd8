import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'

/** What the library holds. */
export const statsOptions = queryOptions({
  queryKey: ['library', 'stats'],
  queryFn: () => answerOf(api.GET('/api/library/stats')),
  staleTime: 5 * 60_000,
})
