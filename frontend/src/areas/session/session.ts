import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, answerOf } from '@/api/client'
import type { components } from '@/api/schema'
import type { User } from '@/api/types'
import { forgetFaves } from '@/areas/favorites/faves'

export type Login = components['schemas']['Login']

const sessionKey = ['session']

/** Whether somebody is at Flickr, too: only they have recommendations, favourites and comments there. */
export const isAtFlickr = (user: User): boolean => user.account.source === 'flickr'

/** Who is logged in here; `user` is null for a visitor and while nobody knows yet (`isPending`). */
export function useSession() {
  const query = useQuery({
    queryKey: sessionKey,
    queryFn: () => answerOf(api.GET('/api/session')),
    staleTime: 60_000,
  })
  const user = computed(() => query.data.value?.user ?? null)
  return {
    user,
    /** Whether they may edit the library: controls that others could only be refused are not drawn for them. */
    editor: computed(() => user.value !== null && user.value.role !== 'member'),
    administrator: computed(() => user.value?.role === 'administrator'),
    isPending: query.isPending,
    error: query.error,
    refetch: query.refetch,
  }
}

/** Where the browser goes to log in; it comes back to `next`. */
export function loginAddress(next: string): string {
  return `/api/auth/flickr/login?next=${encodeURIComponent(next)}`
}

/**
 * Logs this browser in with a name and a password; what was fetched for a visitor is asked for anew. `done` is
 * called before the page knows who it is, and so also where the form leaves the page with that.
 */
export function useLogIn(done: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: Login) => answerOf(api.POST('/api/auth/login', { body })),
    onSuccess: (session) => {
      forgetFaves()
      done()
      client.setQueryData(sessionKey, session)
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    },
  })
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
