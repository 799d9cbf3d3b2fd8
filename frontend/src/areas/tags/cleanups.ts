import { queryOptions } from '@tanstack/vue-query'
import { ask, type Cleanup, type CleanupKind } from '@/api/library'

export const cleanupKinds: readonly CleanupKind[] = ['blocked-tags', 'variants', 'files', 'counts']
const isRunning = ({ state }: Cleanup) => state === 'running'

/** All clean-ups, the newest first; asked about each second while one is running. */
export const cleanupsOptions = queryOptions({
  queryKey: ['library', 'cleanups'],
  queryFn: () => ask<{ cleanups: Cleanup[] }>('GET', '/api/cleanups'),
  staleTime: 0,
  refetchInterval: ({ state }) => (state.data?.cleanups.some(isRunning) ? 1_000 : false),
})

export const startCleanup = (kinds: CleanupKind[]) =>
  ask<Cleanup>('POST', '/api/cleanups', { body: { kinds } })
