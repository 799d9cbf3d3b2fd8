import type { BlockedTag, DuplicateGroup, Merge, Tag } from '../src/api/libraryTypes'
import type { Run } from '../src/api/types'
import { account } from './world'
import { empty, ok, problem, type Asked, type Route } from './answers'
import { allTags, card, groupOf, image, tagNamed, tagsOf } from './library'

/** Duplicates, tags, clean-ups and keys of the mock's library. */

const merges: Merge[] = []
const distinct = new Set<string>()
const pair = (one: number, other: number) => [Math.min(one, other), Math.max(one, other)].join('/')

function groups(): DuplicateGroup[] {
  const gone = new Set(
    merges.filter(({ undone_at: undone }) => !undone).map(({ dropped_id: id }) => id),
  )
  return Array.from({ length: 24 }, (_, index) => groupOf((index + 1) * 40))
    .map((ids) => ids.filter((id) => !gone.has(id)))
    .filter((ids) => ids.length > 1 && !distinct.has(pair(ids[0] ?? 0, ids[1] ?? 0)))
    .map((ids) => ({
      id: ids[0] ?? 0,
      size: ids.length,
      distinct: [],
      images: ids.map((id) => ({
        ...card(id),
        bytes: image(id).bytes,
        tags: tagsOf(id),
        kept: true,
        post_count: 1 + (id % 3),
        posted_at: null,
      })),
      distances: ids.map((one) => ids.map((other) => Math.abs(one - other) * 2)),
    }))
}
function merge({ body }: Asked) {
  const dropped = body.dropped_ids as number[]
  const made = dropped.map((id): Merge => {
    const merged = {
      id: merges.length + 1,
      kept_id: Number(body.kept_id),
      dropped_id: id,
      made_at: new Date().toISOString(),
      undone_at: null,
    }
    merges.unshift(merged)
    return merged
  })
  return ok({ merges: made, image: image(Number(body.kept_id)) }, 201)
}

const changed = new Map<string, Partial<Tag>>()
const tag = (name: string): Tag => ({
  name,
  namespace: tagNamed(name).namespace,
  count: tagNamed(name).count,
  alias_of: null,
  aliases: [],
  implies: name === 'harbour' ? ['sea'] : [],
  blocked: false,
  ...changed.get(name),
})
const nameIn = ({ parts }: Asked) => decodeURIComponent(parts[1] ?? '')
const note = (name: string, fields: Partial<Tag>) => {
  changed.set(name, { ...changed.get(name), ...fields })
  return ok(tag(name))
}
function tags({ query }: Asked) {
  const prefix = query.get('prefix') ?? ''
  const namespace = query.get('namespace')
  const all = [...allTags, 'artist:ada_lind']
    .map(tag)
    .filter(({ name }) => name.startsWith(prefix))
    .filter((one) => !namespace || one.namespace === namespace)
    .sort((one, other) =>
      query.get('order') === 'name' ? one.name.localeCompare(other.name) : other.count - one.count,
    )
  const start = Number(query.get('cursor') ?? 0)
  return ok({
    tags: all.slice(start, start + 15),
    next_cursor: start + 15 < all.length ? String(start + 15) : null,
  })
}

let blocked: BlockedTag[] = [
  { name: 'gore', reason: 'Not wanted here.', created_at: '2026-11-02T00:00:00Z' },
]
const cleanups: number[] = []
const takes = 8_000
const none = { total: 0, done: 0, failed: 0 }
function cleanup(index: number): Run {
  const startedAt = cleanups[index] ?? 0
  const part = Math.min(1, (Date.now() - startedAt) / takes)
  const done = Math.floor(48 * part)
  return {
    id: index + 1,
    kind: 'cleanup',
    state: part < 1 ? 'running' : 'done',
    account: account(1),
    created_at: new Date(startedAt).toISOString(),
    finished_at: part < 1 ? null : new Date(startedAt + takes).toISOString(),
    first_results_at: null,
    progress: {
      ...{ total: 48, done, failed: 0, waiting: 48 - done, cleaned: done * 3 },
      ...{ photographers: none, contacts: none, favorites_read: 0, contacts_read: 0 },
    },
    deferred_until: null,
    seconds_left: part < 1 ? (takes * (1 - part)) / 1000 : null,
    failures: [],
    failure_count: 0,
  }
}

let keys: Record<string, unknown>[] = [
  {
    id: 1,
    name: 'Backup script',
    prefix: 'fov_9aXk',
    scopes: ['library:read'],
    owner: null,
    created_at: '2026-09-01T00:00:00Z',
    last_used_at: '2026-11-20T21:14:00Z',
    expires_at: '2027-09-01T00:00:00Z',
    revoked_at: null,
  },
  {
    id: 2,
    name: 'Old importer',
    prefix: 'fov_k2Lq',
    scopes: ['library:read', 'library:write'],
    owner: null,
    created_at: '2026-03-01T00:00:00Z',
    last_used_at: null,
    expires_at: null,
    revoked_at: '2026-06-01T00:00:00Z',
  },
]
function makeKey({ body }: Asked) {
  const key = {
    id: keys.length + 1,
    name: body.name,
    prefix: 'fov_Zt71',
    scopes: body.scopes,
    owner: null,
    created_at: new Date().toISOString(),
    last_used_at: null,
    expires_at: body.expires_in_days
      ? new Date(Date.now() + Number(body.expires_in_days) * 86_400_000).toISOString()
      : null,
    revoked_at: null,
  }
  keys = [key, ...keys]
  return ok({ ...key, key: 'fov_Zt71mDqH2wXo0Ls8v4bKcTn9RrYp5JaEf6Gu3iNxWkM' }, 201)
}

export const libraryReviewRoutes: Route[] = [
  [
    'GET',
    /^\/api\/duplicates$/,
    () => ok({ groups: groups().slice(0, 10), total: groups().length, next_cursor: null }),
  ],
  ['POST', /^\/api\/duplicates\/merges$/, merge],
  ['GET', /^\/api\/duplicates\/merges$/, () => ok({ merges, next_cursor: null })],
  [
    'DELETE',
    /^\/api\/duplicates\/merges\/(\d+)$/,
    ({ parts }) => {
      const found = merges.find(({ id }) => id === Number(parts[1]))
      if (!found) return problem(404, 'not_found', 'There is no such merge.')
      found.undone_at = new Date().toISOString()
      return empty
    },
  ],
  [
    'PUT',
    /^\/api\/duplicates\/distinct\/(\d+)\/(\d+)$/,
    ({ parts }) => (distinct.add(pair(Number(parts[1]), Number(parts[2]))), empty),
  ],
  [
    'DELETE',
    /^\/api\/duplicates\/distinct\/(\d+)\/(\d+)$/,
    ({ parts }) => (distinct.delete(pair(Number(parts[1]), Number(parts[2]))), empty),
  ],
  ['GET', /^\/api\/tags$/, tags],
  ['GET', /^\/api\/tags\/([^/]+)$/, (asked) => ok(tag(nameIn(asked)))],
  ['PATCH', /^\/api\/tags\/([^/]+)$/, (asked) => note(nameIn(asked), asked.body as Partial<Tag>)],
  [
    'PUT',
    /^\/api\/tags\/([^/]+)\/alias$/,
    (asked) => note(nameIn(asked), { alias_of: String(asked.body.of) }),
  ],
  ['DELETE', /^\/api\/tags\/([^/]+)\/alias$/, (asked) => note(nameIn(asked), { alias_of: null })],
  [
    'PUT',
    /^\/api\/tags\/([^/]+)\/implications\/([^/]+)$/,
    (asked) =>
      note(nameIn(asked), {
        implies: [...tag(nameIn(asked)).implies, decodeURIComponent(asked.parts[2] ?? '')],
      }),
  ],
  [
    'DELETE',
    /^\/api\/tags\/([^/]+)\/implications\/([^/]+)$/,
    (asked) =>
      note(nameIn(asked), {
        implies: tag(nameIn(asked)).implies.filter(
          (name) => name !== decodeURIComponent(asked.parts[2] ?? ''),
        ),
      }),
  ],
  ['GET', /^\/api\/blocked-tags$/, () => ok({ blocked, tags: blocked.length, images: 3 })],
  [
    'PUT',
    /^\/api\/blocked-tags\/([^/]+)$/,
    (asked) => {
      blocked = [
        {
          name: nameIn(asked),
          reason: String(asked.body.reason),
          created_at: new Date().toISOString(),
        },
        ...blocked.filter(({ name }) => name !== nameIn(asked)),
      ]
      return ok(blocked[0])
    },
  ],
  [
    'DELETE',
    /^\/api\/blocked-tags\/([^/]+)$/,
    (asked) => ((blocked = blocked.filter(({ name }) => name !== nameIn(asked))), empty),
  ],
  [
    'GET',
    /^\/api\/cleanups$/,
    () => ok({ runs: cleanups.map((_, index) => cleanup(index)).reverse() }),
  ],
  [
    'POST',
    /^\/api\/cleanups$/,
    () => (cleanups.push(Date.now()), ok(cleanup(cleanups.length - 1), 202)),
  ],
  ['GET', /^\/api\/keys$/, () => ok({ keys, scopes: ['library:read', 'library:write', 'admin'] })],
  ['POST', /^\/api\/keys$/, makeKey],
  [
    'DELETE',
    /^\/api\/keys\/(\d+)$/,
    ({ parts }) => (
      (keys = keys.map((key) =>
        key.id === Number(parts[1]) ? { ...key, revoked_at: new Date().toISOString() } : key,
      )),
      empty
    ),
  ],
]
