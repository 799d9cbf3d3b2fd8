import type { Subscription } from '@/api/listingTypes'
import { formatFromNow, formatInterval, formatMoment, formatNumber } from '@/components/formats'
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

/** Up to where it has read; a mark may be a moment in milliseconds, which says more as a date. */
export function markWords({ mark, last_run: run }: Subscription, now: Date): string {
  if (mark === null)
    return t(run?.state === 'done' ? 'subscriptions.page.unmarked' : 'subscriptions.page.noMark')
  const moment = /^[1-4]\d{12}$/.test(mark) ? new Date(Number(mark)).toISOString() : null
  return moment === null ? mark : formatMoment(moment, now)
}

/** What it brought so far. */
export const countWords = ({ posts, images }: Subscription): string[] => [
  counted('subscriptions.posts', posts),
  counted('subscriptions.images', images),
]
