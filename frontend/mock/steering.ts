import { empty, ok, problem, type Asked, type Handler, type Route } from './answers'
import { group, groupCount } from './groups'
import { state } from './state'
import { account } from './world'

type Kind = (typeof state.mutes)[number]['kind']

const steering = () =>
  ok({
    freshness: state.freshness,
    adventure: state.adventure,
    mutes: state.mutes,
    dismissed: { posts: state.dismissedPosts.size, accounts: state.dismissedAccounts.size },
    shown: state.shown.size,
  })

const named = ({ parts }: Asked) => ({
  kind: parts[1] as Kind,
  value: decodeURIComponent(parts[2] ?? ''),
})

const mute: Handler = (asked) => {
  const { kind, value } = named(asked)
  const who = kind === 'account' ? account(Number(value)) : null
  const groups = Array.from({ length: groupCount }, (_, number) => group(number))
  const label =
    who?.display_name ?? groups.find(({ external_id }) => external_id === value)?.name ?? value
  const added = { kind, value, label, muted_at: new Date().toISOString(), account: who }
  state.mutes = [...state.mutes.filter((one) => one.kind !== kind || one.value !== value), added]
  return ok(added)
}

const unmute: Handler = (asked) => {
  const { kind, value } = named(asked)
  state.mutes = state.mutes.filter((one) => one.kind !== kind || one.value !== value)
  return empty
}

const reset: Handler = ({ body }) => {
  const before = {
    ...state,
    shown: new Map(state.shown),
    posts: new Set(state.dismissedPosts),
    accounts: new Set(state.dismissedAccounts),
  }
  const undo = `undo-${Date.now()}`
  state.undone.set(undo, () => {
    state.freshness = before.freshness
    state.adventure = before.adventure
    state.mutes = before.mutes
    before.posts.forEach((id) => state.dismissedPosts.add(id))
    before.accounts.forEach((id) => state.dismissedAccounts.add(id))
    before.shown.forEach((view, id) => state.shown.set(id, view))
  })
  if (body.sliders) state.freshness = state.adventure = 0
  if (body.mutes) state.mutes = []
  if (body.memory) state.shown.clear()
  if (body.dismissals) {
    state.dismissedPosts.clear()
    state.dismissedAccounts.clear()
  }
  return ok({ undo })
}

const undo: Handler = ({ body }) => {
  const back = state.undone.get(String(body.undo))
  if (!back) return problem(404, 'not_found', 'This can no longer be taken back.')
  state.undone.delete(String(body.undo))
  back()
  return empty
}

function makeFeed() {
  const token = Math.random().toString(36).slice(2).padEnd(24, 'k7Qx2')
  const address = `http://127.0.0.1:5173/api/feeds/${token}/recommendations`
  state.feed = {
    rss_url: `${address}.rss`,
    json_url: `${address}.json`,
    created_at: new Date().toISOString(),
  }
  return ok({ feed: state.feed }, 201)
}

export const steeringRoutes: Route[] = [
  ['GET', /^\/api\/steering$/, steering],
  [
    'PATCH',
    /^\/api\/steering$/,
    ({ body }) => {
      state.freshness = Number(body.freshness ?? state.freshness)
      state.adventure = Number(body.adventure ?? state.adventure)
      return steering()
    },
  ],
  ['PUT', /^\/api\/steering\/mutes\/([^/]+)\/([^/]+)$/, mute],
  ['DELETE', /^\/api\/steering\/mutes\/([^/]+)\/([^/]+)$/, unmute],
  ['POST', /^\/api\/steering\/reset$/, reset],
  ['POST', /^\/api\/steering\/undo$/, undo],
  ['GET', /^\/api\/feeds$/, () => ok({ feed: state.feed })],
  ['POST', /^\/api\/feeds$/, makeFeed],
  ['DELETE', /^\/api\/feeds$/, () => ((state.feed = null), empty)],
]
