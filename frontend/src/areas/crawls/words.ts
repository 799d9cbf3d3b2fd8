import type { Crawl, CrawlEngine, CrawlPicture, WholeCrawl } from '@/api/crawlTypes'
import { titleOfCard } from '@/areas/library/cardWords'
import {
  formatFromNow,
  formatList,
  formatMoment,
  formatNumber,
  formatSpan,
} from '@/components/formats'
import { translate as t } from '@/i18n'

export const counted = (key: string, count: number) => t(key, { count: formatNumber(count) }, count)

/** "cat, dog": what a crawl is known by. */
export const titleOf = ({ keywords }: Pick<Crawl, 'keywords'>): string => keywords.join(', ')

/** Whom it asked, and for how much. */
export function askedWords(crawl: Crawl, nameOf: (engine: string) => string): string {
  const { limit, limit_in_all: all } = crawl
  return t(all === null ? 'crawls.asked' : 'crawls.askedInAll', {
    engines: formatList(crawl.engines.map(nameOf)),
    count: formatNumber(limit),
    all: formatNumber(all ?? 0),
  })
}

/** Which pictures alone were wanted; nothing where all were. */
export function wantsWords({ filters }: Crawl): string[] {
  const { least_width: width = 0, least_height: height = 0, licensed } = filters
  const size = { width: formatNumber(width), height: formatNumber(height) }
  return [
    ...(width || height ? [t('crawls.wants.size', size)] : []),
    ...(licensed ? [t('crawls.wants.licensed')] : []),
  ]
}

/** When it began or ended. */
export function whenWords(crawl: Crawl, now: Date): string {
  const { created_at: begun, finished_at: ended } = crawl
  if (ended === null) return t('crawls.begun', { when: formatFromNow(begun, now) })
  const seconds = Math.max(1, Math.round((Date.parse(ended) - Date.parse(begun)) / 1000))
  return t('crawls.ended', { when: formatFromNow(ended, now), span: formatSpan(seconds) })
}

/** "83 pictures of 100 results". */
export function broughtWords({ progress }: Pick<Crawl, 'progress'>): string {
  const pictures = counted('crawls.pictures', progress.different)
  return progress.listed
    ? `${pictures} ${counted('crawls.ofListed', progress.listed)}`
    : t('crawls.progress.nothing')
}

/** How a crawl ended, as a sentence. */
export const outcomeWords = (crawl: Crawl): string =>
  t('crawls.outcome', {
    title: titleOf(crawl),
    state: t(`crawls.state.${crawl.state}`),
    pictures: counted('crawls.pictures', crawl.progress.different),
  })

/** What the results that came to an end became; those of which there are none are left out. */
export const countsOf = ({ progress }: WholeCrawl) =>
  (
    [
      'different',
      'duplicates_bytes',
      'duplicates_looks',
      'pending',
      'dead',
      'not_pictures',
      'filtered',
      'removed',
      'cancelled',
    ] as const
  )
    .filter((name) => name === 'different' || progress[name] > 0)
    .map((name) => ({ name, count: progress[name] }))

/** Why an engine cannot be asked, or not now; null where it can. */
export function hindranceOf(engine: CrawlEngine, now: Date): string | null {
  const names = formatList(engine.key_names)
  if (!engine.usable) return t('crawls.engine.missing', { names })
  if (engine.key === 'refused') return t('crawls.engine.refused', { names })
  if (engine.paused_until && Date.parse(engine.paused_until) > now.getTime())
    return t('crawls.engine.paused', { moment: formatMoment(engine.paused_until, now) })
  return engine.reason ? t('crawls.engine.failed', { reason: engine.reason }) : null
}

/** What is good to know of an engine before it is asked. */
export const factsOf = ({ most, licences, auth }: CrawlEngine): string[] => [
  ...(most === null ? [] : [t('crawls.engine.most', { count: formatNumber(most) })]),
  ...(licences ? [t('crawls.engine.licences')] : []),
  ...(auth === 'optional' ? [t('crawls.engine.keyHelps')] : []),
]

/** The title that its page gave it, else the library's. */
export const titleOfPicture = ({ title, image }: CrawlPicture): string =>
  title.trim() || titleOfCard(image)

/** What a screen reader hears for a picture: all that its badges say. */
export const describePicture = (picture: CrawlPicture): string =>
  [
    t('crawls.tile.open', { title: titleOfPicture(picture) }),
    t(`crawls.class.${picture.class}`),
    ...(picture.label ? [t('crawls.tile.byHand')] : []),
    ...(needsLook(picture) ? [t('crawls.tile.unsure')] : []),
    ...(picture.duplicates ? [counted('crawls.tile.duplicates', picture.duplicates)] : []),
  ].join(', ')

/** Whether a person should look at it. */
export const needsLook = ({ sure, class: is }: Pick<CrawlPicture, 'sure' | 'class'>): boolean =>
  !sure && is !== 'pending'
