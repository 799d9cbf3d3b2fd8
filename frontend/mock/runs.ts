import type { components } from '../src/api/schema'
import { state } from './state'
import { account, idOf, special } from './world'

type Run = components['schemas']['Run']

const photographers = 388
const failing = 7

function secondsFor(subject: string, kind: Run['kind']): number {
  if (kind === 'favorite') return 3
  if (subject === special.slow || subject === special.deferred) return 600
  return subject === special.quiet || subject === special.quietMe ? 2 : 25
}

/** A run as it is by now: the mock's runs go on with the clock. */
export function runNow(id: number): Run | null {
  const kept = state.runs.get(id)
  if (!kept) return null
  const { subject, kind, startedAt } = kept
  const seconds = (Date.now() - startedAt) / 1000
  const takes = secondsFor(subject, kind)
  const part = Math.min(1, seconds / takes)
  const total = kind === 'favorite' ? 1 : seconds < 1.5 ? 0 : photographers
  const done = Math.floor(total * part)
  const failed = kind === 'favorite' ? 0 : Math.floor(failing * part)
  const failedRun = subject === special.failed && seconds > 2
  const ended = part >= 1 || failedRun
  const deferred = subject === special.deferred && seconds > 3
  return {
    id,
    kind,
    state: failedRun ? 'failed' : !ended ? 'running' : failed > 0 ? 'done_with_failures' : 'done',
    account: account(idOf(subject)),
    created_at: new Date(startedAt).toISOString(),
    finished_at: ended ? new Date(startedAt + takes * 1000).toISOString() : null,
    first_results_at: seconds > 4 ? new Date(startedAt + 4000).toISOString() : null,
    progress: {
      total: total + 2,
      done: done + 2,
      failed,
      waiting: total - done,
      photographers: { total, done: Math.max(0, done - failed), failed },
      contacts: { total: total && 96, done: total && Math.floor(96 * part), failed: 0 },
      favorites_read: kind === 'favorite' ? 0 : Math.round(Math.min(1, seconds / 2) * 1243),
      contacts_read: seconds > 2 ? 96 : 0,
      cleaned: 0,
    },
    deferred_until: deferred && !ended ? new Date(Date.now() + 1_500_000).toISOString() : null,
    seconds_left: ended || total === 0 ? null : takes - seconds,
    failures: failedRun
      ? [
          {
            subject,
            name: null,
            code: 'source_unavailable',
            reason: 'Flickr did not answer for ten minutes. Try again later.',
          },
        ]
      : Array.from({ length: failed }, (_, index) => ({
          subject: `flickr/favorites/${account(60 + index).external_id}`,
          name: index % 3 === 2 ? null : account(60 + index).display_name,
          code: index % 2 ? 'account_gone' : 'source_unavailable',
          reason:
            index % 2
              ? 'This account is no longer on Flickr.'
              : 'Flickr did not answer in time, three times.',
        })),
    failure_count: failedRun ? 1 : failed,
  }
}

export function startRun(subject: string, kind: 'refresh' | 'favorite', force = false): Run {
  const last = [...state.runs.values()].findLast(
    (run) => run.subject === subject && run.kind === kind,
  )
  if (last && !force && kind === 'refresh') return runNow(last.id) as Run
  const id = state.runs.size + 1
  state.runs.set(id, { id, kind, subject, startedAt: Date.now() })
  return runNow(id) as Run
}

/** How much of the list can be known by now, of 0..1. */
export function knownPart(subject: string): number {
  const last = [...state.runs.values()].findLast(
    (run) => run.subject === subject && run.kind === 'refresh',
  )
  const run = last ? runNow(last.id) : null
  if (!run) return 0
  if (run.state !== 'running') return 1
  return run.first_results_at ? Math.max(0.15, run.progress.photographers.done / photographers) : 0
}
