import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'

export const imagePath = (id: number) => ({ params: { path: { image_id: id } } })

export const imageOptions = (id: number) =>
  queryOptions({
    queryKey: ['library', 'image', id],
    queryFn: () => answerOf(api.GET('/api/library/images/{image_id}', imagePath(id))),
    staleTime: 30_000,
  })

export const relatedOptions = (id: number) =>
  queryOptions({
    queryKey: ['library', 'related', id],
    queryFn: () =>
      answerOf(
        api.GET('/api/library/images/{image_id}/related', {
          params: { path: { image_id: id }, query: { limit: 12 } },
        }),
      ),
    staleTime: 60_000,
  })
