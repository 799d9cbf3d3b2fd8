import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { components } from '@/api/schema'

export type ProgramLogin = components['schemas']['ProgramLogin']

/** The programs that are logged in as the user, the newest first. */
export const programsOptions = queryOptions({
  queryKey: ['programs'],
  queryFn: () => answerOf(api.GET('/api/auth/tokens')),
  staleTime: 0,
})

export const logProgramOut = (id: number) =>
  answerOf(api.DELETE('/api/auth/tokens/{login_id}', { params: { path: { login_id: id } } }))
