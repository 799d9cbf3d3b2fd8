import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'vite'
import { problem, type Answer } from './answers'
import { face, picture } from './pictures'
import { routes } from './routes'
import { state } from './state'
import { account, idOf, special } from './world'

const delay = 160

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  // A form brings a picture, at which the mock does not look.
  const isForm = request.headers['content-type']?.startsWith('multipart/')
  return chunks.length && !isForm
    ? (JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>)
    : {}
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer) {
  const type = status >= 400 ? 'application/problem+json' : 'application/json'
  response.writeHead(status, body === undefined ? headers : { 'Content-Type': type, ...headers })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}

const svg = (response: ServerResponse, drawing: string) => {
  response.writeHead(200, { 'Content-Type': 'image/svg+xml', 'Cache-Control': 'max-age=3600' })
  response.end(drawing)
}

/** The mock's own pages: who can be looked at, and logging in by a click. */
function page(response: ServerResponse) {
  const people = Object.entries(special)
    .map(
      ([what, id]) =>
        `<li><a href="/flickr/${id}">${what}: ${account(idOf(id)).display_name}</a>, <a href="/mock/log-in/${id}">log in</a></li>`,
    )
    .join('')
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(`<!doctype html><title>Mock</title><ul>${people}</ul>`)
}

function logIn(response: ServerResponse, externalId: string, next: string) {
  state.loggedInAs = externalId
  response.writeHead(302, { Location: next })
  response.end()
}

/** Serves the API's contract with generated data, for `npm run dev:mock`. */
export const mockApi = (): Plugin => ({
  name: 'fovea-mock-api',
  configureServer(server) {
    server.middlewares.use(async (request, response, next) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://mock')
      const drawn = /^\/mock\/picture\/(\d+)\/(\d+)x(\d+)$/.exec(pathname)
      if (drawn) return svg(response, picture(Number(drawn[1]), Number(drawn[2]), Number(drawn[3])))
      const portrait = /^\/mock\/face\/(\d+)$/.exec(pathname)
      if (portrait) return svg(response, face(Number(portrait[1])))
      if (pathname === '/mock/') return page(response)
      const who = /^\/mock\/log-in\/(.+)$/.exec(pathname)
      if (who)
        return logIn(response, decodeURIComponent(who[1] ?? ''), searchParams.get('next') ?? '/')
      if (pathname === '/api/auth/flickr/login')
        return logIn(response, special.me, searchParams.get('next') ?? '/')
      if (!pathname.startsWith('/api/')) return next()
      const body = await bodyOf(request)
      await new Promise((done) => setTimeout(done, delay))
      for (const [method, pattern, answer] of routes) {
        const parts = request.method === method ? pathname.match(pattern) : null
        if (parts) return send(response, answer({ parts, query: searchParams, body }))
      }
      send(response, problem(404, 'not_found', 'The mock does not know this address.'))
    })
  },
})
