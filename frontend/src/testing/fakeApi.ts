import { vi } from 'vitest'

export interface Call {
  method: string
  path: string
  query: URLSearchParams
  body: unknown
}
type Reply = { status?: number; body?: unknown; headers?: Record<string, string> }
type Handler = (call: Call) => Reply | Promise<Reply>

export const problemReply = (
  status: number,
  code: string,
  detail: string,
  headers: Record<string, string> = {},
): Reply => ({ status, headers, body: { type: 'about:blank', title: code, status, detail, code } })

/** What was sent; nothing of a form, for Node cannot read jsdom's files. */
async function bodyOf(request: Request): Promise<unknown> {
  if (request.headers.get('Content-Type')?.startsWith('multipart/')) return undefined
  const text = await request.text()
  return text ? JSON.parse(text) : undefined
}

/** What every page asks for, whatever the test is about. */
const always: Record<string, Handler> = {
  'GET /api/session': () => ({ body: { user: null } }),
  'GET /api/status': () => ({
    body: {
      version: '0.1.0',
      simulated: false,
      simulator_url: null,
      flickr_login: true,
      public_url: '/',
      limits: { minimum_favorites: 5, minimum_photographers: 3 },
    },
  }),
}

/**
 * Stands in for the network: "METHOD /path" to what is answered. Gives the list of calls that were made. An
 * address that was not foreseen is answered with a problem that names it.
 */
export function fakeApi(handlers: Record<string, Handler>): Call[] {
  const calls: Call[] = []
  const all = { ...always, ...handlers }
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const path = decodeURIComponent(url.pathname)
    const call: Call = {
      method: request.method,
      path,
      query: url.searchParams,
      body: await bodyOf(request),
    }
    calls.push(call)
    const handler = all[`${request.method} ${path}`]
    const {
      status = 200,
      body,
      headers = {},
    } = handler
      ? await handler(call)
      : problemReply(404, 'not_found', `Nothing answers ${request.method} ${path}`)
    return new Response(body === undefined ? null : JSON.stringify(body), {
      status,
      headers: { 'Content-Type': 'application/json', ...headers },
    })
  })
  return calls
}

/** The calls of one kind, in order. */
export const callsTo = (calls: Call[], method: string, path: string) =>
  calls.filter((call) => call.method === method && call.path === path)
