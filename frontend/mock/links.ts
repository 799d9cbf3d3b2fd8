import type { Link } from '../src/api/libraryTypes'
import { ok, problem, type Asked, type Route } from './answers'

/** Links of the mock's posts. */

const states = ['done', 'done', 'failed', 'waiting', 'done', 'sent', 'failed', 'done'] as const
const kinds = ['image', 'imgur', 'reddit', 'page', 'post', 'unknown'] as const
const reasons = [
  'Imgur says that this album was deleted.',
  'The file ends in the middle of the picture.',
  'The page names no picture that stands for it.',
]
const again = new Set<number>()

function link(id: number): Link {
  const state = again.has(id) ? 'waiting' : (states[id % states.length] ?? 'done')
  const kind = kinds[(id * 7) % kinds.length] ?? 'image'
  return {
    id,
    post_id: id,
    url: `https://${kind}.example/${id}/a-rather-long-name-of-a-picture-${id * 7919}.jpg`,
    kind,
    state,
    attempts: state === 'failed' ? 3 : state === 'waiting' && !again.has(id) ? 1 : 0,
    next_at: state === 'waiting' ? new Date(Date.now() + 1_800_000).toISOString() : null,
    code: state === 'failed' ? 'gone' : null,
    reason: state === 'failed' ? (reasons[id % 3] ?? null) : null,
    image_id: state === 'done' ? id : null,
    batch: null,
    created_at: '2026-11-20T08:00:00Z',
    finished_at: state === 'done' || state === 'failed' ? '2026-11-20T08:00:09Z' : null,
  }
}
const all = () => Array.from({ length: 120 }, (_, index) => link(120 - index))

function list({ query }: Asked) {
  const fits = all()
    .filter(({ state }) => !query.get('state') || state === query.get('state'))
    .filter(({ kind }) => !query.get('kind') || kind === query.get('kind'))
  const start = Number(query.get('cursor') ?? 0)
  return ok({
    links: fits.slice(start, start + 20),
    next_cursor: start + 20 < fits.length ? String(start + 20) : null,
  })
}
function counts() {
  const found: Record<string, number> = {}
  for (const { state } of all()) found[state] = (found[state] ?? 0) + 1
  return ok({ states: found, total: 120 })
}

export const linkRoutes: Route[] = [
  ['GET', /^\/api\/links$/, list],
  ['GET', /^\/api\/links\/counts$/, counts],
  [
    'POST',
    /^\/api\/links\/(\d+)\/retry$/,
    ({ parts }) => {
      const id = Number(parts[1])
      if (id % 16 === 6)
        return problem(409, 'conflict', 'This link is being read at the moment. Wait a little.')
      again.add(id)
      return ok(link(id), 202)
    },
  ],
]
