import type { CrawlEngine, NewCrawl } from '@/api/crawlTypes'

/** What the form of a new crawl holds, as it was typed. */
export interface Wish {
  keywords: string
  engines: string[]
  limit: string
  limitInAll: string
  leastWidth: string
  leastHeight: string
  licensed: boolean
}

export const emptyWish = (engines: string[]): Wish => ({
  keywords: '',
  engines,
  limit: '100',
  limitInAll: '',
  leastWidth: '',
  leastHeight: '',
  licensed: false,
})

/** Each line once, without what is around it. */
export const keywordsOf = ({ keywords }: Wish): string[] => [
  ...new Set(
    keywords
      .split('\n')
      .map((line) => line.trim().replace(/\s+/g, ' '))
      .filter(Boolean),
  ),
]

/** The number in a field; null for an empty one, undefined for what is none, or less than it may be. */
export function numberIn(text: string, least: number): number | null | undefined {
  const typed = text.replace(/[\s,.'’]/g, '')
  if (typed === '') return null
  if (!/^\d{1,9}$/.test(typed)) return undefined
  return Number(typed) >= least ? Number(typed) : undefined
}

export type WishProblem =
  'noKeyword' | 'noEngine' | 'limit' | 'limitInAll' | 'leastWidth' | 'leastHeight'

/** What is missing or cannot be meant; the first of the form. */
export function problemOf(wish: Wish): WishProblem | null {
  if (keywordsOf(wish).length === 0) return 'noKeyword'
  if (wish.engines.length === 0) return 'noEngine'
  if (typeof numberIn(wish.limit, 1) !== 'number') return 'limit'
  if (numberIn(wish.limitInAll, 1) === undefined) return 'limitInAll'
  if (numberIn(wish.leastWidth, 0) === undefined) return 'leastWidth'
  return numberIn(wish.leastHeight, 0) === undefined ? 'leastHeight' : null
}

/** What is asked for; to be called for a wish without a problem. */
export const bodyOf = (wish: Wish): NewCrawl => ({
  keywords: keywordsOf(wish),
  engines: wish.engines,
  limit: numberIn(wish.limit, 1) ?? 1,
  limit_in_all: numberIn(wish.limitInAll, 1) ?? null,
  filters: {
    least_width: numberIn(wish.leastWidth, 0) ?? 0,
    least_height: numberIn(wish.leastHeight, 0) ?? 0,
    licensed: wish.licensed,
  },
})

/** How many searches a wish makes, and how many results they can bring at most. */
export function extentOf(wish: Wish, engines: readonly CrawlEngine[]) {
  const keywords = keywordsOf(wish).length
  const limit = numberIn(wish.limit, 1) ?? 0
  const chosen = engines.filter(({ name }) => wish.engines.includes(name))
  const each = chosen.reduce((sum, { most }) => sum + Math.min(limit, most ?? limit), 0)
  const inAll = numberIn(wish.limitInAll, 1) ?? Infinity
  return { searches: keywords * chosen.length, results: Math.min(inAll, keywords * each) }
}

/** The chosen ones that would bring nothing, where only pictures with a licence are wanted. */
export const unlicensedOf = (wish: Wish, engines: readonly CrawlEngine[]): CrawlEngine[] =>
  wish.licensed
    ? engines.filter(({ name, licences }) => wish.engines.includes(name) && !licences)
    : []
