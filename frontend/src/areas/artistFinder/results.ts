import type { ArtistAccount, ArtistResult, ArtistSearch } from '@/api/artistTypes'
import { nameOf } from '@/areas/imageSearch/groups'
import { distanceWords, orientationWords } from '@/areas/imageSearch/words'
import { formatDay, formatNumber } from '@/components/formats'
import { translate as t } from '@/i18n'
import { accountWords } from './progressWords'

/** A result with the account that posted it. */
export interface Found {
  /** One post may have several pictures that are alike. */
  id: string
  result: ArtistResult
  account: ArtistAccount | null
}

export const foundOf = ({ results, accounts }: ArtistSearch): Found[] =>
  results.map((result) => ({
    id: `${result.post.id}-${result.image_id}`,
    result,
    account: accounts.find(({ key }) => key === result.account) ?? null,
  }))

const posterOf = ({ account, result }: Found): string =>
  account ? accountWords(account) : result.post.source

/** What the post is called; few networks have titles. */
export const resultTitle = (found: Found): string =>
  found.result.post.title.trim() || t('artistFinder.result.untitled', { account: posterOf(found) })

/** "The same picture, 6 of 384 bits apart". */
export function resultWords({ result }: Found): string {
  const { similarity, distance, orientation, in_trimmed: trimmed } = result
  const same = t(`imageSearch.group.${nameOf(similarity)}.title`)
  const turned = orientationWords(orientation)
  return [
    same,
    ...(similarity === 'same_file'
      ? []
      : [t('imageSearch.apart', { distance: distanceWords('best', distance) })]),
    ...(turned ? [turned] : []),
    ...(trimmed ? [t('imageSearch.trimmed')] : []),
  ].join(', ')
}

/** Who posted it when, and what else there is to say. */
export function resultFacts(found: Found): string {
  const { post, position, count, exists } = found.result
  return [
    posterOf(found),
    formatDay(post.posted_at) ?? t('artistFinder.result.undated'),
    count > 1
      ? t('artistFinder.result.position', {
          position: formatNumber(position),
          count: formatNumber(count),
        })
      : null,
    exists === null ? t('artistFinder.result.unchecked') : null,
  ]
    .filter((fact) => fact !== null)
    .join(' · ')
}
