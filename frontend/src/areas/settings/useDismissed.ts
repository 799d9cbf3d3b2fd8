import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import { asProblem } from '@/api/problem'
import type { Dismissals } from '@/api/types'
import { fetchDismissals, restore } from '@/areas/dismissals/dismissals'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'

const queryKey = ['dismissals']

/** What the user dismissed, and bringing it back. */
export function useDismissed() {
  const client = useQueryClient()
  const query = useQuery({ queryKey, queryFn: fetchDismissals, staleTime: 0 })
  const busy = reactive(new Set<string>())

  async function bringBack(kind: 'photo' | 'person', id: number, name: string) {
    const key = `${kind}:${id}`
    if (busy.has(key)) return
    busy.add(key)
    try {
      await restore(kind, id)
      client.setQueryData<Dismissals>(queryKey, (now) =>
        now === undefined
          ? now
          : {
              posts: now.posts.filter((post) => kind !== 'photo' || post.id !== id),
              accounts: now.accounts.filter((account) => kind !== 'person' || account.id !== id),
            },
      )
      announce(t('settings.dismissed.restored', { name }))
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('settings.dismissed.failed', { name, detail }) })
    } finally {
      busy.delete(key)
    }
  }
  return { query, busy, bringBack }
}
