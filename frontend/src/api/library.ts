import { api, answerOf } from './client'

export type * from './libraryTypes'

interface Options {
  query?: Record<string, unknown>
  body?: unknown
}
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Asks an address of the library. */
export function ask<T>(method: Method, path: string, options: Options = {}): Promise<T> {
  const call = api[method] as unknown as (
    path: string,
    options: unknown,
  ) => Promise<{ data?: T; error?: unknown; response: Response }>
  return answerOf(call(path, { params: { query: options.query }, body: options.body }))
}
