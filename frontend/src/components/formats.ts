import { i18n, translate } from '@/i18n'

/** What formats numbers and days in the language that the page speaks now; made once for each language. */
function spoken<Format>(make: (language: string) => Format): () => Format {
  const made = new Map<string, Format>()
  return () => {
    const language = i18n.global.locale.value
    const known = made.get(language)
    if (known !== undefined) return known
    const format = make(language)
    made.set(language, format)
    return format
  }
}
const dates = (options: Intl.DateTimeFormatOptions) =>
  spoken((language) => new Intl.DateTimeFormat(language, options))
const figures = (options?: Intl.NumberFormatOptions) =>
  spoken((language) => new Intl.NumberFormat(language, options))

const numbers = figures()
const scores = figures({ maximumSignificantDigits: 3 })
const shares = figures({ style: 'percent', maximumFractionDigits: 0 })
const days = dates({ year: 'numeric', month: 'short', day: 'numeric' })
const weekdays = dates({ weekday: 'long' })
const times = dates({ hour: '2-digit', minute: '2-digit' })
const lists = spoken((language) => new Intl.ListFormat(language, { type: 'conjunction' }))
const relative = spoken((language) => new Intl.RelativeTimeFormat(language, { numeric: 'auto' }))

export const formatNumber = (value: number): string => numbers().format(value)

/** "a, b, and c". */
export const formatList = (items: readonly string[]): string => lists().format(items)

const dollars = figures({
  style: 'currency',
  currency: 'USD',
  currencyDisplay: 'narrowSymbol',
  maximumFractionDigits: 3,
})

/** 0.215 as "$0.215": what single calls cost is less than a cent. */
export const formatDollars = (value: number): string => dollars().format(value)

/** 0.253 as "25%". */
export const formatShare = (value: number): string => shares().format(value)

/** 2400000 as "2.4 MB": units of a thousand, as the search counts them. */
export function formatBytes(bytes: number): string {
  const unit = Math.min(4, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const words = translate('common.byteUnits').split(' ')
  return `${scores().format(bytes / 1000 ** unit)} ${words[unit]}`
}

/** A score: three digits that say something, whatever its size. */
export const formatScore = (value: number): string => scores().format(value)

/** "3 May 2024" in the reader's order; null for no or a nonsensical date. */
export function formatDay(iso: string | null): string | null {
  const date = iso === null ? null : new Date(iso)
  return date === null || Number.isNaN(date.getTime()) ? null : days().format(date)
}

/** "Tuesday" within a week, "yesterday", "earlier today", else the date: a visit as one remembers it. */
export function formatVisit(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const midnight = (moment: Date) => new Date(moment).setHours(0, 0, 0, 0)
  const daysAgo = Math.round((midnight(now) - midnight(date)) / 86_400_000)
  if (daysAgo <= 0) return translate('common.earlierToday')
  if (daysAgo === 1) return translate('common.yesterday')
  return daysAgo < 7 ? weekdays().format(date) : days().format(date)
}

/** The time of day, with the day where it is not today. */
export function formatMoment(iso: string, now = new Date()): string {
  const date = new Date(iso)
  const time = times().format(date)
  return date.toDateString() === now.toDateString() ? time : `${days().format(date)}, ${time}`
}

const spans = [
  ['day', 86_400, 86_400],
  ['hour', 3_600, 3_600],
  ['minute', 60, 90],
  ['second', 1, 0],
] as const
const spanOf = (seconds: number) => spans.find(([, , from]) => seconds >= from) ?? spans[3]

/** A length of time in its largest fitting unit: "40 seconds", "15 minutes", "1.5 hours", "7 days". */
export function formatSpan(seconds: number): string {
  const [unit, length] = spanOf(seconds)
  const maximumFractionDigits = length >= 3_600 ? 1 : 0
  const options = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits } as const
  return new Intl.NumberFormat(i18n.global.locale.value, options).format(seconds / length)
}

/** How often, to stand behind "every": "15 minutes", "hour", "2 days". */
export const formatInterval = (seconds: number): string => formatSpan(seconds).replace(/^1 /, '')

/** "in 5 minutes", "3 hours ago"; the date where that is more than a month away. */
export function formatFromNow(iso: string, now = new Date()): string {
  const seconds = (Date.parse(iso) - now.getTime()) / 1000
  const far = Math.abs(seconds)
  if (far > 30 * 86_400) return days().format(new Date(iso))
  const [unit, length] = spanOf(far)
  return relative().format(Math.round(seconds / length), unit)
}

/** "40 seconds", "3 minutes": rounded up, so that nobody tries too early. */
export function formatWait(seconds: number): string {
  if (seconds < 90) return translate('common.seconds', Math.max(1, Math.ceil(seconds)))
  return translate('common.minutes', Math.ceil(seconds / 60))
}
