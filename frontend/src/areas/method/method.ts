import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'

/** How the list of an account is made, with its own numbers. */
export const methodOptions = (externalId: string) =>
  queryOptions({
    queryKey: ['method', externalId],
    queryFn: () =>
      answerOf(
        api.GET('/api/accounts/{source}/{external_id}/recommendations/method', {
          params: { path: { source: 'flickr', external_id: externalId } },
        }),
      ),
    staleTime: 0,
  })
