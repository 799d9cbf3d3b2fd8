import { i18n, translate } from '@/i18n'

/** A problem answer of the API (RFC 9457), or the lack of any answer (`unreachable`). */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  /** What kind of problem it is, in a few words. */
  readonly title: string | null
  /** What went wrong and what to do about it, for people. */
  readonly detail: string
  /** Seconds after which it makes sense to try again, where the API said so. */
  readonly retryAfter: number | null
  /** What else the answer says, e.g. where in a query the mistake is. */
  readonly facts: Record<string, unknown>

  constructor(fields: {
    status: number
    code: string
    detail: string
    title?: string | null
    retryAfter?: number | null
    facts?: Record<string, unknown>
  }) {
    super(fields.detail)
    this.name = 'Problem'
    this.status = fields.status
    this.code = fields.code
    this.detail = fields.detail
    this.title = fields.title ?? null
    this.retryAfter = fields.retryAfter ?? null
    this.facts = fields.facts ?? {}
  }

  /** Whether the same request may well succeed later; a refusal or a missing account stays what it is. */
  get mayPass(): boolean {
    return this.status < 400 || this.status >= 500 || this.status === 429 || this.status === 409
  }
}

const unreachable = () =>
  new Problem({
    status: 0,
    code: 'unreachable',
    detail: translate(`common.problem.${navigator.onLine ? 'unreachable' : 'offline'}`),
  })

/** The server speaks English. In another language our own words are better where there are some for the code. */
export function translated(code: string | null): string | null {
  const key = `common.problem.${code}`
  return i18n.global.locale.value !== 'en' && i18n.global.te(key) ? translate(key) : null
}

const text = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value : null

/** Reads a problem from an answer; proxies that answer with HTML become a plain sentence. */
export function problemFrom(response: Response, body: unknown): Problem {
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const code = text(fields.code)
  if (code === null && response.status >= 502) return unreachable()
  const seconds = Number(response.headers.get('Retry-After') ?? NaN)
  return new Problem({
    status: response.status,
    code: code ?? 'unexpected',
    detail:
      translated(code) ??
      text(fields.detail) ??
      text(fields.title) ??
      translate('common.problem.unexpected', { status: response.status }),
    title: translated(code) === null ? text(fields.title) : null,
    retryAfter: Number.isFinite(seconds) ? seconds : null,
    facts: fields,
  })
}

/** Any thrown thing as a problem: fetch() throws a TypeError when nothing answers. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown
  if (thrown instanceof TypeError) return unreachable()
  return new Problem({ status: 0, code: 'unexpected', detail: String(thrown) })
}
