import { artistRoutes } from './artists'
import { empty, ok, problem, type Answer, type Asked, type Handler, type Route } from './answers'
import { crawlRoutes } from './crawls'
import { groupRoutes } from './groups'
import { imageSearchRoutes } from './imageSearch'
import { libraryRoutes } from './library'
import { libraryReviewRoutes } from './libraryReview'
import { librarySearchRoutes } from './librarySearch'
import { linkRoutes } from './links'
import { methodRoutes } from './method'
import { recommendationRoutes } from './recommendations'
import { runNow, startRun } from './runs'
import { sourceRoutes } from './sources'
import { state } from './state'
import { steeringRoutes } from './steering'
import { subscriptionRoutes } from './subscriptions'
import { named, userRoutes } from './users'
import { account, idOf, post, special } from './world'

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

const remember =
  (set: Set<number>, add: boolean): Handler =>
  ({ parts }) => {
    if (add) set.add(Number(parts[1]))
    else set.delete(Number(parts[1]))
    return empty
  }

/** Method and path of the contract, and what the mock answers. */
export const routes: Route[] = [
  ...groupRoutes,
  ...imageSearchRoutes,
  ...libraryRoutes,
  ...libraryReviewRoutes,
  ...librarySearchRoutes,
  ...linkRoutes,
  ...methodRoutes,
  ...recommendationRoutes,
  ...sourceRoutes,
  ...artistRoutes,
  ...crawlRoutes,
  ...steeringRoutes,
  ...userRoutes,
  ...subscriptionRoutes,
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
        user: state.name
          ? named(state.name)
          : state.loggedInAs
            ? {
                id: 1,
                account: account(idOf(state.loggedInAs)),
                created_at: '2026-03-02T08:00:00Z',
                administrator: true,
                role: 'administrator',
                name: null,
              }
            : null,
      }),
  ],
  ['POST', /^\/api\/auth\/logout$/, () => ((state.loggedInAs = state.name = null), empty)],
  ['DELETE', /^\/api\/users\/me$/, () => ((state.loggedInAs = state.name = null), empty)],
  ['GET', /^\/api\/users\/me\/export$/, () => ok({ user: state.loggedInAs })],
  ['POST', /^\/api\/accounts\/lookup$/, lookup],
  ['GET', /^\/api\/accounts\/flickr\/([^/]+)$/, overview],
  [
    'POST',
    /^\/api\/accounts\/flickr\/([^/]+)\/runs$/,
    ({ parts, body }) =>
      ok(startRun(decodeURIComponent(parts[1] ?? ''), 'refresh', body.force === true), 202),
  ],
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
]
