import { translate } from '@/i18n'

const locale = 'en'
const numbers = new Intl.NumberFormat(locale)
const days = new Intl.DateTimeFormat(locale, { year: 'numeric', month: 'short', day: 'numeric' })
const times = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })

export const formatNumber = (value: number): string => numbers.format(value)

/** "3 May 2024" in the reader's order; null for no or a nonsensical date. */
export function formatDay(iso: string | null): string | null {
  const date = iso === null ? null : new Date(iso)
  return date === null || Number.isNaN(date.getTime()) ? null : days.format(date)
}

/** The time of day, with the day where it is not today. */
export function formatMoment(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const time = times.format(date)
  return date.toDateString() === now.toDateString() ? time : `${days.format(date)}, ${time}`
}

/** "40 seconds", "3 minutes": rounded up, so that nobody tries too early. */
export function formatWait(seconds: number): string {
  if (seconds < 90) return translate('common.seconds', Math.max(1, Math.ceil(seconds)))
  return translate('common.minutes', Math.ceil(seconds / 60))
}
