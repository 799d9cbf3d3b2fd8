import { api, answerOf } from '@/api/client'
import type { Recommendations } from '@/api/types'

export type Seen = 'leave_out' | 'include'

/** Asks for the recommendations of an account. `view` is the look at the list that goes on, or "new". */
export const askFor = (
  externalId: string,
  query: {
    photos: number
    people: number
    view: string
    seen?: Seen
    explain?: boolean
    cursor?: string
  },
): Promise<Recommendations> =>
  answerOf(
    api.GET('/api/accounts/{source}/{external_id}/recommendations', {
      params: { path: { source: 'flickr', external_id: externalId }, query },
    }),
  )
