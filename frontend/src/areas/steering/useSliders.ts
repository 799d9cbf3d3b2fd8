import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, reactive, ref, watch } from 'vue'
import { asProblem } from '@/api/problem'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { moveSliders, steeringOptions, type Sliders } from './steering'

/** Long enough for a hand on its way, short enough to feel answered. */
const rest = 450

/**
 * The two sliders. Where they stand is saved once they rest; then `onMoved` is called. A position that the server
 * does not take goes back to the one that it knows. `initial` is where they stood when the list was made.
 */
export function useSliders(initial: Sliders, onMoved: () => void) {
  const client = useQueryClient()
  const query = useQuery(steeringOptions)
  const positions = reactive<Sliders>({ ...initial })
  const isSaving = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let moved = false

  function follow() {
    const known = query.data.value
    if (!known || moved) return
    positions.freshness = known.freshness
    positions.adventure = known.adventure
  }
  watch(query.data, follow, { immediate: true })

  async function save(): Promise<boolean> {
    timer = undefined
    const wanted = { ...positions }
    isSaving.value = true
    try {
      const answer = await moveSliders(wanted)
      // Moved on meanwhile: that position is on its way, and this answer is old.
      if (timer !== undefined) return false
      moved = false
      client.setQueryData(steeringOptions.queryKey, answer)
      follow()
      return true
    } catch (thrown) {
      if (timer !== undefined) return false
      moved = false
      follow()
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('steering.saveFailed', { detail }) })
      return false
    } finally {
      isSaving.value = timer !== undefined
    }
  }
  function move(name: keyof Sliders, value: number) {
    if (positions[name] === value) return
    positions[name] = value
    moved = true
    clearTimeout(timer)
    timer = setTimeout(() => void save().then((done) => done && onMoved()), rest)
  }
  /** Forgets a position that is not saved yet. */
  function forget() {
    clearTimeout(timer)
    timer = undefined
    moved = false
  }
  // What was moved just before the panel closed counts too.
  onScopeDispose(() => {
    if (timer === undefined) return
    clearTimeout(timer)
    void save().then((done) => done && onMoved())
  })

  return {
    positions,
    move,
    forget,
    isSaving,
    steering: query.data,
    error: query.error,
    isMiddle: computed(() => positions.freshness === 0 && positions.adventure === 0),
  }
}
