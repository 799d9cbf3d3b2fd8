import { queryOptions } from '@tanstack/vue-query'
import type { ArtistSearch } from '@/api/artistTypes'
import { answerOf, api } from '@/api/client'
import { asProblem } from '@/api/problem'
import { preferredRatings } from '@/areas/library/ratings'

/** What a search begins with: the page of an artwork, or a picture; within one account where it is named. */
export interface Wanted {
  url?: string
  file?: File
  account?: string
  /** Anew, although it was searched for lately. */
  again?: boolean
}

const interval = 1_500
const ended = ({ state }: ArtistSearch) => state === 'done' || state === 'failed'

export const isUnderWay = (search: ArtistSearch | null): boolean =>
  search !== null && !ended(search)

/** Milliseconds until a search is asked about again; false once it has ended or is not there. */
export function pollEvery(search: ArtistSearch | undefined, error: unknown): number | false {
  if (error !== null && asProblem(error).status === 404) return false
  return search === undefined || !ended(search) ? interval : false
}

/** What this browser shows of what others posted. */
const wishes = () => ({ ratings: preferredRatings.value.join() })

export const artistSearchOptions = (id: string) =>
  queryOptions({
    queryKey: ['artist-search', id],
    queryFn: () =>
      answerOf(
        api.GET('/api/artist-searches/{public_id}', {
          params: { path: { public_id: id }, query: wishes() },
        }),
      ),
    retry: false,
    staleTime: 0,
    networkMode: 'always',
  })

/** Where each change of a search is told. */
export const eventsOf = (id: string): string =>
  `/api/artist-searches/${encodeURIComponent(id)}/events?${String(new URLSearchParams(wishes()))}`

/** What the artist finder knows, and which pages it reads. */
export const factsOptions = queryOptions({
  queryKey: ['artist-finder'],
  queryFn: () => answerOf(api.GET('/api/artist-finder')),
  staleTime: 60_000,
})

// A picture itself, not the page that shows it.
const isPicture = (url: string) =>
  URL.canParse(url) && /\.(jpe?g|png|webp|gif|avif)$/i.test(new URL(url).pathname)

/** Begins a search, or joins the one there is. */
export function begin({ url, file, account, again = false }: Wanted): Promise<ArtistSearch> {
  if (file)
    return answerOf(
      api.POST('/api/artist-searches', {
        body: { file: '', account: account ?? null, again },
        bodySerializer: () => formOf(file, account),
      }),
    )
  const asPicture = url !== undefined && (account !== undefined || isPicture(url))
  return answerOf(
    api.POST('/api/artist-searches', {
      body: {
        url: asPicture ? null : (url ?? null),
        image_url: asPicture ? url : null,
        account: account ?? null,
        again,
      },
    }),
  )
}

function formOf(file: File, account: string | undefined): FormData {
  const form = new FormData()
  if (account !== undefined) form.append('account', account)
  form.append('file', file, file.name || 'picture')
  return form
}
