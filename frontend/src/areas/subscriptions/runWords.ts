import type { Run } from '@/api/types'
import { formatFromNow, formatMoment, formatNumber } from '@/components/formats'
import { translate as t } from '@/i18n'

const counted = (key: string, count: number) => t(key, { count: formatNumber(count) }, count)

/** What a run brought so far. */
export const postsOf = ({ progress }: Run) => ({
  read: progress.posts_read ?? 0,
  /** Known at its end. */
  fresh: progress.posts_new ?? 0,
})

/** What a run of a listing did, in a few words: "12 new posts of 100 read". */
export function broughtWords(run: Run): string {
  const { read, fresh } = postsOf(run)
  if (read === 0) return t('subscriptions.run.nothing')
  if (fresh === 0) return counted('subscriptions.run.onlyKnown', read)
  if (fresh >= read) return counted('subscriptions.run.newPosts', fresh)
  return t(
    'subscriptions.run.brought',
    { posts: counted('subscriptions.run.newPosts', fresh), read: formatNumber(read) },
    read,
  )
}

/** Why something of a run failed: its first reason. */
export const reasonOf = (run: Run): string | null => run.failures[0]?.reason ?? null

/** How a run ended or goes, as a sentence. */
export function runWords(run: Run, now: Date): string {
  const when = formatFromNow(run.finished_at ?? run.created_at, now)
  return t(`subscriptions.run.${run.state}`, { when, brought: broughtWords(run) })
}

/** What a running run is at. */
export function progressWords(run: Run, now: Date): string {
  const { read } = postsOf(run)
  const waits = run.deferred_until !== null && Date.parse(run.deferred_until) > now.getTime()
  return [
    read ? counted('subscriptions.run.read', read) : t('subscriptions.run.starting'),
    ...(waits
      ? [t('subscriptions.run.deferred', { moment: formatMoment(run.deferred_until ?? '', now) })]
      : []),
  ].join(' · ')
}
