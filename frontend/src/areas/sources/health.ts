import type { Source } from '@/api/listingTypes'
import {
  formatDollars,
  formatFromNow,
  formatInterval,
  formatList,
  formatMoment,
  formatNumber,
} from '@/components/formats'
import { translate as t } from '@/i18n'

export type Health =
  | 'key_missing'
  | 'key_refused'
  | 'paused'
  | 'broken'
  | 'used_up'
  | 'failing'
  | 'working'
  | 'unasked'

const isLater = (moment: string | null, than: string | null) =>
  moment !== null && (than === null || Date.parse(moment) > Date.parse(than))

/** How a site is, the worst first: what keeps it from being asked, then how the last call went. */
export function healthOf(source: Source, now = new Date()): Health {
  if (source.key === 'missing' && source.auth === 'required') return 'key_missing'
  if (source.key === 'refused') return 'key_refused'
  if (isLater(source.paused_until, now.toISOString()))
    return source.paused_why === 'broken' ? 'broken' : 'paused'
  if (source.left_today === 0 || toldUsedUp(source, now)) return 'used_up'
  if (isLater(source.failed_at, source.succeeded_at)) return 'failing'
  return source.succeeded_at ? 'working' : 'unasked'
}

const toldUsedUp = ({ told_left, told_reset_at }: Source, now: Date) =>
  told_left !== null && told_left < 1 && isLater(told_reset_at, now.toISOString())

/** What somebody may have to do something about. */
export const needsAttention = (health: Health) =>
  ['key_missing', 'key_refused', 'broken', 'failing'].includes(health)

/** The state of a site in one sentence, with what to do where there is something to do. */
export function healthWords(source: Source, now = new Date()): string {
  const health = healthOf(source, now)
  const until = source.paused_until
  return t(`sources.health.${health}`, {
    names: formatList(source.key_names),
    moment: until ? formatMoment(until, now) : '',
    wait: until ? formatFromNow(until, now) : '',
  })
}

/** "2 calls a second", "60 calls every 10 minutes, 12,500 a day". */
export function rateWords({ calls, per_seconds, per_day }: Source['rate']): string {
  const count = formatNumber(calls)
  const often =
    per_seconds === 1
      ? t('sources.rate.second', { count }, calls)
      : t('sources.rate.span', { count, span: formatInterval(per_seconds) }, calls)
  return per_day === null ? often : t('sources.rate.day', { often, count: formatNumber(per_day) })
}

/** What it costs to ask, and what was spent; null for the many sites that take nothing. */
export function costWords({ cost }: Source): string | null {
  if (cost === null) return null
  const most = cost.most_a_day
  return [
    t('sources.cost.price', { post: formatDollars(cost.post), person: formatDollars(cost.person) }),
    t('sources.cost.spent', {
      today: formatDollars(cost.spent_today),
      month: formatDollars(cost.spent_this_month),
    }),
    ...(most === null ? [] : [t('sources.cost.most', { most: formatDollars(most) })]),
  ].join('; ')
}

/** Shorter spans are over before somebody has read what is left of them. */
const worthTelling = 60

/** What is left to ask, by our own count of the day and of longer spans, and by what the site said. */
export function budgetWords(source: Source, now = new Date()): string[] {
  const { left, left_today: today, rate, told_left: told, told_reset_at: reset } = source
  return [
    ...(today === null || rate.per_day === null
      ? []
      : [
          t(
            'sources.leftToday',
            { count: formatNumber(today), all: formatNumber(rate.per_day) },
            today,
          ),
        ]),
    ...(left === null || rate.per_seconds < worthTelling
      ? []
      : [t('sources.left', { count: formatNumber(left) }, left)]),
    ...(told === null || !isLater(reset, now.toISOString())
      ? []
      : [
          t(
            'sources.toldLeft',
            { count: formatNumber(Math.floor(told)), wait: formatFromNow(reset ?? '', now) },
            Math.floor(told),
          ),
        ]),
  ]
}
