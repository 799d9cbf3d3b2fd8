import { useQuery } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'

/** What this installation can do: asked once a visit, it changes with a deployment only. */
export function useStatus() {
  return useQuery({
    queryKey: ['status'],
    queryFn: () => answerOf(api.GET('/api/status')),
    staleTime: Infinity,
  })
}
