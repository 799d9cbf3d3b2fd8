import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { components } from '@/api/schema'
import type { Run } from '@/api/types'

export type CleanupKind = NonNullable<components['schemas']['NewCleanup']['kinds']>[number]
export const cleanupKinds: readonly CleanupKind[] = [
  'blocked-tags',
  'variants',
  'files',
  'counts',
  'writing',
]

const isRunning = ({ state }: Run) => state === 'running'

/** The latest clean-ups, the newest first; asked about each second while one is running. */
export const cleanupsOptions = queryOptions({
  queryKey: ['library', 'cleanups'],
  queryFn: () => answerOf(api.GET('/api/cleanups')),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.runs.some(isRunning) ? 1_000 : false),
})

export const startCleanup = (kinds: CleanupKind[]) =>
  answerOf(api.POST('/api/cleanups', { body: { kinds } }))
