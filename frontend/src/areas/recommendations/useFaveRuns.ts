import { useQueries } from '@tanstack/vue-query'
import { computed, shallowRef, watch } from 'vue'
import type { Post, Run } from '@/api/types'
import { runOptions } from './runs'

/**
 * Follows the runs that faves started. `onChange` is called when one of them got on, `onEnd` with the faved post
 * of each that ended.
 */
export function useFaveRuns(handlers: { onChange: () => void; onEnd: (post: Post) => void }) {
  const posts = shallowRef(new Map<number, Post>())
  const queries = useQueries({
    queries: computed(() => [...posts.value.keys()].map((id) => runOptions(id))),
  })
  const runs = computed(() => queries.value.flatMap(({ data }) => (data ? [data] : [])))
  const running = computed(() => runs.value.filter(({ state }) => state === 'running'))
  /** The faved posts whose photographers are being read. */
  const reading = computed(() => running.value.flatMap(({ id }) => posts.value.get(id) ?? []))

  watch(
    () => runs.value.map(({ id, progress }) => `${id}:${progress.done}`).join(),
    () => running.value.length > 0 && handlers.onChange(),
  )
  watch(runs, (now) => {
    const ended = now.filter(({ state }) => state !== 'running')
    if (ended.length === 0) return
    const done = ended.flatMap(({ id }) => posts.value.get(id) ?? [])
    const left = [...posts.value].filter(([id]) => !ended.some((run) => run.id === id))
    posts.value = new Map(left)
    done.forEach(handlers.onEnd)
  })

  function follow(run: Run | null, post: Post) {
    if (run) posts.value = new Map(posts.value).set(run.id, post)
  }
  return { follow, reading }
}
