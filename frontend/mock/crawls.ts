import type { CrawlEngine, CrawlPicture, Label, WholeCrawl } from '../src/api/crawlTypes'
import { empty, ok, problem, type Asked, type Route } from './answers'
import { card } from './library'
import { state } from './state'
import { account, idOf } from './world'

/** Crawls of the mock: a search takes some seconds, and every ninth result shows no picture. */

const takes = 15_000
const at = (milliseconds: number) => new Date(milliseconds).toISOString()

const engine = (name: string, title: string, fields: Partial<CrawlEngine> = {}): CrawlEngine => ({
  name,
  title,
  takes: 'words',
  page_size: 50,
  most: null,
  licences: false,
  keyed: false,
  auth: 'none',
  key: 'not_needed',
  key_names: [],
  usable: true,
  documentation: `https://${name}.example/api`,
  paused_until: null,
  reason: null,
  simulated: true,
  ...fields,
})
const missing = { keyed: true, auth: 'required', key: 'missing', usable: false } as const
const engines = [
  engine('google', 'Google', {
    ...missing,
    most: 100,
    key_names: ['GOOGLE_SEARCH_KEY', 'GOOGLE_SEARCH_ENGINE'],
  }),
  engine('baidu', 'Baidu', { most: 1_500, reason: 'Baidu answered with a page instead of JSON.' }),
  engine('brave', 'Brave', { keyed: true, auth: 'required', key: 'present', most: 200 }),
  engine('openverse', 'Openverse', { auth: 'optional', most: 240, licences: true }),
  engine('commons', 'Wikimedia Commons', { licences: true }),
  engine('danbooru', 'Danbooru', { takes: 'tags' }),
]

interface Kept {
  id: number
  wish: Pick<WholeCrawl, 'keywords' | 'engines' | 'limit' | 'limit_in_all' | 'filters'>
  startedAt: number
  /** How long it went on before it was paused, and whether it was stopped then. */
  halted: { after: number; as: 'paused' | 'cancelled' } | null
}
const filters = { least_width: 0, least_height: 0, licensed: false }
const wish = (keywords: string[], limit: number): Kept['wish'] => ({
  keywords,
  engines: ['commons', 'openverse'],
  limit,
  limit_in_all: null,
  filters,
})
const kept: Kept[] = [
  { id: 2, wish: wish(['night sky', 'harbour'], 100), startedAt: Date.now(), halted: null },
  { id: 1, wish: wish(['bridge'], 40), startedAt: Date.now() - 86_400_000, halted: null },
]
const said = new Map<number, Label>()

const elapsed = ({ startedAt, halted }: Kept) => halted?.after ?? Date.now() - startedAt
const partOf = (one: Kept) => Math.min(1, elapsed(one) / takes)
const isDead = (place: number) => place % 9 === 4
const isFolded = (place: number) => place % 7 === 3

function progressOf(listed: number, part: number) {
  const ended = Array.from({ length: Math.floor(listed * part) }, (_, place) => place)
  const dead = ended.filter(isDead).length
  const folded = ended.filter((place) => !isDead(place) && isFolded(place)).length
  return {
    ...{ listed, pending: listed - ended.length, pictures: ended.length - dead, dead },
    ...{ different: ended.length - dead - folded, duplicates_bytes: folded, duplicates_looks: 0 },
    ...{ not_pictures: 0, filtered: 0, removed: 0, cancelled: 0 },
  }
}
function picturesOf(one: Kept): CrawlPicture[] {
  const { keywords, engines: asked, limit } = one.wish
  const searches = keywords.flatMap((keyword) => asked.map((name) => ({ keyword, name })))
  return searches.flatMap(({ keyword, name }, search) =>
    Array.from({ length: Math.floor(limit * partOf(one)) }, (_, place) => place)
      .filter((place) => !isDead(place) && !isFolded(place))
      .map((place): CrawlPicture => {
        const image = card(one.id * 400 + search * limit + place)
        const label = said.get(image.id) ?? null
        const text = label ? label === 'text' : place % 4 === 1
        return {
          image,
          class: text ? 'text' : 'nontext',
          sure: label !== null || place % 10 !== 1,
          label,
          score: text ? 0.9 : 0.1,
          engine: name,
          keyword,
          title: image.title,
          page_url: `https://${name}.example/${image.id}`,
          original_url: `https://${name}.example/${image.id}.jpg`,
          file_url: null,
          licence: place % 3 ? 'CC BY-SA 4.0' : null,
          licence_url: 'https://creativecommons.org/licenses/by-sa/4.0/',
          creator: account(place).display_name,
          duplicates: isFolded(place + 1) ? 1 : 0,
        }
      }),
  )
}
function crawl(one: Kept): WholeCrawl {
  const part = partOf(one)
  const { keywords, engines: asked, limit } = one.wish
  const searches = keywords.flatMap((keyword) => asked.map((name) => ({ keyword, name })))
  const each = progressOf(limit, part)
  const pictures = picturesOf(one)
  const count = (fits: (one: CrawlPicture) => boolean) => pictures.filter(fits).length
  return {
    id: one.id,
    run_id: one.id + 5_000,
    owner: account(idOf(state.loggedInAs ?? '10000001@N00')),
    state: one.halted?.as ?? (part < 1 ? 'active' : 'done'),
    ...one.wish,
    again_of: null,
    created_at: at(one.startedAt),
    finished_at: part < 1 && !one.halted ? null : at(one.startedAt + elapsed(one)),
    progress: progressOf(limit * searches.length, part),
    classes: {
      text: count(({ class: is }) => is === 'text'),
      nontext: count(({ class: is }) => is === 'nontext'),
      unsure: count(({ sure }) => !sure),
      pending: 0,
    },
    searches: searches.map(({ keyword, name }) => ({
      engine: name,
      keyword,
      url: `https://${name}.example/search?q=${encodeURIComponent(keyword)}`,
      state: part < 0.5 ? 'reading' : 'done',
      code: null,
      reason: null,
      deferred_until: null,
      progress: each,
    })),
    failures: each.dead
      ? [
          {
            state: 'dead',
            code: 'http_404',
            reason: 'The site says that there is nothing (404).',
            count: each.dead * searches.length,
          },
        ]
      : [],
  }
}

const byId = ({ parts }: Asked) => kept.find(({ id }) => id === Number(parts[1]))
const gone = () => problem(404, 'not_found', 'There is no such crawl.')
function begin(wanted: Kept['wish']) {
  const id = Math.max(0, ...kept.map((one) => one.id)) + 1
  const one: Kept = { id, wish: wanted, startedAt: Date.now(), halted: null }
  kept.unshift(one)
  return ok(crawl(one), 202)
}
const visitor = () => problem(401, 'not_logged_in', 'Log in first.')
/** Of whoever is logged in, and there is one to ask about. */
const about = (handler: (one: Kept, asked: Asked) => ReturnType<Route[2]>) => (asked: Asked) => {
  const one = byId(asked)
  return state.loggedInAs === null ? visitor() : one ? handler(one, asked) : gone()
}
function images(one: Kept, { query }: Asked) {
  const of = query.get('class')
  const all = picturesOf(one).filter(
    (picture) => !of || (of === 'unsure' ? !picture.sure : picture.class === of),
  )
  const from = Number(query.get('cursor') ?? 0)
  const to = from + Number(query.get('limit') ?? 50)
  return ok({ images: all.slice(from, to), next_cursor: to < all.length ? String(to) : null })
}
function turn(one: Kept, { body }: Asked) {
  if (body.state === 'active' && one.halted) one.startedAt = Date.now() - one.halted.after
  const next = body.state as 'active' | 'paused' | 'cancelled'
  one.halted = next === 'active' ? null : { after: elapsed(one), as: next }
  return ok(crawl(one))
}
function label(_: Kept, { body }: Asked) {
  for (const id of body.images as number[])
    if (body.label) said.set(id, body.label as Label)
    else said.delete(id)
  return empty
}
function duplicates(one: Kept, { parts }: Asked) {
  const found = picturesOf(one).find(({ image }) => image.id === Number(parts[2]))
  return ok({ duplicates: found ? [{ ...found, alike_by: 'bytes' }] : [] })
}

export const crawlRoutes: Route[] = [
  ['GET', /^\/api\/crawl-engines$/, () => ok({ engines })],
  [
    'GET',
    /^\/api\/crawls$/,
    ({ query }) =>
      state.loggedInAs === null
        ? visitor()
        : ok({
            crawls: kept
              .map(crawl)
              .filter((one) => !query.get('state') || one.state === query.get('state')),
            next_cursor: null,
          }),
  ],
  [
    'POST',
    /^\/api\/crawls$/,
    ({ body }) => (state.loggedInAs === null ? visitor() : begin(body as unknown as Kept['wish'])),
  ],
  ['GET', /^\/api\/crawls\/(\d+)$/, about((one) => ok(crawl(one)))],
  ['PATCH', /^\/api\/crawls\/(\d+)$/, about(turn)],
  ['DELETE', /^\/api\/crawls\/(\d+)$/, about((one) => (kept.splice(kept.indexOf(one), 1), empty))],
  ['POST', /^\/api\/crawls\/(\d+)\/again$/, about((one) => begin(one.wish))],
  ['GET', /^\/api\/crawls\/(\d+)\/images$/, about(images)],
  ['GET', /^\/api\/crawls\/(\d+)\/images\/(\d+)\/duplicates$/, about(duplicates)],
  ['PUT', /^\/api\/crawls\/(\d+)\/labels$/, about(label)],
]
