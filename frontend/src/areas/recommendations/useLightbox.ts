import { computed, ref, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { PhotoRecommendation } from '@/api/types'

/**
 * Which photo is shown large. It is kept in the address (?photo=123), so that Back closes it, as people expect on
 * a phone.
 */
export function useLightbox(items: () => PhotoRecommendation[]) {
  const route = useRoute()
  const router = useRouter()

  const wanted = computed(() => Number(route.query.photo ?? NaN))
  let lastIndex = -1
  const index = computed(() => {
    if (Number.isNaN(wanted.value)) return -1
    const found = items().findIndex(({ post }) => post.id === wanted.value)
    // The photo was dismissed: the one that took its place is shown.
    return found >= 0 ? found : Math.min(lastIndex, items().length - 1)
  })
  const current = computed(() => items()[index.value] ?? null)
  const lastShown = ref<number | null>(null)

  watch(
    current,
    (now) => {
      lastIndex = index.value
      if (!now) return
      lastShown.value = now.post.id
      if (now.post.id !== wanted.value) void router.replace(at(now.post.id))
    },
    { flush: 'post' },
  )

  const at = (id: number | null) => {
    const query = { ...route.query }
    delete query.photo
    return { query: id === null ? query : { ...query, photo: String(id) } }
  }
  function open(id: number) {
    lastShown.value = id
    void router.push(at(id))
  }
  function close() {
    // Opened from the list: going back leaves no extra step in the history.
    const back = (window.history.state as { back?: string } | null)?.back
    if (back === router.resolve(at(null)).fullPath) router.back()
    else void router.replace(at(null))
  }
  function step(by: 1 | -1) {
    const next = items()[index.value + by]
    if (next) void router.replace(at(next.post.id))
  }

  return { current, index, lastShown, open, close, step }
}
