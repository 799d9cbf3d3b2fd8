import { useMutation, useQueryClient } from '@tanstack/vue-query'
import { useRouter } from 'vue-router'
import { artistSearchOptions, begin } from './artistSearches'

/** Begins a search and goes to its page. */
export function useBegin() {
  const router = useRouter()
  const client = useQueryClient()
  return useMutation({
    mutationFn: begin,
    onSuccess: (search) => {
      client.setQueryData(artistSearchOptions(search.id).queryKey, search)
      void router.push({ name: 'artist-search', params: { id: search.id } })
    },
  })
}
export type Begin = ReturnType<typeof useBegin>
