import { useQueryClient } from '@tanstack/vue-query'
import { computed, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { addressOf, placeOf } from '@/areas/library/place'
import { preferredRatings } from '@/areas/library/ratings'
import { useSearchPages } from '@/areas/library/useSearchPages'
import { imageOptions } from './imageOptions'

const nearEnd = 3

/**
 * The pictures before and after one, in the search that it was opened from, which the address names; null where it
 * names none. `home` leads back to that place of the search.
 */
export function useNeighbours(id: number) {
  const route = useRoute()
  const router = useRouter()
  const client = useQueryClient()
  if (!('q' in route.query)) return null

  const place = placeOf(route.query)
  const search = { q: place.q, ratings: place.ratings ?? preferredRatings.value }
  const pages = useSearchPages(
    computed(() => search),
    () => place.from,
  )
  const index = computed(() => pages.images.value.findIndex((card) => card.id === id))
  const at = (offset: number) =>
    index.value < 0 ? null : (pages.images.value[index.value + offset] ?? null)
  const previous = computed(() => at(-1))
  const next = computed(() => at(1))

  const addressTo = (other: number) => ({
    name: 'library-image',
    params: { id: other },
    query: { q: place.q, ...addressOf({ ...search, from: pages.startOf(other) }) },
  })
  watch(
    [index, pages.images],
    () => {
      if (index.value < 0) return
      if (index.value >= pages.images.value.length - nearEnd) pages.readMore()
      if (index.value === 0 && pages.query.hasPreviousPage.value && !pages.query.isFetching.value)
        void pages.query.fetchPreviousPage()
    },
    { immediate: true },
  )
  // The next one is most likely what comes next.
  watch(next, (card) => card && void client.prefetchQuery(imageOptions(card.id)), {
    immediate: true,
  })

  return {
    previous: computed(() => previous.value && addressTo(previous.value.id)),
    next: computed(() => next.value && addressTo(next.value.id)),
    /** Which of all it is, where that is known: the list may begin in the middle. */
    index: computed(() => (pages.beginsLater.value || index.value < 0 ? null : index.value)),
    total: computed(() => pages.first.value?.total ?? null),
    home: computed(() => ({
      name: 'library',
      query: addressOf({
        ...search,
        ...(index.value > 0 || pages.beginsLater.value ? { from: pages.startOf(id), at: id } : {}),
      }),
    })),
    go: (where: 'previous' | 'next') => {
      const card = (where === 'next' ? next : previous).value
      if (card) void router.replace(addressTo(card.id))
    },
  }
}
