import { infiniteQueryOptions, queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Crawl, CrawlState, Label, NewCrawl, PictureClass, WholeCrawl } from '@/api/crawlTypes'

export const crawlStates = [
  'active',
  'paused',
  'done',
  'done_with_failures',
  'failed',
  'cancelled',
] as const satisfies CrawlState[]

export const pictureClasses = ['text', 'nontext', 'unsure', 'pending'] as const
export const labels = ['text', 'nontext'] as const satisfies Label[]

const whileActive = 1_000
const inList = 2_000
const otherwise = 20_000
const perPage = 60

export const isUnderWay = ({ state }: Pick<Crawl, 'state'>): boolean =>
  state === 'active' || state === 'paused'

/** Whether more may come in by itself: pictures, or what a program says of them. */
const isMoving = ({ state, classes }: Crawl) => state === 'active' || classes.pending > 0

/** Every engine, and whether it can be asked here. */
export const enginesOptions = queryOptions({
  queryKey: ['crawl-engines'],
  queryFn: () => answerOf(api.GET('/api/crawl-engines')),
  staleTime: 60_000,
})

export interface CrawlFilter {
  state: CrawlState | ''
  /** Those of all users, which only administrators see. */
  everybodys: boolean
}

/** Crawls, the newest first; asked about often while one of them goes on. */
export const crawlsOptions = ({ state, everybodys }: CrawlFilter) =>
  infiniteQueryOptions({
    queryKey: ['crawls', 'list', state, everybodys],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/crawls', {
          params: {
            query: {
              ...(state ? { state } : {}),
              ...(everybodys ? { everybodys } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data?.pages.some(({ crawls }) => crawls.some(isMoving)) ? inList : otherwise,
  })

const pathOf = (id: number) => ({ params: { path: { crawl_id: id } } })

export const crawlOptions = (id: number) =>
  queryOptions({
    queryKey: ['crawls', 'one', id],
    queryFn: () => answerOf(api.GET('/api/crawls/{crawl_id}', pathOf(id))),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      data && isMoving(data) ? (data.state === 'active' ? whileActive : inList) : otherwise,
  })

/** Pages of a crawl's different pictures: of one class, or of all. */
export const picturesOptions = (id: number, of: PictureClass | '') =>
  infiniteQueryOptions({
    queryKey: ['crawls', 'pictures', id, of],
    initialPageParam: '',
    queryFn: ({ pageParam }) =>
      answerOf(
        api.GET('/api/crawls/{crawl_id}/images', {
          params: {
            path: { crawl_id: id },
            query: {
              limit: perPage,
              ...(of ? { class: of } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ next_cursor: next }) => next,
    staleTime: 0,
  })

/** The results that are folded into a picture. */
export const duplicatesOptions = (id: number, imageId: number) =>
  queryOptions({
    queryKey: ['crawls', 'duplicates', id, imageId],
    queryFn: () =>
      answerOf(
        api.GET('/api/crawls/{crawl_id}/images/{image_id}/duplicates', {
          params: { path: { crawl_id: id, image_id: imageId } },
        }),
      ),
  })

export const begin = (body: NewCrawl): Promise<WholeCrawl> =>
  answerOf(api.POST('/api/crawls', { body }))

export const setState = (id: number, state: 'active' | 'paused' | 'cancelled') =>
  answerOf(api.PATCH('/api/crawls/{crawl_id}', { ...pathOf(id), body: { state } }))

export const beginAgain = (id: number): Promise<WholeCrawl> =>
  answerOf(api.POST('/api/crawls/{crawl_id}/again', pathOf(id)))

/** What becomes of the pictures that nothing but the crawl has brought; only editors remove any. */
export type PicturesThen = 'keep' | 'remove'

export const remove = (id: number, pictures: PicturesThen) =>
  answerOf(
    api.DELETE('/api/crawls/{crawl_id}', {
      params: { path: { crawl_id: id }, query: { pictures } },
    }),
  )

const mostAtOnce = 500

/** Says of pictures whether they show writing; with null, takes back what one said. */
export async function say(id: number, imageIds: number[], label: Label | null): Promise<void> {
  for (let start = 0; start < imageIds.length; start += mostAtOnce) {
    const images = imageIds.slice(start, start + mostAtOnce)
    await answerOf(
      api.PUT('/api/crawls/{crawl_id}/labels', { ...pathOf(id), body: { images, label } }),
    )
  }
}

/** Where the pictures are as one file: those of a class, or all. */
export const archiveAddress = (id: number, of: PictureClass | ''): string =>
  `/api/crawls/${id}/zip${of ? `?class=${of}` : ''}`
