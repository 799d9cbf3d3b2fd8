import { computed, onScopeDispose, ref, watch } from 'vue'
import { onBeforeRouteLeave, useRoute, useRouter } from 'vue-router'
import type { ImageCard, Rating } from '@/api/libraryTypes'
import { addressOf, placeOf } from './place'
import { ratings as allRatings, isUsual, preferredRatings } from './ratings'

const pause = 350

/**
 * The search as the address has it, and the ways to change it. While one scrolls, the address follows: reloading
 * it, or coming back to it, shows the same place.
 */
export function useLibraryAddress(startOf: (id: number) => string) {
  const route = useRoute()
  const router = useRouter()
  const place = computed(() => placeOf(route.query))
  const q = ref(place.value.q)
  const chosen = ref<Rating[]>(place.value.ratings ?? preferredRatings.value)
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    place,
    (now) => {
      if (route.name !== 'library') return
      q.value = now.q
      chosen.value = now.ratings ?? preferredRatings.value
      // The address is true also where this browser's own choice made the filter.
      if (now.ratings === null && !isUsual(chosen.value))
        void router.replace({ query: addressOf({ ...now, ratings: chosen.value }) })
    },
    { immediate: true },
  )

  /** Another search: a step in the history of its own. */
  function search(query: string) {
    clearTimeout(timer)
    return router.push({ query: addressOf({ q: query, ratings: chosen.value }) })
  }
  const ratings = computed({
    get: () => chosen.value,
    set: (value) => {
      clearTimeout(timer)
      preferredRatings.value = value
      void router.push({ query: addressOf({ q: q.value, ratings: value }) })
    },
  })
  /** Every rating, for this search; what this browser shows otherwise stays as it is. */
  function showAll() {
    clearTimeout(timer)
    void router.push({ query: addressOf({ q: q.value, ratings: allRatings }) })
  }
  /** Keeps in the address what is at the top of the screen; nothing where that is the first. */
  function follow(card: ImageCard, first: boolean) {
    clearTimeout(timer)
    timer = setTimeout(() => {
      const here = first ? {} : { from: startOf(card.id), at: card.id }
      void router.replace({ query: addressOf({ q: q.value, ratings: chosen.value, ...here }) })
    }, pause)
  }
  onBeforeRouteLeave(() => clearTimeout(timer))
  onScopeDispose(() => clearTimeout(timer))
  return { place, q, ratings, search, showAll, follow }
}
