import type { ImageMatch, Orientation, SearchMethod } from '@/api/imageSearchTypes'
import { formatNumber } from '@/components/formats'
import { translate as t } from '@/i18n'
import { degreesOf, isMirrored } from './orientation'

/** The farthest that there is by each method; histograms have no useful end. */
export const farthest: Partial<Record<SearchMethod, number>> = {
  best: 384,
  phash: 64,
  dhash: 192,
  pdq: 256,
}

/** "12 of 64 bits"; of a histogram, just the number. */
export function distanceWords(method: string, distance: number): string {
  const most = farthest[method as SearchMethod]
  const number = formatNumber(Math.round(distance * 10) / 10)
  return most === undefined ? number : t('imageSearch.bits', { number, most })
}

export const methodName = (method: string): string =>
  t(`imageSearch.method.name.${method as SearchMethod}`)

/** "mirrored, turned by 90°"; null where it is as it was. */
export function orientationWords(orientation: Orientation): string | null {
  const degrees = degreesOf(orientation)
  const words = [
    ...(isMirrored(orientation) ? [t('imageSearch.orientation.mirrored')] : []),
    ...(degrees ? [t('imageSearch.orientation.turned', { degrees })] : []),
  ]
  return words.length ? words.join(', ') : null
}

/** How sure one can be, said with the number of images that would be as near by chance; null where nobody knows. */
export function chanceWords({ similarity, by_chance: chance }: ImageMatch): string | null {
  if (similarity === 'same_file' || chance === null) return null
  if (chance < 0.001) return t('imageSearch.chance.hardly')
  if (chance < 0.5)
    return t('imageSearch.chance.oneIn', { count: formatNumber(Math.round(1 / chance)) })
  return t('imageSearch.chance.several', { count: formatNumber(Math.max(1, Math.round(chance))) })
}
