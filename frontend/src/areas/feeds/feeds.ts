import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'

/** The user's feed with its two private addresses, or null. */
export const feedOptions = queryOptions({
  queryKey: ['feed'],
  queryFn: async () => (await answerOf(api.GET('/api/feeds'))).feed,
  staleTime: 300_000,
})

/** Makes the feed; where there is one, its addresses change and the old ones stop. */
export const makeFeed = async () => (await answerOf(api.POST('/api/feeds'))).feed

export const removeFeed = (): Promise<unknown> => answerOf(api.DELETE('/api/feeds'))
