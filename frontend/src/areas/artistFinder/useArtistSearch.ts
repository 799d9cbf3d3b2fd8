import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import type { ArtistSearch } from '@/api/artistTypes'
import { artistSearchOptions, eventsOf, isUnderWay, pollEvery } from './artistSearches'

/**
 * A search as it goes on: told by the server at each change, and asked for where no such stream comes through (some
 * proxies keep them back) until it does.
 */
export function useArtistSearch(id: Ref<string>) {
  const client = useQueryClient()
  const streaming = ref(false)
  const query = useQuery(
    computed(() => ({
      ...artistSearchOptions(id.value),
      refetchInterval: ({ state }: { state: { data?: ArtistSearch; error: unknown } }) =>
        streaming.value ? (false as const) : pollEvery(state.data, state.error),
    })),
  )
  const search = computed(() => query.data.value ?? null)
  const underWay = computed(() => isUnderWay(search.value))

  let stream: EventSource | null = null
  function close() {
    stream?.close()
    stream = null
    streaming.value = false
  }
  function listen(about: string) {
    close()
    if (typeof EventSource === 'undefined') return
    stream = new EventSource(eventsOf(about))
    stream.addEventListener('message', ({ data }: MessageEvent<string>) => {
      streaming.value = true
      client.setQueryData(artistSearchOptions(about).queryKey, JSON.parse(data) as ArtistSearch)
    })
    stream.addEventListener('end', close)
    stream.addEventListener('error', () => (streaming.value = false))
  }
  watch(
    [id, underWay],
    ([about, goesOn]) => {
      if (goesOn) listen(about)
      else close()
    },
    { immediate: true },
  )
  onScopeDispose(close)
  return { query, search, underWay }
}
