export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}
export interface Asked {
  parts: RegExpMatchArray
  query: URLSearchParams
  body: Record<string, unknown>
}
export type Handler = (asked: Asked) => Answer
/** Method and path of the contract, and what the mock answers. */
export type Route = [method: string, path: RegExp, handler: Handler]

export const ok = (body: unknown, status = 200): Answer => ({ status, body })
export const empty: Answer = { status: 204 }
export const problem = (status: number, code: string, detail: string, headers = {}): Answer => ({
  status,
  headers,
  body: { type: `/problems/${code}`, title: code, status, detail, code },
})
