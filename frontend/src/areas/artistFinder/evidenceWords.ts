import type { ArtistAccount, Evidence } from '@/api/artistTypes'
import { formatShare } from '@/components/formats'
import { i18n, translate as t } from '@/i18n'

const levels = [
  ['certain', 0.9],
  ['veryLikely', 0.75],
  ['likely', 0.5],
  ['unlikely', 0],
] as const

/** "Almost certain (97%)". */
export function confidenceWords({ confidence }: ArtistAccount): string {
  const [level] = levels.find(([, least]) => confidence >= least) ?? levels[3]
  return t('artistFinder.confidence.said', {
    words: t(`artistFinder.confidence.${level}`),
    share: formatShare(confidence),
  })
}

/** What a step of the way rests on; the kind itself where there are no words for it. */
export function kindWords({ kind }: Evidence): string {
  const key = `artistFinder.evidence.kind.${kind}`
  return i18n.global.te(key, 'en') ? t(key) : kind
}

/** What speaks for a step and what against it beside that, in a few words; what has no words is left out. */
export function remarksOn({ favours, doubts }: Evidence): string[] {
  const keys = [
    ...favours.map((favour) => `artistFinder.evidence.favour.${favour}`),
    ...doubts.map((doubt) => `artistFinder.evidence.doubt.${doubt}`),
  ]
  return keys.filter((key) => i18n.global.te(key, 'en')).map((key) => t(key))
}

/** What stood there, cut where it is long. */
export function quotedWords({ what }: Evidence): string | null {
  const text = what.replaceAll(/\s+/g, ' ').trim()
  if (!text) return null
  return t('artistFinder.evidence.quoted', {
    text: text.length > 160 ? `${text.slice(0, 158)}…` : text,
  })
}
