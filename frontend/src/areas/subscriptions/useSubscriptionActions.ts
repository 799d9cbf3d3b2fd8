import { useQueryClient } from '@tanstack/vue-query'
import { reactive } from 'vue'
import type { Subscription } from '@/api/listingTypes'
import { asProblem } from '@/api/problem'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import { remove, setSchedule, setState, startRun, type PostsThen } from './subscriptions'

/**
 * What editors do with a subscription. Nothing counts as done before the server says so; what fails is told in a
 * notice, and thrown on to dialogs, which stay open and tell it themselves (`backFill`, `remove`).
 */
export function useSubscriptionActions() {
  const client = useQueryClient()
  const busy = reactive(new Set<number>())
  const renew = () => client.invalidateQueries({ queryKey: ['subscriptions'] })

  async function act(id: number, work: () => Promise<unknown>, words: string) {
    if (busy.has(id)) return
    busy.add(id)
    try {
      await work()
      announce(words)
      await renew()
    } catch (thrown) {
      const { detail } = asProblem(thrown)
      showToast({ tone: 'problem', text: t('subscriptions.act.failed', { detail }) })
    } finally {
      busy.delete(id)
    }
  }

  const run = ({ id, title }: Subscription) =>
    act(id, () => startRun(id), t('subscriptions.act.running', { title }))

  function turn({ id, title, state }: Subscription) {
    const next = state === 'paused' ? 'active' : 'paused'
    const words = next === 'paused' ? 'subscriptions.act.paused' : 'subscriptions.act.resumed'
    return act(id, () => setState(id, next), t(words, { title }))
  }
  const schedule = ({ id, title }: Subscription, interval: number | 'adaptive') =>
    act(id, () => setSchedule(id, interval), t('subscriptions.act.scheduled', { title }))

  async function backFill({ id, title }: Subscription, since: string) {
    await startRun(id, since)
    announce(t('subscriptions.act.running', { title }))
    await renew()
  }
  async function removeIt({ id, title }: Subscription, posts: PostsThen) {
    await remove(id, posts)
    const words = posts === 'remove' ? 'subscriptions.remove.removing' : 'subscriptions.remove.done'
    showToast({ text: t(words, { title }) })
    client.removeQueries({ queryKey: ['subscriptions', 'one', id] })
    await client.invalidateQueries({ queryKey: ['subscriptions', 'list'] })
  }
  return { busy, run, turn, schedule, backFill, remove: removeIt }
}
export type SubscriptionActions = ReturnType<typeof useSubscriptionActions>
