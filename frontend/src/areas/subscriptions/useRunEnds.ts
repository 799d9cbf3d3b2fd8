import { watch } from 'vue'
import type { Subscription } from '@/api/listingTypes'
import { announce } from '@/components/announce'
import { translate as t } from '@/i18n'
import { runWords } from './runWords'

/** Says to screen readers how a run ended that was seen running. */
export function useRunEnds(subscriptions: () => readonly Subscription[], ended?: () => void): void {
  const running = new Map<number, number>()
  watch(
    subscriptions,
    (all) => {
      for (const { id, title, last_run: run } of all) {
        if (run?.state === 'running') running.set(id, run.id)
        else if (run && running.get(id) === run.id) {
          running.delete(id)
          announce(t('subscriptions.run.ended', { title, outcome: runWords(run, new Date()) }))
          ended?.()
        }
      }
    },
    { immediate: true },
  )
}
