import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Rating } from '@/api/libraryTypes'
import type { SearchMethod } from '@/api/imageSearchTypes'
import { Problem } from '@/api/problem'
import { fileOf } from './files'
import type { Given } from './given'
import type { Filters } from './place'

export interface Wanted {
  given: Given
  method: SearchMethod
  filters: Filters
  ratings: readonly Rating[]
}

const most = 60
/** The code of what only this page can say: the file of an address is not in this tab any more. */
export const fileForgotten = 'file_forgotten'

/** The images that show a picture. Nothing is asked again by itself: each search is counted against a limit. */
export const imageSearchOptions = (wanted: Wanted) =>
  queryOptions({
    queryKey: ['image-search', wanted],
    queryFn: ({ signal }) => search(wanted, signal),
    staleTime: 5 * 60_000,
    retry: false,
  })

function search({ given, method, filters, ratings }: Wanted, signal: AbortSignal) {
  const wishes = {
    method,
    limit: most,
    distance: filters.distance,
    source: filters.source || null,
    account: filters.account || null,
    ratings: ratings.join(),
  }
  if (given.kind === 'file') return searchFile(given.key, wishes, signal)
  const body = {
    ...wishes,
    url: given.kind === 'url' ? given.url : null,
    image_id: given.kind === 'image' ? given.id : null,
    hash: given.kind === 'hash' ? given.hash : null,
  }
  return answerOf(api.POST('/api/image-search', { body, signal }))
}

function searchFile(
  key: string,
  wishes: Omit<Parameters<typeof formOf>[1], 'file'>,
  signal: AbortSignal,
) {
  const file = fileOf(key)
  if (!file) throw new Problem({ status: 0, code: fileForgotten, detail: '' })
  return answerOf(
    api.POST('/api/image-search', {
      body: { ...wishes, file: '' },
      bodySerializer: () => formOf(file, wishes),
      signal,
    }),
  )
}

function formOf(
  file: File,
  wishes: {
    method: SearchMethod
    limit: number
    distance: number | null
    source: string | null
    account: string | null
    ratings: string
  },
): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(wishes))
    if (value !== null) form.append(name, String(value))
  form.append('file', file, file.name || 'picture')
  return form
}
