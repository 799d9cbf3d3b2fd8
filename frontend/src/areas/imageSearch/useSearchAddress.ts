import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Rating } from '@/api/libraryTypes'
import type { SearchMethod } from '@/api/imageSearchTypes'
import { preferredRatings, ratings as allRatings } from '@/areas/library/ratings'
import { keepFile } from './files'
import type { Given } from './given'
import { addressOf, noFilters, placeOf, type Filters, type Place } from './place'

/** The search as the address has it, and the ways to change it: each a step in the history. */
export function useSearchAddress() {
  const route = useRoute()
  const router = useRouter()
  const place = computed(() => placeOf(route.query))
  const go = (change: Partial<Place>) =>
    void router.push({ query: addressOf({ ...place.value, ...change }) })

  return {
    given: computed(() => place.value.given),
    filters: computed(() => place.value.filters),
    method: computed({
      get: () => place.value.method,
      // How far is told in the units of the method before.
      set: (method: SearchMethod) =>
        go({ method, filters: { ...place.value.filters, distance: null } }),
    }),
    ratings: computed({
      get: () => place.value.ratings ?? preferredRatings.value,
      set: (ratings: Rating[]) => {
        preferredRatings.value = ratings
        go({ ratings })
      },
    }),
    /** Another picture, looked for in the same way. */
    look: (given: Given) => go({ given }),
    lookForFile: (file: File) => go({ given: { kind: 'file', key: keepFile(file) } }),
    narrow: (filters: Filters) => go({ filters }),
    widen: () => go({ filters: noFilters }),
    /** Every rating, for this search. */
    showAll: () => go({ ratings: [...allRatings] }),
    startOver: () => void router.push({ query: {} }),
  }
}
export type SearchAddress = ReturnType<typeof useSearchAddress>
