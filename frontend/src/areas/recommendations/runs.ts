import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Run } from '@/api/types'

const deferredInterval = 10_000
const interval = 1_000

/** Milliseconds until a run is asked about again; false once it has ended. */
export function pollEvery(run: Run | undefined, error: unknown = null): number | false {
  if (error !== null && asProblem(error).status === 404) return false
  if (run === undefined) return interval
  if (run.state !== 'running') return false
  const pause = run.deferred_until === null ? 0 : Date.parse(run.deferred_until) - Date.now()
  return pause > deferredInterval ? deferredInterval : interval
}

/** A run, asked about each second until it ends; a single answer that gets lost stops nothing. */
export const runOptions = (id: number) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: () => answerOf(api.GET('/api/runs/{run_id}', { params: { path: { run_id: id } } })),
    refetchInterval: ({ state }) => pollEvery(state.data, state.error),
    retry: false,
    staleTime: 0,
    networkMode: 'always',
  })

const accountPath = (externalId: string) => ({
  params: { path: { source: 'flickr', external_id: externalId } },
})

export const accountOptions = (externalId: string) =>
  queryOptions({
    queryKey: ['account', externalId],
    queryFn: () =>
      answerOf(api.GET('/api/accounts/{source}/{external_id}', accountPath(externalId))),
  })

/** Starts a refresh or joins the running one; `force` is the owner's right to one before it is due. */
export const startRun = (externalId: string, force: boolean): Promise<Run> =>
  answerOf(
    api.POST('/api/accounts/{source}/{external_id}/runs', {
      ...accountPath(externalId),
      body: { force },
    }),
  )
