import createClient from 'openapi-fetch'
import { asProblem, problemFrom } from './problem'
import type { paths } from './schema'

/** The API's client, typed by src/api/openapi.json. Same origin, so the session's cookie goes along by itself. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  fetch: (request) => globalThis.fetch(request),
})

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The body of a good answer; everything else is thrown as a Problem. */
export async function answerOf<T>(call: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await call
  } catch (thrown) {
    throw asProblem(thrown)
  }
  if (!answer.response.ok) throw problemFrom(answer.response, answer.error)
  return answer.data as T
}
