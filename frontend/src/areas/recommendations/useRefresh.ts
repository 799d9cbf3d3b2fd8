import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onMounted, ref, watch } from 'vue'
import { announce } from '@/components/announce'
import { translate } from '@/i18n'
import { progressWords } from './progressWords'
import { runOptions, startRun } from './runs'

/**
 * The refresh of an account, started (or joined) when the page opens and followed to its end.
 * `onProgress` is called whenever there may be better recommendations than before.
 */
export function useRefresh(externalId: string, onProgress: () => void) {
  const client = useQueryClient()
  const runId = ref<number | null>(null)

  const start = useMutation({
    mutationFn: (force: boolean) => startRun(externalId, force),
    onSuccess: (run) => {
      client.setQueryData(runOptions(run.id).queryKey, run)
      runId.value = run.id
    },
  })
  const query = useQuery(
    computed(() => ({ ...runOptions(runId.value ?? 0), enabled: runId.value !== null })),
  )
  const run = computed(() => query.data.value ?? null)
  const running = computed(() => start.isPending.value || run.value?.state === 'running')

  watch(
    () => [run.value?.id, run.value?.first_results_at, run.value?.progress.photographers.done],
    () => run.value?.first_results_at && onProgress(),
  )
  watch(running, (now, before) => {
    if (!before || now) return
    onProgress()
    announce(translate('recommendations.progress.done'))
  })
  // A screen reader hears the headline at every fifth of the way, not every second.
  watch(
    () => run.value && Math.floor((progressWords(run.value).fraction ?? 0) * 5),
    () => run.value?.state === 'running' && announce(progressWords(run.value).headline),
  )

  onMounted(() => start.mutate(false))
  return {
    run,
    running,
    unavailable: computed(() => query.isError.value && running.value),
    startError: start.error,
    start: (force: boolean) => start.mutate(force),
  }
}
