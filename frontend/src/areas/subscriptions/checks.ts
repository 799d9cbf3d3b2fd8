import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import { pollEvery } from '@/areas/recommendations/runs'

/** Has a pasted address or a name looked at: the source is asked whether there is such a thing. */
export const startCheck = (text: string) =>
  answerOf(api.POST('/api/subscriptions/checks', { body: { text } }))

/** What was understood, asked for until the source has answered. */
export const checkOptions = (id: number) =>
  queryOptions({
    queryKey: ['subscription-check', id],
    queryFn: () =>
      answerOf(api.GET('/api/subscriptions/checks/{run_id}', { params: { path: { run_id: id } } })),
    refetchInterval: ({ state: { data, error } }) => pollEvery(data?.run, error),
    staleTime: 0,
  })
