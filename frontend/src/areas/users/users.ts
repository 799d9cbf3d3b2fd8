import { infiniteQueryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { components } from '@/api/schema'

export type ManagedUser = components['schemas']['ManagedUser']
export type NewUser = components['schemas']['NewUser']
export type UserChange = components['schemas']['UserChange']
export type Role = ManagedUser['role']
export const roles = ['member', 'editor', 'administrator'] as const satisfies readonly Role[]

/** All users, the newest first; for administrators. */
export const usersOptions = infiniteQueryOptions({
  queryKey: ['users'],
  initialPageParam: '',
  queryFn: ({ pageParam }) =>
    answerOf(api.GET('/api/users', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
  getNextPageParam: ({ next_cursor: next }) => next,
  staleTime: 0,
})

export const addUser = (body: NewUser) => answerOf(api.POST('/api/users', { body }))

export const changeUser = (id: number, body: UserChange) =>
  answerOf(api.PATCH('/api/users/{user_id}', { params: { path: { user_id: id } }, body }))

/** What people know a user by: the name to log in with, or the one at Flickr. */
export const nameOf = (user: ManagedUser): string => user.name ?? user.account.display_name
