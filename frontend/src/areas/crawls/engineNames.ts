import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { enginesOptions } from './crawls'

/** The names of engines: "Wikimedia Commons" for `commons`, and the name itself where nobody knows better. */
export function useEngineNames() {
  const query = useQuery(enginesOptions)
  const titles = computed(
    () => new Map((query.data.value?.engines ?? []).map(({ name, title }) => [name, title])),
  )
  return (name: string) => titles.value.get(name) ?? name
}
