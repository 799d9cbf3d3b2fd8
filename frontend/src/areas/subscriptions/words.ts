import type { Subscription } from '@/api/listingTypes'
import { formatFromNow, formatNumber, formatInterval } from '@/components/formats'
import { translate as t } from '@/i18n'

export const counted = (key: string, count: number) => t(key, { count: formatNumber(count) }, count)

/** "every 6 hours", "adapts, now every 3 hours". */
export function scheduleWords({ adaptive, interval_seconds: seconds }: Subscription): string {
  const span = formatInterval(seconds)
  return t(adaptive ? 'subscriptions.adapts' : 'subscriptions.every', { span })
}

/** When it is read next: null where it is not, or where that is going on. */
export function nextWords(subscription: Subscription, now: Date): string | null {
  const { state, next_due_at: next, last_run: run } = subscription
  if (state !== 'active' || !next || run?.state === 'running') return null
  return Date.parse(next) > now.getTime()
    ? t('subscriptions.next', { wait: formatFromNow(next, now) })
    : t('subscriptions.due')
}

/** What it brought so far. */
export const countWords = ({ posts, images }: Subscription): string[] => [
  counted('subscriptions.posts', posts),
  counted('subscriptions.images', images),
]
