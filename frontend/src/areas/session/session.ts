import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, answerOf } from '@/api/client'
import { forgetFaves } from '@/areas/favorites/faves'

const sessionKey = ['session']

/** Who is logged in here; `user` is null for a visitor and while nobody knows yet (`isPending`). */
export function useSession() {
  const query = useQuery({
    queryKey: sessionKey,
    queryFn: () => answerOf(api.GET('/api/session')),
    staleTime: 60_000,
  })
  return {
    user: computed(() => query.data.value?.user ?? null),
    isPending: query.isPending,
    error: query.error,
    refetch: query.refetch,
  }
}

/** Where the browser goes to log in; it comes back to `next`. */
export function loginAddress(next: string): string {
  return `/api/auth/flickr/login?next=${encodeURIComponent(next)}`
}

/** Logs this browser out and forgets everything that was fetched for the user. */
export function useLogOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => answerOf(api.POST('/api/auth/logout')),
    onSuccess: async () => {
      forgetFaves()
      client.setQueryData(sessionKey, { user: null })
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    },
  })
}

/** After the account is deleted: nothing of it stays in the page. */
export function forgetUser(client: ReturnType<typeof useQueryClient>): void {
  client.clear()
  forgetFaves()
  client.setQueryData(sessionKey, { user: null })
}
