import { expect, it, vi } from 'vitest'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { api, answerOf } from './client'
import { asProblem, Problem } from './problem'

const ask = () => answerOf(api.GET('/api/session')).catch((thrown: unknown) => asProblem(thrown))

it('tells people what the API says, and when to try again', async () => {
  fakeApi({
    'GET /api/session': () =>
      problemReply(429, 'too_many_requests', 'Wait a moment.', { 'Retry-After': '40' }),
  })
  const problem = await ask()
  expect(problem).toBeInstanceOf(Problem)
  expect(problem).toMatchObject({
    code: 'too_many_requests',
    detail: 'Wait a moment.',
    retryAfter: 40,
  })
})

it('takes a proxy that answers with HTML for a server that does not answer', async () => {
  vi.stubGlobal('fetch', async () => new Response('<h1>Bad gateway</h1>', { status: 502 }))
  expect(await ask()).toMatchObject({ code: 'unreachable' })
})

it('says that nothing answers when the connection fails', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new TypeError('Failed to fetch')))
  expect(await ask()).toMatchObject({ code: 'unreachable', status: 0 })
})

it('gives the body of a good answer', async () => {
  fakeApi({})
  expect(await ask()).toEqual({ user: null })
})
