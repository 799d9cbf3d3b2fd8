import { useQuery } from '@tanstack/vue-query'
import { computed, inject, provide, type InjectionKey } from 'vue'
import type { Recommendations } from '@/api/types'

/** Where reasons in full come from: the page of the list that a photo is on, or the first for people. */
export interface Explanations {
  /** What they depend on besides the page; a change makes them be asked for anew. */
  key: () => readonly unknown[]
  pageOf: (photoId: number) => string | null
  explain: (page: string | null) => Promise<Recommendations>
}
const key: InjectionKey<Explanations> = Symbol('explanations')
export const provideExplanations = (explanations: Explanations) => provide(key, explanations)

/**
 * The reasons of a photo or a person with all their parts, asked for when somebody wants to know; one question
 * answers for the whole page. `photo` and `person` are null until then, and when the list has moved on.
 */
export function useExplanation(target: () => { photo: number } | { person: number }) {
  const explanations = inject(key, null)
  const page = computed(() => {
    const wanted = target()
    return 'photo' in wanted ? (explanations?.pageOf(wanted.photo) ?? null) : null
  })
  const query = useQuery({
    queryKey: computed(() => ['why', ...(explanations?.key() ?? []), page.value]),
    queryFn: () => (explanations as Explanations).explain(page.value),
    enabled: explanations !== null,
    staleTime: 60_000,
  })
  return {
    photo: computed(() => {
      const wanted = target()
      return 'photo' in wanted
        ? (query.data.value?.photos.find(({ post }) => post.id === wanted.photo) ?? null)
        : null
    }),
    person: computed(() => {
      const wanted = target()
      return 'person' in wanted
        ? (query.data.value?.people.find(({ account }) => account.id === wanted.person) ?? null)
        : null
    }),
    isPending: computed(() => explanations !== null && query.isPending.value),
    error: query.error,
    refetch: query.refetch,
  }
}
