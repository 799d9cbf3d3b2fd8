import type { Run } from '@/api/types'
import { formatMoment, formatNumber } from '@/components/formats'
import { translate as t } from '@/i18n'

export interface ProgressWords {
  headline: string
  /** Short facts under the headline: what was read, how long it still takes. */
  facts: string[]
  /** Why nothing moves, or what to expect. */
  note: string | null
  /** Of 0..1; null while nobody can know. */
  fraction: number | null
}

const count = (key: string, value: number) => t(key, { count: formatNumber(value) }, value)

/** An estimate in the words of somebody who is not sure: tens of seconds, whole minutes, whole hours. */
export function timeLeft(seconds: number | null): string | null {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return null
  if (seconds < 10) return t('recommendations.progress.fewSecondsLeft')
  if (seconds < 55)
    return count('recommendations.progress.secondsLeft', Math.round(seconds / 10) * 10)
  if (seconds < 3300)
    return count('recommendations.progress.minutesLeft', Math.max(1, Math.round(seconds / 60)))
  return count('recommendations.progress.hoursLeft', Math.max(1, Math.round(seconds / 3600)))
}

function headline({ progress }: Run): string {
  const { total, done } = progress.photographers
  if (total > 0)
    return t(
      'recommendations.progress.photographers',
      { done: formatNumber(Math.min(done, total)), total: formatNumber(total) },
      total,
    )
  return progress.favorites_read > 0
    ? t('recommendations.progress.favoritesOnly')
    : t('recommendations.progress.starting')
}

/** Of all people whose favourites are read, how many are gone through. */
function fraction({ progress: { photographers, contacts } }: Run): number | null {
  const total = photographers.total + contacts.total
  if (photographers.total === 0) return null
  const through = photographers.done + photographers.failed + contacts.done + contacts.failed
  return Math.min(1, through / total)
}

/** Contacts are first a list, then people whose favourites are read. */
function contactsFact({ progress: { contacts, contacts_read } }: Run): string | null {
  if (contacts.total > 0)
    return t(
      'recommendations.progress.contactsOf',
      { done: formatNumber(contacts.done), total: formatNumber(contacts.total) },
      contacts.total,
    )
  return contacts_read > 0 ? count('recommendations.progress.contacts', contacts_read) : null
}

const isDeferred = (run: Run, now: Date) =>
  run.deferred_until !== null && new Date(run.deferred_until) > now

function note(run: Run, now: Date): string {
  if (isDeferred(run, now) && run.deferred_until !== null)
    return t('recommendations.progress.deferred', { time: formatMoment(run.deferred_until, now) })
  return run.first_results_at === null
    ? t('recommendations.progress.canLeave')
    : t('recommendations.progress.firstShown')
}

/** What a running run is told to people as; says nothing that the run does not know. */
export function progressWords(run: Run, now = new Date()): ProgressWords {
  const { favorites_read } = run.progress
  const left = isDeferred(run, now) ? null : timeLeft(run.seconds_left)
  return {
    headline: headline(run),
    facts: [
      favorites_read > 0 ? count('recommendations.progress.favorites', favorites_read) : null,
      contactsFact(run),
      left,
    ].filter((fact) => fact !== null),
    note: note(run, now),
    fraction: fraction(run),
  }
}
