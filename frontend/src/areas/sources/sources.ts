import { useQuery } from '@tanstack/vue-query'
import { queryOptions } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, answerOf } from '@/api/client'

/** Every site that pictures can come from, with its health; asked again while somebody looks at it. */
export const sourcesOptions = queryOptions({
  queryKey: ['sources'],
  queryFn: () => answerOf(api.GET('/api/sources')),
  staleTime: 60_000,
})

/** The names of the sites: "Danbooru" for `danbooru`, and the name itself where nobody knows better. */
export function useSourceTitles() {
  const query = useQuery(sourcesOptions)
  const sources = computed(() => query.data.value?.sources ?? [])
  const titles = computed(() => new Map(sources.value.map(({ name, title }) => [name, title])))
  return { query, sources, titleOf: (name: string) => titles.value.get(name) ?? name }
}
