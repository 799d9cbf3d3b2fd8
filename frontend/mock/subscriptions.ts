import type { CheckedListing, ListingRun, Subscription } from '../src/api/listingTypes'
import type { Run } from '../src/api/types'
import { ok, problem, type Asked, type Route } from './answers'
import { state } from './state'
import { account } from './world'

/** Subscriptions of the mock, and looking at what is pasted. */

const hour = 3_600_000
const none = { total: 0, done: 0, failed: 0 }
const takes = 12_000

interface Kept {
  id: number
  listing: Pick<Subscription, 'source' | 'kind' | 'query' | 'title' | 'url'>
  paused: boolean
  interval: number
  adaptive: boolean
  since: string | null
  startedAt: number
  fails: string | null
}

let lastRun = 900
const at = (milliseconds: number) => new Date(milliseconds).toISOString()
const listing = (source: Subscription['source'], kind: Subscription['kind'], query: string) => ({
  source,
  kind,
  query,
  title: kind === 'community' ? `r/${query}` : query,
  url: `https://${source}.example/${encodeURIComponent(query)}`,
})

const kept: Kept[] = (
  [
    [listing('reddit', 'community', 'EarthPorn'), {}],
    [listing('danbooru', 'tags', 'scenery sunset'), { startedAt: Date.now() - 3_000 }],
    [
      listing('konachan', 'tags', 'landscape'),
      { fails: 'Konachan answered with a page instead of JSON, three times.' },
    ],
    [listing('bluesky', 'account', 'nasa.bsky.social'), { paused: true }],
    [
      listing('mastodon', 'tags', 'photography'),
      { since: '2025-01-01T00:00:00Z', adaptive: false, interval: 21_600 },
    ],
    [listing('web', 'feed', 'https://a-very-long-host-name.example/blog/of/pictures/feed.xml'), {}],
    [listing('imgur', 'album', 'AbCdE'), {}],
  ] as [Kept['listing'], Partial<Kept>][]
).map(([what, fields], index) => ({
  id: index + 1,
  listing: what,
  paused: false,
  interval: 10_800,
  adaptive: true,
  since: null,
  startedAt: Date.now() - (index + 1) * hour,
  fails: null,
  ...fields,
}))

function run(
  { id, startedAt, fails }: Pick<Kept, 'id' | 'startedAt' | 'fails'>,
  number: number,
): Run {
  const part = Math.min(1, (Date.now() - startedAt) / takes)
  const ended = part >= 1
  const read = Math.floor((fails ? 100 : 240 + id * 20) * part)
  return {
    id: number,
    kind: 'listing',
    state: !ended ? 'running' : fails ? 'failed' : 'done',
    account: account(id),
    created_at: at(startedAt),
    finished_at: ended ? at(startedAt + takes) : null,
    first_results_at: null,
    progress: {
      ...{ total: 3, done: Math.floor(3 * part), failed: fails && ended ? 1 : 0, waiting: 1 },
      ...{ photographers: none, contacts: none, favorites_read: 0, contacts_read: 0, cleaned: 0 },
      ...{ posts_read: read, posts_new: ended ? Math.floor(read / 5) : 0 },
    },
    deferred_until: null,
    seconds_left: null,
    failures:
      fails && ended ? [{ subject: 'posts', name: null, code: 'bad_answer', reason: fails }] : [],
    failure_count: fails && ended ? 1 : 0,
  }
}

function subscription(one: Kept): Subscription {
  const last = run(one, one.id)
  return {
    id: one.id,
    ...one.listing,
    state: one.paused ? 'paused' : 'active',
    state_code: null,
    state_reason: null,
    interval_seconds: one.interval,
    adaptive: one.adaptive,
    next_due_at: one.paused ? null : at(one.startedAt + one.interval * 1000),
    last_run: last,
    mark: String(7_900_000 + one.id * 131),
    back_fill_since: one.since,
    back_fill_wanted: null,
    posts: one.id * 1234,
    images: one.id * 1180,
    failed_links: one.id % 3,
    created_at: '2026-10-02T08:00:00Z',
    editable: state.loggedInAs !== null,
  }
}
const byId = ({ parts }: Asked) => kept.find(({ id }) => id === Number(parts[1]))
const gone = () =>
  problem(404, 'not_found', 'There is no subscription with this number. It may have been deleted.')

const checks = new Map<number, { text: string; startedAt: number }>()
const look = ({ body }: Asked) => {
  const id = ++lastRun
  checks.set(id, { text: String(body.text), startedAt: Date.now() })
  return ok({ run: checkRun(id) }, 202)
}
const checkRun = (id: number): Run => {
  const ended = Date.now() - (checks.get(id)?.startedAt ?? 0) > 1_500
  return {
    ...run({ id: 1, startedAt: Date.now(), fails: null }, id),
    kind: 'check',
    state: ended ? 'done' : 'running',
  }
}
function found(text: string): CheckedListing | null {
  if (/nothing|quarantined|key/.test(text)) return null
  const community = /r\/(\w+)/.exec(text)?.[1]
  const tags = /(?:tags=|: )([\w+ ]+)/.exec(text)?.[1]?.replaceAll('+', ' ') ?? text
  return {
    ...(community
      ? listing('reddit', 'community', community)
      : listing('danbooru', 'tags', tags.slice(0, 60))),
    description: community
      ? 'The internet’s largest community of landscape photographers: earth, sky and water, all of it real.'
      : null,
    posts: community ? null : 123_456,
    followers: community ? 23_400_000 : null,
    created_at: community ? '2011-02-27T00:00:00Z' : null,
    rating: community ? 'general' : null,
    newest_at: at(Date.now() - 20 * 60_000),
    note: community ? null : 'Without a key, Danbooru searches for two tags at most.',
  }
}
function answer({ parts }: Asked) {
  const id = Number(parts[1])
  const check = checks.get(id)
  if (!check) return problem(404, 'not_found', 'There is no such check.')
  const now = checkRun(id)
  const known = now.state === 'running' ? null : found(check.text)
  const failed = now.state !== 'running' && known === null
  const same = kept.find(
    ({ listing: one }) => one.source === known?.source && one.query === known.query,
  )
  return ok({
    run: now,
    checked: known,
    subscribed: same?.id ?? null,
    problem: !failed
      ? null
      : /key/.test(check.text)
        ? {
            code: 'key_missing',
            reason:
              'Gelbooru wants a key: set GELBOORU_USER_ID and GELBOORU_API_KEY for the pullers.',
            suggestions: [],
          }
        : /quarantined/.test(check.text)
          ? {
              code: 'account_private',
              reason: 'r/quarantined is quarantined: Reddit shows it to nobody without an account.',
              suggestions: [],
            }
          : {
              code: 'unknown_site',
              reason: 'Fovea does not know this site or this form of address.',
              suggestions: ['danbooru: landscape'],
            },
    waiting: null,
  })
}
function subscribe({ body }: Asked) {
  const text = checks.get(Number(body.check))?.text ?? ''
  const what = found(text)
  if (!what) return problem(409, 'conflict', 'This was not understood, so nothing can be read.')
  const one: Kept = {
    id: Math.max(0, ...kept.map(({ id }) => id)) + 1,
    listing: what,
    paused: false,
    interval: Number(body.interval_seconds ?? 3_600),
    adaptive: body.interval_seconds === null,
    since: null,
    startedAt: Date.now(),
    fails: null,
  }
  kept.unshift(one)
  return ok(subscription(one), 201)
}
function list({ query }: Asked) {
  const fits = kept
    .map(subscription)
    .filter((one) => !query.get('state') || one.state === query.get('state'))
    .filter((one) => !query.get('source') || one.source === query.get('source'))
  return ok({ subscriptions: fits, next_cursor: null })
}
function history(asked: Asked) {
  const one = byId(asked)
  if (!one) return gone()
  const runs = Array.from({ length: 8 }, (_, index): ListingRun => {
    const fails = index === 3 ? 'Reddit did not answer within 20 seconds.' : null
    const earlier = { id: one.id + index, startedAt: one.startedAt - index * 3 * hour, fails }
    return {
      ...run(index ? earlier : one, index ? 500 - index : one.id),
      since: index === 7 ? '2025-01-01T00:00:00Z' : null,
      back_fill: index === 7,
      pages: null,
    }
  })
  return ok({ runs, next_cursor: null })
}

export const subscriptionRoutes: Route[] = [
  ['POST', /^\/api\/subscriptions\/checks$/, look],
  ['GET', /^\/api\/subscriptions\/checks\/(\d+)$/, answer],
  ['GET', /^\/api\/subscriptions$/, list],
  ['POST', /^\/api\/subscriptions$/, subscribe],
  [
    'GET',
    /^\/api\/subscriptions\/(\d+)$/,
    (asked) => {
      const one = byId(asked)
      return one ? ok(subscription(one)) : gone()
    },
  ],
  [
    'PATCH',
    /^\/api\/subscriptions\/(\d+)$/,
    (asked) => {
      const one = byId(asked)
      if (!one) return gone()
      const { state: next, interval_seconds: interval } = asked.body
      if (next) one.paused = next === 'paused'
      if (interval !== undefined) one.adaptive = interval === 'adaptive'
      if (typeof interval === 'number') one.interval = interval
      return ok(subscription(one))
    },
  ],
  [
    'DELETE',
    /^\/api\/subscriptions\/(\d+)$/,
    (asked) => {
      const one = byId(asked)
      if (!one) return gone()
      kept.splice(kept.indexOf(one), 1)
      return ok({ removing: asked.query.get('posts') === 'remove' }, 202)
    },
  ],
  ['GET', /^\/api\/subscriptions\/(\d+)\/runs$/, history],
  [
    'POST',
    /^\/api\/subscriptions\/(\d+)\/runs$/,
    (asked) => {
      const one = byId(asked)
      if (!one) return gone()
      one.startedAt = Date.now()
      one.since = (asked.body.since as string | null) ?? one.since
      return ok(run(one, one.id), 202)
    },
  ],
]
