import { useInfiniteQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, watch, type Ref } from 'vue'
import type { CrawlPicture, PictureClass, WholeCrawl } from '@/api/crawlTypes'
import { picturesOptions } from './crawls'
import { needsLook } from './words'

const soonest = 2_000

/** Whether a picture is among those that are shown. */
const belongs = (picture: CrawlPicture, of: PictureClass | '') =>
  of === '' || (of === 'unsure' ? needsLook(picture) : picture.class === of)

/** How many pictures of a class there are; of all with an empty one. */
export const totalOf = ({ classes, progress }: WholeCrawl, of: PictureClass | '') =>
  of === '' ? progress.different : classes[of]

/**
 * The pictures of a crawl. What came in meanwhile is fetched by itself as long as there is no more than a page of
 * them and `idle` says that nobody works with them; else it is offered (`fresh`).
 */
export function usePictures(
  crawl: Ref<WholeCrawl>,
  of: Ref<PictureClass | ''>,
  idle: () => boolean,
) {
  const client = useQueryClient()
  const options = computed(() => picturesOptions(crawl.value.id, of.value))
  const query = useInfiniteQuery(options)

  /** All that were read, also those that were moved to another class meanwhile; each once. */
  const read = computed(() => {
    const all = query.data.value?.pages.flatMap(({ images }) => images) ?? []
    return [...new Map(all.map((one) => [one.image.id, one])).values()]
  })
  const shown = computed(() => read.value.filter((one) => belongs(one, of.value)))
  const total = computed(() => totalOf(crawl.value, of.value))
  const fresh = computed(() =>
    query.hasNextPage.value || query.isPending.value
      ? 0
      : Math.max(0, total.value - shown.value.length),
  )
  const renew = () => client.invalidateQueries({ queryKey: options.value.queryKey, exact: true })

  let timer: ReturnType<typeof setTimeout> | undefined
  const isShort = () => (query.data.value?.pages.length ?? 0) <= 1
  function renewSoon() {
    timer ??= setTimeout(() => {
      timer = undefined
      if (isShort() && idle()) void renew()
    }, soonest)
  }
  watch(() => {
    const { classes, progress, state } = crawl.value
    return [...Object.values(classes), progress.different, state].join()
  }, renewSoon)
  // Whoever has read on sees at the end what programs said of the pictures meanwhile.
  watch(
    () => crawl.value.classes.pending > 0,
    (now, before) => before && !now && void renew(),
  )
  onScopeDispose(() => clearTimeout(timer))

  function readMore() {
    if (query.hasNextPage.value && !query.isFetching.value && !query.isFetchNextPageError.value)
      void query.fetchNextPage()
  }
  return { query, read, shown, fresh, renew, readMore }
}
