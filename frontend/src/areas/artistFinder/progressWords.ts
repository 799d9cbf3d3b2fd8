import type { ArtistAccount, ArtistSearch, Scan } from '@/api/artistTypes'
import { translated } from '@/api/problem'
import { formatList, formatNumber, formatSpan } from '@/components/formats'
import { translate as t } from '@/i18n'
import { siteWords } from './addressWords'

const counted = (key: string, count: number) => t(key, { count: formatNumber(count) }, count)

/** "@rin at Bluesky"; networks that know their people by number have no name to give. */
export const accountWords = ({ handle, external_id: id, network_title: network }: ArtistAccount) =>
  t('artistFinder.account.at', { name: handle || `#${id ?? ''}`, network })

const isBeingScanned = ({ scan: { state } }: ArtistAccount) =>
  ['waiting', 'reading', 'pictures'].includes(state)

/** An estimate in the words of somebody who is not sure. */
function leftWords(seconds: number | null): string | null {
  if (seconds === null || !Number.isFinite(seconds) || seconds < 0) return null
  if (seconds < 10) return t('artistFinder.progress.fewSeconds')
  const about = seconds < 90 ? Math.round(seconds / 10) * 10 : Math.round(seconds / 60) * 60
  return t('artistFinder.progress.left', { span: formatSpan(about) })
}

/** What a search is at, as a sentence. */
export function stageWords(search: ArtistSearch): string {
  const { state, url, position_in_queue: before } = search
  if (state === 'waiting')
    return before
      ? counted('artistFinder.progress.waitingBehind', before)
      : t('artistFinder.progress.waiting')
  if (state === 'resolving')
    return t('artistFinder.progress.resolving', { site: siteWords(url ?? '') })
  if (state !== 'scanning') return t(`artistFinder.progress.${state}`)
  const scanned = search.accounts.filter(isBeingScanned).map(accountWords)
  return scanned.length
    ? t('artistFinder.progress.scanning', { accounts: formatList(scanned) })
    : t('artistFinder.progress.scanningEnds')
}

/** What is known beside it: how many accounts, how long it took, how long it still takes. */
export function progressFacts(search: ArtistSearch, now: Date): string[] {
  const accepted = search.accounts.filter((account) => account.accepted).length
  const since = Math.max(0, Math.round((now.getTime() - Date.parse(search.created_at)) / 1000))
  const etas = search.accounts
    .filter(isBeingScanned)
    .map(({ scan }) => scan.eta_seconds)
    .filter((eta) => eta !== null)
  return [
    accepted ? counted('artistFinder.progress.accounts', accepted) : null,
    since ? t('artistFinder.progress.since', { span: formatSpan(since) }) : null,
    search.state === 'scanning' && etas.length ? leftWords(Math.max(...etas)) : null,
  ].filter((fact) => fact !== null)
}

/** How the reading of an account's posts goes. */
export function scanWords(scan: Scan): string | null {
  const posts = counted('artistFinder.scan.posts', scan.posts_read)
  const first = scan.first ? t('artistFinder.scan.first') : null
  const words = {
    none: [],
    not_listable: [t('artistFinder.scan.notListable')],
    waiting: [t('artistFinder.scan.waiting'), first],
    reading: [
      scan.posts_read ? posts : t('artistFinder.scan.reading'),
      first,
      leftWords(scan.eta_seconds),
    ],
    pictures: [
      posts,
      t(
        'artistFinder.scan.pictures',
        { done: formatNumber(scan.pictures_done), total: formatNumber(scan.pictures_total) },
        scan.pictures_total,
      ),
      leftWords(scan.eta_seconds),
    ],
    done: [t('artistFinder.scan.done', { posts })],
    failed: [
      t('artistFinder.scan.failed', {
        reason: translated(scan.code) ?? scan.reason ?? scan.code ?? '',
      }),
    ],
    fresh: [t('artistFinder.scan.fresh')],
  }[scan.state].filter((word) => word !== null)
  return words.length ? words.join(' · ') : null
}

/** Of 0..1 how far the reading is; null while nobody can know. */
export function scanFraction({ state, pictures_done, pictures_total }: Scan): number | null {
  return state === 'pictures' && pictures_total > 0
    ? Math.min(1, pictures_done / pictures_total)
    : null
}
