import { ok, type Handler, type Route } from './answers'
import { mixedPhotos } from './groups'
import { knownPart } from './runs'
import { fewFavorites, isOwner, state } from './state'
import { person, recommendation } from './why'
import { account, idOf, isSeries, post, special } from './world'

const lastVisit = Date.now() - 4 * 86_400_000
const arrivedSince = new Set([12, 38, 51, 77, 90, 103])

/** Somebody who was here before: what they saw then, and what came since. */
function seenOnTuesday(subject: string) {
  if (subject !== special.me || state.shown.size > 0) return
  const offset = idOf(subject) * 1000
  for (const index of [1, 3, 4, 6, 9, 13, 17, 21, 22, 25, 28, 31])
    state.shown.set(offset + ((index * 37) % 163) + 1, lastVisit)
}

const isMuted = (id: number) => {
  const { owner, tags } = post(id)
  return state.mutes.some(({ kind, value }) =>
    kind === 'account' ? owner.id === Number(value) : kind === 'tag' && tags.includes(value),
  )
}

/** The ranking moves with the sliders: new photos to the front, or the order shaken. */
function ranked(subject: string, part: number) {
  const few = fewFavorites(subject)
  const offset = idOf(subject) * 1000
  const length = few || subject === special.exhausted ? 0 : Math.floor(160 * part)
  const order = Array.from({ length }, (_, index) => offset + ((index * 37) % 163) + 1)
  const year = (id: number) => Number(post(id).posted_at?.slice(0, 4) ?? 2020)
  const places = new Map(
    order.map((id, index) => [
      id,
      index +
        state.freshness * 30 * (2022 - year(id)) +
        state.adventure * 80 * Math.sin(id * 12.9898),
    ]),
  )
  const arrivals = Array.from({ length: state.arrivals }, (_, index) => offset + 500 + index)
  const sorted = order.sort((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0))
  return [...sorted.slice(0, 8), ...arrivals, ...sorted.slice(8)]
}

const recommendations: Handler = ({ parts, query }) => {
  const subject = decodeURIComponent(parts[1] ?? '')
  const owner = isOwner(subject)
  if (owner) seenOnTuesday(subject)
  const few = fewFavorites(subject)
  const size = Number(query.get('photos') ?? 10)
  const from = Number(query.get('cursor') ?? 0)
  const explain = query.get('explain') === 'true'
  const part = knownPart(subject)
  const asked = query.get('view')
  const view = owner && asked ? (asked === 'new' ? String(Date.now()) : asked) : null

  const all = ranked(subject, part).filter(
    (id) => !state.faved.has(id) && !state.dismissedPosts.has(id),
  )
  const unmuted = all.filter((id) => !isMuted(id))
  const wasSeen = (id: number) => view !== null && (state.shown.get(id) ?? Infinity) < Number(view)
  const isStronger = (id: number) => wasSeen(id) && id % 4 === 2
  const kept =
    query.get('seen') === 'include'
      ? unmuted
      : unmuted.filter((id) => !wasSeen(id) || isStronger(id))
  const isNew = (id: number) => view !== null && !wasSeen(id) && arrivedSince.has(id % 1000)
  const ids = [...kept.filter(isNew), ...kept.filter((id) => !isNew(id))]

  const favorites = few ? 2 + state.faved.size : 1243
  const owners = few ? Math.min(favorites, 1 + state.faved.size) : 388
  const enough = favorites >= 5 && owners >= 3
  const folded = (id: number) => (isSeries(id) ? [1, 2, 3].slice(id % 3) : [])
  return ok({
    account: account(idOf(subject)),
    method: query.get('method') ?? 'default',
    generated_at: new Date().toISOString(),
    editable: owner,
    enough,
    needed: { favorites: 5, photographers: 3 },
    based_on: { favorites, photographers: owners, photographers_read: Math.floor(owners * part) },
    run: null,
    photos: ids.slice(from, from + size).map((id, index) => ({
      ...recommendation(id, from + index, explain),
      new: isNew(id),
      stronger: isStronger(id),
      folded: folded(id).map((copy) => ({ ...post(id), id: id + copy * 100_000 })),
    })),
    people:
      part === 0 || few
        ? []
        : Array.from({ length: Number(query.get('people') ?? 5) }, (_, index) =>
            person(30 + index * 3, explain),
          ).filter(({ account: { id } }) => !state.dismissedAccounts.has(id)),
    next_cursor: from + size < ids.length ? String(from + size) : null,
    view,
    visit:
      view === null
        ? null
        : {
            previous_at: subject === special.me ? new Date(lastVisit).toISOString() : null,
            new: kept.filter(isNew).length,
          },
    hidden:
      view === null
        ? { seen: 0, muted: 0, folded: 0 }
        : {
            seen: unmuted.length - kept.length,
            muted: all.length - unmuted.length,
            folded: kept.reduce((count, id) => count + folded(id).length, 0),
          },
    parameters: { freshness: state.freshness, adventure: state.adventure },
    mixed: enough || part === 0 ? [] : mixedPhotos(),
  })
}

export const recommendationRoutes: Route[] = [
  ['GET', /^\/api\/accounts\/flickr\/([^/]+)\/recommendations$/, recommendations],
  [
    'POST',
    /^\/api\/recommendations\/shown$/,
    ({ body }) => {
      for (const { id } of body.posts as { id: number }[])
        if (!((state.shown.get(id) ?? 0) >= Number(body.view)))
          state.shown.set(id, Number(body.view))
      return { status: 204 }
    },
  ],
]
