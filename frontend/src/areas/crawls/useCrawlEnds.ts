import { watch } from 'vue'
import type { Crawl } from '@/api/crawlTypes'
import { announce } from '@/components/announce'
import { isUnderWay } from './crawls'
import { outcomeWords } from './words'

/** Says to screen readers how a crawl ended that was seen under way. */
export function useCrawlEnds(crawls: () => readonly Crawl[], ended?: () => void): void {
  const underWay = new Set<number>()
  watch(
    crawls,
    (all) => {
      for (const crawl of all) {
        if (isUnderWay(crawl)) underWay.add(crawl.id)
        else if (underWay.delete(crawl.id)) {
          announce(outcomeWords(crawl))
          ended?.()
        }
      }
    },
    { immediate: true },
  )
}
