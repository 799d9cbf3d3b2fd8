import { queryOptions } from '@tanstack/vue-query'
import { ask, type ImageCard, type LibraryImage, type Variant } from '@/api/library'

export const imageOptions = (id: number) =>
  queryOptions({
    queryKey: ['library', 'image', id],
    queryFn: () => ask<LibraryImage>('GET', `/api/library/images/${id}`),
    staleTime: 30_000,
  })

export type Alike = ImageCard & { shared_tags: number }

export const relatedOptions = (id: number) =>
  queryOptions({
    queryKey: ['library', 'related', id],
    queryFn: () =>
      ask<{ variants: Variant[]; alike: Alike[] }>('GET', `/api/library/images/${id}/related`, {
        query: { limit: 12 },
      }),
    staleTime: 60_000,
  })
