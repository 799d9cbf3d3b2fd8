import type { WholeCrawl } from '@/api/crawlTypes'
import { formatNumber } from '@/components/formats'
import { translate as t } from '@/i18n'
import { isUnderWay } from './crawls'
import { counted } from './words'

export const stages = ['list', 'fetch', 'tell'] as const
export type Stage = (typeof stages)[number]
export type StageState = 'done' | 'goesOn' | 'later' | 'halted' | 'none'

export interface StageNow {
  stage: Stage
  done: number
  total: number
  state: StageState
  words: string
}

const unread = ['waiting', 'reading']

/** How far each stage is; they go on at the same time, each with what the one before has brought. */
export function stagesOf(crawl: WholeCrawl): StageNow[] {
  const { progress, classes, searches } = crawl
  const read = searches.filter(({ state }) => !unread.includes(state)).length
  const counts: Record<Stage, [number, number]> = {
    list: [read, searches.length],
    fetch: [progress.listed - progress.pending, progress.listed],
    tell: [progress.different - classes.pending, progress.different],
  }
  let earlierDone = true
  return stages.map((stage) => {
    const [done, total] = counts[stage]
    const complete = earlierDone && done >= total
    const state = stateOf(crawl, stage, complete, total)
    earlierDone = complete
    return { stage, done, total, state, words: wordsOf(crawl, stage, done, total) }
  })
}

function stateOf(crawl: WholeCrawl, stage: Stage, complete: boolean, total: number): StageState {
  if (complete && (total > 0 || !isUnderWay(crawl))) return total > 0 ? 'done' : 'none'
  // Pictures that are there are looked at whatever becomes of the crawl.
  if (stage === 'tell' && total > 0) return 'goesOn'
  if (crawl.state !== 'active') return 'halted'
  return total > 0 ? 'goesOn' : 'later'
}

function wordsOf(crawl: WholeCrawl, stage: Stage, done: number, total: number): string {
  const some = { done: formatNumber(done), total: formatNumber(total) }
  if (stage !== 'list')
    return total > 0
      ? t('crawls.progress.some', some)
      : t(isUnderWay(crawl) ? 'crawls.progress.nothing' : 'crawls.progress.none')
  const results = counted('crawls.progress.results', crawl.progress.listed)
  return t('crawls.progress.lists', { ...some, results }, total)
}
