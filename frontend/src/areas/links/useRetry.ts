import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { asProblem } from '@/api/problem'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { retryLink } from './links'

/** Lets links that failed begin anew; `busy` holds those on their way. */
export function useRetry() {
  const client = useQueryClient()
  const busy = reactive(new Set<number>())

  async function retry(id: number) {
    if (busy.has(id)) return
    busy.add(id)
    try {
      await retryLink(id)
      announce(t('links.retried'))
      await client.invalidateQueries({ queryKey: ['links'] })
      void client.invalidateQueries({ queryKey: ['subscriptions'] })
    } catch (thrown) {
      showToast({
        tone: 'problem',
        text: t('links.failed', { detail: asProblem(thrown).detail }),
      })
    } finally {
      busy.delete(id)
    }
  }
  return { busy, retry }
}
