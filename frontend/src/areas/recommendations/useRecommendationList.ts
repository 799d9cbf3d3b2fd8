import { useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { PhotoRecommendation, Recommendations } from '@/api/types'
import { preferredPeople, preferredPhotos } from '@/areas/settings/preferences'
import { useView } from '@/areas/shown/view'
import { askFor, type Seen } from './asking'
import { rerankUnseen, withPage } from './rerank'

const refetchAtMostEvery = 3_000

/**
 * The list of an account as it is shown, which is not always the newest: before the reader touches it
 * (`settled` is false) a newer ranking simply replaces it; afterwards only what is below the part already seen
 * changes, and `arrivals` counts what is new until `showNewest` is asked for.
 */
export function useRecommendationList(externalId: string) {
  const items = shallowRef<PhotoRecommendation[]>([])
  const cursor = ref<string | null>(null)
  const settled = ref(false)
  let seen = 0
  let inView = 0
  const everShown = new Set<number>()
  const fresh = reactive(new Set<number>())
  const waiting = reactive(new Set<number>())
  /** The page that each photo came with; null is the first. */
  const pages = new Map<number, string | null>()

  const view = useView(externalId)
  const withSeen = ref<Seen>('leave_out')
  const ask = (next: string | null, explain = false) =>
    askFor(externalId, {
      photos: preferredPhotos.value,
      people: preferredPeople.value,
      view: view.asked(),
      ...(withSeen.value === 'include' ? { seen: withSeen.value } : {}),
      ...(explain ? { explain } : {}),
      ...(next === null ? {} : { cursor: next }),
    })
  const newest = useQuery({
    queryKey: ['recommendations', externalId, preferredPhotos, preferredPeople],
    queryFn: () => ask(null),
    staleTime: 0,
  })

  function take(list: PhotoRecommendation[], next: string | null) {
    items.value = list
    cursor.value = next
    list.forEach(({ post }) => everShown.add(post.id))
  }
  function receive(answer: Recommendations) {
    view.keep(answer.view)
    answer.photos.forEach(({ post }) => pages.set(post.id, null))
    if (!settled.value) return take(answer.photos, answer.next_cursor)
    for (const { post } of answer.photos) {
      if (everShown.has(post.id)) continue
      fresh.add(post.id)
      waiting.add(post.id)
    }
    take(rerankUnseen(items.value, answer.photos, Math.max(seen, inView)), answer.next_cursor)
  }
  watch(newest.data, (answer) => answer && receive(answer), { immediate: true })

  function showNewest() {
    waiting.clear()
    seen = 0
    if (newest.data.value) take(newest.data.value.photos, newest.data.value.next_cursor)
  }
  /**
   * Asks for the list anew and shows it in place of this one, because the reader asked for that: other photos,
   * other sliders. Gives how many of the first page are others than before; null when no answer came.
   */
  async function renew(): Promise<number | null> {
    const before = new Set(items.value.map(({ post }) => post.id))
    const { data, error } = await newest.refetch()
    if (error || !data) return null
    settled.value = false
    inView = 0
    showNewest()
    return data.photos.filter(({ post }) => !before.has(post.id)).length
  }
  /** Begins another view: what was shown in this one is left out of it. False: nothing came, all is as it was. */
  async function showOthers(): Promise<boolean> {
    const before = { view: view.name.value, seen: withSeen.value }
    view.begin()
    withSeen.value = 'leave_out'
    if ((await renew()) !== null) {
      fresh.clear()
      return true
    }
    view.keep(before.view)
    withSeen.value = before.seen
    return false
  }
  async function includeSeen(include: boolean): Promise<boolean> {
    const before = withSeen.value
    withSeen.value = include ? 'include' : 'leave_out'
    if ((await renew()) !== null) return true
    withSeen.value = before
    return false
  }

  const loadingMore = ref(false)
  const moreError = ref<unknown>(null)
  async function loadMore() {
    if (cursor.value === null || loadingMore.value) return
    loadingMore.value = true
    moreError.value = null
    try {
      let asked: string | null = null
      // A newer ranking may come meanwhile; its own next page is then the right one.
      while (cursor.value !== null && cursor.value !== asked) {
        asked = cursor.value
        const page = await ask(asked)
        if (cursor.value !== asked) continue
        for (const { post } of page.photos) if (!pages.has(post.id)) pages.set(post.id, asked)
        take(withPage(items.value, page.photos), page.next_cursor)
        break
      }
    } catch (thrown) {
      moreError.value = thrown
    } finally {
      loadingMore.value = false
    }
  }

  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => clearTimeout(timer))
  /** Fetches the ranking again, soon: many calls within seconds become one request. */
  function refetchSoon() {
    if (timer !== undefined) return
    const age = Date.now() - newest.dataUpdatedAt.value
    timer = setTimeout(
      () => {
        timer = undefined
        void newest.refetch()
      },
      Math.max(0, refetchAtMostEvery - age),
    )
  }

  /** The first `count` photos have been on the screen. */
  function markSeen(count: number) {
    inView = count
    if (!settled.value) return
    seen = Math.max(seen, count)
    items.value.slice(0, count).forEach(({ post }) => waiting.delete(post.id))
  }

  return {
    answer: newest.data,
    items,
    fresh,
    arrivals: computed(() => waiting.size),
    isPending: newest.isPending,
    isFetching: newest.isFetching,
    error: newest.error,
    refetch: newest.refetch,
    refetchSoon,
    settle: () => (settled.value = true),
    markSeen,
    showNewest,
    renew,
    view: view.name,
    showOthers,
    includeSeen,
    seenIncluded: computed(() => withSeen.value === 'include'),
    /** The page that holds a photo (or the people: null), with all the reasons. */
    explain: (page: string | null) => ask(page, true),
    pageOf: (id: number) => pages.get(id) ?? null,
    loadMore,
    loadingMore,
    moreError,
    atEnd: computed(() => cursor.value === null),
  }
}

export type RecommendationList = ReturnType<typeof useRecommendationList>
