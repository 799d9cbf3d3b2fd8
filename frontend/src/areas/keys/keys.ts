import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { components } from '@/api/schema'

export type ApiKey = components['schemas']['Key']
export type NewKey = components['schemas']['NewKey']
export type Scope = ApiKey['scopes'][number]

export const keysOptions = queryOptions({
  queryKey: ['keys'],
  queryFn: () => answerOf(api.GET('/api/keys')),
})

export const makeKey = (body: NewKey) => answerOf(api.POST('/api/keys', { body }))

export const revokeKey = (id: number) =>
  answerOf(api.DELETE('/api/keys/{key_id}', { params: { path: { key_id: id } } }))

/** Whether a key still opens something. */
export const isAlive = (key: ApiKey, now = Date.now()): boolean =>
  key.revoked_at === null && (key.expires_at === null || Date.parse(key.expires_at) > now)
