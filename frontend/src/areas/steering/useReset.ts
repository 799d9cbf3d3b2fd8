import { useQueryClient } from '@tanstack/vue-query'
import { ref } from 'vue'
import { asProblem } from '@/api/problem'
import type { SteeringReset } from '@/api/types'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { reset, steeringOptions, takeBack } from './steering'

const nothing: SteeringReset = { sliders: false, mutes: false, dismissals: false, memory: false }

/** Puts back what is named, and offers to undo that. `afterwards` is called whenever things changed. */
export function useReset(afterwards: () => void = () => {}) {
  const client = useQueryClient()
  const isResetting = ref(false)

  async function changed() {
    await Promise.all([
      client.invalidateQueries({ queryKey: steeringOptions.queryKey }),
      client.invalidateQueries({ queryKey: ['dismissals'] }),
      client.invalidateQueries({ queryKey: ['recommendations'], refetchType: 'none' }),
    ])
    afterwards()
  }
  async function undo(word: string) {
    try {
      await takeBack(word)
      await changed()
      announce(t('steering.undone'))
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('steering.undoFailed', { detail }) })
    }
  }
  /** True when it is done. */
  async function resetOnly(what: Partial<SteeringReset>, done: string): Promise<boolean> {
    if (isResetting.value) return false
    isResetting.value = true
    try {
      const word = await reset({ ...nothing, ...what })
      showToast({ text: done, action: { label: t('common.undo'), run: () => void undo(word) } })
      await changed()
      return true
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('steering.resetFailed', { detail }) })
      return false
    } finally {
      isResetting.value = false
    }
  }
  return { resetOnly, isResetting }
}
