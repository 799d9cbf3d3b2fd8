import { queryOptions } from '@tanstack/vue-query'
import { ask } from '@/api/library'

export const statsOptions = queryOptions({
  queryKey: ['library', 'stats'],
  queryFn: () =>
    ask<{ sources: { source: string; images: number }[] }>('GET', '/api/library/stats'),
  staleTime: 5 * 60_000,
})
