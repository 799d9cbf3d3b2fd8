import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, watch, type Ref } from 'vue'
import { api, answerOf } from '@/api/client'
import type { ImageCard, Rating, SearchPage } from '@/api/libraryTypes'
import { rememberNext, startBefore, top } from './pageStarts'

const perPage = 60
const oldAfter = 30_000

export interface Search {
  q: string
  ratings: readonly Rating[]
}
const nameOf = ({ q, ratings }: Search) => `${ratings.join()} ${q}`

export const searchKey = ({ q, ratings }: Search) => ['library', 'search', q, ratings.join()]

/**
 * The pictures that a search finds, page after page. `from` is where to begin if nothing of this search is known
 * here yet: what was read before stays, so that going back shows the same pictures at once.
 */
export function useSearchPages(search: Ref<Search>, from: () => string) {
  const client = useQueryClient()
  const query = useInfiniteQuery(
    computed(() => {
      const now = search.value
      return {
        queryKey: searchKey(now),
        initialPageParam: from(),
        queryFn: ({ pageParam }: { pageParam: string }) => readPage(now, pageParam),
        getNextPageParam: ({ next_cursor: next }: SearchPage) => next,
        getPreviousPageParam: (_: SearchPage, __: SearchPage[], start: string) =>
          startBefore(nameOf(now), start),
        staleTime: Infinity,
        gcTime: 30 * 60_000,
      }
    }),
  )
  const pages = computed(() => query.data.value?.pages ?? [])
  const starts = computed(() => (query.data.value?.pageParams ?? []) as string[])

  /** Pictures with the start of the page that each came with. A list that grows meanwhile may bring one twice. */
  const placed = computed(() => {
    const found = new Map<number, { card: ImageCard; start: string }>()
    pages.value.forEach(({ images }, page) => {
      const start = starts.value[page] ?? top
      for (const card of images) if (!found.has(card.id)) found.set(card.id, { card, start })
    })
    return [...found.values()]
  })
  watch(
    pages,
    () =>
      pages.value.forEach(({ next_cursor: next }, page) => {
        if (next) rememberNext(nameOf(search.value), starts.value[page] ?? top, next)
      }),
    { immediate: true },
  )

  /** Forgets what was read, and reads it anew from where the address says. */
  const again = () => client.resetQueries({ queryKey: searchKey(search.value), exact: true })

  /** Whoever comes to the start of a list wants what is there now; whoever comes back to a place wants that place. */
  function renewIfOld(atStart: boolean) {
    if (atStart && query.data.value && Date.now() - query.dataUpdatedAt.value > oldAfter)
      void again()
  }
  function readMore() {
    if (query.hasNextPage.value && !query.isFetching.value && !query.isFetchNextPageError.value)
      void query.fetchNextPage()
  }

  return {
    query,
    images: computed(() => placed.value.map(({ card }) => card)),
    startOf: (id: number) => placed.value.find(({ card }) => card.id === id)?.start ?? top,
    first: computed(() => pages.value[0] ?? null),
    /** Whether the list begins in the middle, and whether what comes before can be read. */
    beginsLater: computed(() => (starts.value[0] ?? top) !== top),
    again,
    renewIfOld,
    readMore,
  }
}

const readPage = ({ q, ratings }: Search, start: string) =>
  answerOf(
    api.GET('/api/library/search', {
      params: {
        query: {
          ...(q ? { q } : {}),
          ratings: ratings.join(),
          limit: perPage,
          ...(start === top ? {} : { cursor: start }),
        },
      },
    }),
  )

export type SearchPages = ReturnType<typeof useSearchPages>
