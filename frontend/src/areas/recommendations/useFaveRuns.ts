import { useQueries } from '@tanstack/vue-query'
import { computed, ref, watch } from 'vue'
import type { Run } from '@/api/types'
import { runOptions } from './runs'

/**
 * Follows the runs that faves started. `onChange` is called when one of them got on, `onEnd` with each that ended.
 */
export function useFaveRuns(handlers: { onChange: () => void; onEnd: (run: Run) => void }) {
  const ids = ref<number[]>([])
  const queries = useQueries({ queries: computed(() => ids.value.map((id) => runOptions(id))) })
  const runs = computed(() => queries.value.flatMap(({ data }) => (data ? [data] : [])))
  const reading = computed(() => runs.value.filter(({ state }) => state === 'running'))

  watch(
    () => runs.value.map(({ id, progress }) => `${id}:${progress.done}`).join(),
    () => reading.value.length > 0 && handlers.onChange(),
  )
  watch(runs, (now) => {
    const ended = now.filter(({ state }) => state !== 'running')
    if (ended.length === 0) return
    ids.value = ids.value.filter((id) => !ended.some((run) => run.id === id))
    ended.forEach(handlers.onEnd)
  })

  function follow(run: Run | null) {
    if (run && !ids.value.includes(run.id)) ids.value = [...ids.value, run.id]
  }
  return { follow, reading }
}
