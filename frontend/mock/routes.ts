import { knownPart, runNow, startRun } from './runs'
import { fewFavorites, isOwner, state } from './state'
import { account, idOf, person, post, recommendation, special } from './world'

export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}
interface Asked {
  parts: RegExpMatchArray
  query: URLSearchParams
  body: Record<string, unknown>
}
type Handler = (asked: Asked) => Answer

const ok = (body: unknown, status = 200): Answer => ({ status, body })
const empty: Answer = { status: 204 }
export const problem = (status: number, code: string, detail: string, headers = {}): Answer => ({
  status,
  headers,
  body: { type: `/problems/${code}`, title: code, status, detail, code },
})

const group = (number: number) => ({
  external_id: `${300 + number}@N00`,
  name:
    [
      'Flickr Central',
      'Black and White',
      'Hardcore Street Photography',
      'Print Boldly',
      'Flickr’s 100 Best',
    ][number] ?? '',
  members: 41250 * (number + 1),
  photos: 902113,
  url: `https://www.flickr.com/groups/${300 + number}@N00/`,
  icon_url: null,
})

function lookup({ body }: Asked): Answer {
  const query = String(body.query ?? '')
  if (/private/.test(query))
    return problem(
      403,
      'account_private',
      'This person keeps their favourites private, so there is nothing to go by. Try someone else.',
    )
  if (/gone/.test(query))
    return problem(404, 'account_gone', 'This account is no longer on Flickr. Try someone else.')
  if (/busy/.test(query))
    return problem(429, 'too_many_requests', 'That were many look-ups in a short time.', {
      'Retry-After': '40',
    })
  if (/down/.test(query))
    return problem(
      503,
      'source_unavailable',
      'Flickr does not answer at the moment. Try again in a few minutes.',
    )
  if (/nobody/.test(query))
    return problem(
      404,
      'account_not_found',
      'Nobody on Flickr goes by “nobody”. Check the spelling, or paste the address of their page.',
    )
  const found = /(\d{8}@N\d\d)/.exec(query)?.[1]
  return ok(account(found ? idOf(found) : 10))
}

function recommendations({ parts, query }: Asked): Answer {
  const subject = decodeURIComponent(parts[1] ?? '')
  const few = fewFavorites(subject)
  const size = Number(query.get('photos') ?? 10)
  const from = Number(query.get('cursor') ?? 0)
  const part = knownPart(subject)
  const offset = idOf(subject) * 1000
  const order = Array.from(
    { length: few || subject === special.exhausted ? 0 : Math.floor(160 * part) },
    (_, index) => offset + ((index * 37) % 163) + 1,
  )
  const arrivals = Array.from({ length: state.arrivals }, (_, index) => offset + 500 + index)
  const ids = [...order.slice(0, 8), ...arrivals, ...order.slice(8)].filter(
    (id) => !state.faved.has(id) && !state.dismissedPosts.has(id),
  )
  const favorites = few ? 2 + state.faved.size : 1243
  const owners = few ? Math.min(favorites, 1 + state.faved.size) : 388
  return ok({
    account: account(idOf(subject)),
    method: 'flexplore',
    generated_at: new Date().toISOString(),
    editable: isOwner(subject),
    enough: favorites >= 5 && owners >= 3,
    needed: { favorites: 5, photographers: 3 },
    based_on: { favorites, photographers: owners, photographers_read: Math.floor(owners * part) },
    run: null,
    photos: ids.slice(from, from + size).map((id, index) => recommendation(id, from + index)),
    people:
      part === 0 || few
        ? []
        : Array.from({ length: Number(query.get('people') ?? 5) }, (_, index) =>
            person(30 + index * 3),
          ).filter(({ account: { id } }) => !state.dismissedAccounts.has(id)),
    next_cursor: from + size < ids.length ? String(from + size) : null,
  })
}

function overview({ parts }: Asked): Answer {
  const subject = decodeURIComponent(parts[1] ?? '')
  const id = idOf(subject)
  if (!Number.isFinite(id) || id < 0)
    return problem(
      404,
      'account_not_found',
      'Nobody on Flickr has this number. Check the address, or look up someone else.',
    )
  if (subject === special.broken)
    return problem(
      503,
      'source_unavailable',
      'Flickr does not answer at the moment. Try again in a few minutes.',
      { 'Retry-After': '120' },
    )
  return ok({
    ...account(id),
    favorites: 1243,
    photographers: 388,
    favorites_pulled_at: null,
    run: null,
  })
}

function fave({ parts }: Asked): Answer {
  const id = Number(parts[1])
  if (id % 7 === 0)
    return problem(502, 'source_refused', 'Flickr says that this photo may not be faved by you.')
  state.faved.add(id)
  state.arrivals += 5
  return ok({ favorited: true, run: startRun(post(id).owner.external_id, 'favorite') })
}

function groupPhotos({ parts, query }: Asked): Answer {
  const number = Number.parseInt(parts[1] ?? '300') - 300
  const page = Number(query.get('page') ?? 1)
  const limit = Number(query.get('limit') ?? 20)
  const first = 4000 + number * 500 + (page - 1) * limit
  return ok({
    group: group(number),
    photos: Array.from({ length: limit }, (_, index) => post(first + index)).filter(
      ({ id }) => !state.faved.has(id),
    ),
    next_page: page < 3 ? page + 1 : null,
  })
}

const remember =
  (set: Set<number>, add: boolean): Handler =>
  ({ parts }) => {
    if (add) set.add(Number(parts[1]))
    else set.delete(Number(parts[1]))
    return empty
  }

/** Method and path of the contract, and what the mock answers. */
export const routes: [string, RegExp, Handler][] = [
  [
    'GET',
    /^\/api\/status$/,
    () =>
      ok({
        version: '0.1.0',
        simulated: true,
        simulator_url: '/mock/',
        flickr_login: true,
        public_url: '/',
        limits: { minimum_favorites: 5, minimum_photographers: 3 },
      }),
  ],
  [
    'GET',
    /^\/api\/session$/,
    () =>
      ok({
        user: state.loggedInAs
          ? { id: 1, account: account(idOf(state.loggedInAs)), created_at: '2026-03-02T08:00:00Z' }
          : null,
      }),
  ],
  ['POST', /^\/api\/auth\/logout$/, () => ((state.loggedInAs = null), empty)],
  ['DELETE', /^\/api\/users\/me$/, () => ((state.loggedInAs = null), empty)],
  ['GET', /^\/api\/users\/me\/export$/, () => ok({ user: state.loggedInAs })],
  ['POST', /^\/api\/accounts\/lookup$/, lookup],
  ['GET', /^\/api\/accounts\/flickr\/([^/]+)$/, overview],
  [
    'POST',
    /^\/api\/accounts\/flickr\/([^/]+)\/runs$/,
    ({ parts, body }) =>
      ok(startRun(decodeURIComponent(parts[1] ?? ''), 'refresh', body.force === true), 202),
  ],
  ['GET', /^\/api\/accounts\/flickr\/([^/]+)\/recommendations$/, recommendations],
  [
    'GET',
    /^\/api\/runs\/(\d+)$/,
    ({ parts }) => {
      const run = runNow(Number(parts[1]))
      return run ? ok(run) : problem(404, 'not_found', 'There is no such run.')
    },
  ],
  ['PUT', /^\/api\/favorites\/(\d+)$/, fave],
  [
    'DELETE',
    /^\/api\/favorites\/(\d+)$/,
    ({ parts }) => (state.faved.delete(Number(parts[1])), ok({ favorited: false, run: null })),
  ],
  [
    'POST',
    /^\/api\/posts\/(\d+)\/comments$/,
    ({ body }) =>
      String(body.text).includes('fail')
        ? problem(
            502,
            'source_refused',
            'Flickr did not take the comment: comments are closed for this photo.',
          )
        : ok(
            { comment: { external_id: '1', url: 'https://www.flickr.com/', text: body.text } },
            201,
          ),
  ],
  ['PUT', /^\/api\/dismissals\/posts\/(\d+)$/, remember(state.dismissedPosts, true)],
  ['DELETE', /^\/api\/dismissals\/posts\/(\d+)$/, remember(state.dismissedPosts, false)],
  ['PUT', /^\/api\/dismissals\/accounts\/(\d+)$/, remember(state.dismissedAccounts, true)],
  ['DELETE', /^\/api\/dismissals\/accounts\/(\d+)$/, remember(state.dismissedAccounts, false)],
  [
    'GET',
    /^\/api\/dismissals$/,
    () =>
      ok({
        posts: [...state.dismissedPosts].map(post),
        accounts: [...state.dismissedAccounts].map(account),
      }),
  ],
  ['GET', /^\/api\/groups$/, () => ok({ groups: [0, 1, 2, 3, 4].map(group) })],
  ['GET', /^\/api\/groups\/flickr\/([^/]+)\/photos$/, groupPhotos],
]
