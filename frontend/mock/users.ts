import type { components } from '../src/api/schema'
import { empty, ok, problem, type Asked, type Route } from './answers'
import { state } from './state'
import { account } from './world'

type ManagedUser = components['schemas']['ManagedUser']
type ProgramLogin = components['schemas']['ProgramLogin']

/** Users with names and passwords. Whoever logs in as “mia” or otherwise is somebody; “wrong” is no password. */

const local = (id: number, name: string) => ({
  ...account(id),
  source: 'local',
  external_id: `local-${id}`,
  username: name,
  real_name: null,
  display_name: name,
  icon_url: null,
})
const user = (id: number, name: string, role: ManagedUser['role'] = 'member'): ManagedUser => ({
  id,
  name,
  account: local(id, name),
  role,
  created_at: '2026-03-02T08:00:00Z',
  last_seen_at: '2026-11-20T08:00:00Z',
  disabled_at: null,
})
const users = new Map(
  [user(4, 'noa'), user(3, 'otto', 'editor'), user(2, 'mia')].map((one) => [one.id, one]),
)
const programs = new Map<number, ProgramLogin>([
  [
    7,
    {
      id: 7,
      name: 'Nightly crawl',
      created_at: '2026-11-01T08:00:00Z',
      refreshed_at: '2026-11-20T08:00:00Z',
      expires_at: '2026-12-20T08:00:00Z',
    },
  ],
])

/** Whoever logged in with a name, as GET /api/session tells. */
export const named = (name: string) => ({
  id: 1,
  account: local(1, name),
  created_at: '2026-03-02T08:00:00Z',
  administrator: true,
  role: 'administrator',
  name,
})

function logIn({ body }: Asked) {
  if (body.password === 'wrong')
    return problem(401, 'login_failed', 'Nobody has this name and password.')
  if (body.password === 'often')
    return problem(429, 'too_many_requests', 'Too many.', { 'Retry-After': '60' })
  state.name = String(body.name)
  return ok({ user: named(state.name) })
}

function change({ parts, body }: Asked) {
  const one = users.get(Number(parts[1]))
  if (!one) return problem(404, 'not_found', 'There is no such user.')
  if (body.role) one.role = body.role as ManagedUser['role']
  if ('disabled' in body) one.disabled_at = body.disabled ? new Date().toISOString() : null
  return ok(one)
}

function add({ body }: Asked) {
  const name = String(body.name)
  if ([...users.values()].some((one) => one.name === name))
    return problem(409, 'name_taken', 'Somebody has this name already.')
  const one = user(10 + users.size, name, body.role as ManagedUser['role'])
  users.set(one.id, one)
  return ok(one, 201)
}

export const userRoutes: Route[] = [
  ['POST', /^\/api\/auth\/login$/, logIn],
  [
    'GET',
    /^\/api\/users$/,
    () => ok({ users: [...users.values()].sort((a, b) => b.id - a.id), next_cursor: null }),
  ],
  ['POST', /^\/api\/users$/, add],
  ['PATCH', /^\/api\/users\/(\d+)$/, change],
  ['PUT', /^\/api\/users\/me\/password$/, () => empty],
  ['GET', /^\/api\/auth\/tokens$/, () => ok({ logins: [...programs.values()] })],
  [
    'DELETE',
    /^\/api\/auth\/tokens\/(\d+)$/,
    ({ parts }) => (programs.delete(Number(parts[1])), empty),
  ],
]
