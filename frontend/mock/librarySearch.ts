import { ok, problem, type Answer, type Asked, type Route } from './answers'
import { allTags, card, chosen, count, edits, tagNamed, tagsOf } from './library'

/** Searching the mock's library: words are tags, and a few mistakes are known. */

function mistake(q: string): Answer | null {
  const column = q.indexOf('wdith:') + 1
  if (column === 0 && (q.match(/\(/g)?.length ?? 0) <= (q.match(/\)/g)?.length ?? 0)) return null
  const at = column || q.indexOf('(') + 1
  const hint = column ? 'Did you mean width:?' : 'Close it with ).'
  const detail = column ? `There is no field wdith. ${hint}` : `This bracket is not closed. ${hint}`
  const answer = problem(400, 'query_invalid', `${detail}\n${q}\n${' '.repeat(at - 1)}^`)
  return {
    ...answer,
    body: {
      ...(answer.body as object),
      title: 'The search cannot be understood',
      column: at,
      length: column ? 5 : 1,
      hint,
    },
  }
}

export function found(q: string): number[] {
  const words = q.split(/\s+/).filter((word) => word && !word.includes(':'))
  const ids = Array.from({ length: count }, (_, index) => count - index)
  return ids.filter(
    (id) =>
      edits.get(id)?.removed === undefined &&
      words.every((word) =>
        word.startsWith('-')
          ? !tagsOf(id).some(({ name }) => name === word.slice(1))
          : tagsOf(id).some(({ name }) => name === word),
      ),
  )
}

function search({ query }: Asked): Answer {
  const q = query.get('q') ?? ''
  const wrong = mistake(q)
  if (wrong) return wrong
  if (q === 'broken') return problem(503, 'unavailable', 'The database does not answer.')
  const all = found(q)
  const wanted = chosen(query)
  const shown = all.filter((id) => wanted.includes(card(id).rating))
  const start = Number(query.get('cursor') ?? 0)
  const limit = Number(query.get('limit') ?? 40)
  return ok({
    images: shown.slice(start, start + limit).map(card),
    total: shown.length,
    hidden: all.length > shown.length ? { rating: all.length - shown.length } : {},
    next_cursor: start + limit < shown.length ? String(start + limit) : null,
    query: q,
    did_you_mean: q === 'mountian' ? 'mountain' : null,
  })
}

const fields = [
  'rating:',
  'source:',
  'account:',
  'width:',
  'height:',
  'date:',
  'text:',
  'color:',
  'order:',
]
function suggestions({ query }: Asked): Answer {
  const q = query.get('q') ?? ''
  const at = Number(query.get('at') ?? q.length)
  const from = q.lastIndexOf(' ', at - 1) + 1
  const word = q.slice(from, at).replace(/^-/, '')
  if (!word) return ok({ from, to: at, suggestions: [] })
  const values = ['general', 'safe', 'questionable', 'explicit'].map((text) => `rating:${text}`)
  const matching = [
    ...allTags
      .filter((name) => name.includes(word))
      .map((text) => ({
        text,
        kind: 'tag',
        alias: null,
        namespace: tagNamed(text).namespace,
        count: tagNamed(text).count,
      })),
    ...fields
      .filter((name) => name.startsWith(word))
      .map((text) => ({ text, kind: 'field', namespace: null, alias: null, count: null })),
    ...values
      .filter((text) => text.startsWith(word))
      .map((text) => ({ text, kind: 'value', namespace: null, alias: null, count: null })),
  ]
  const sign = q[from] === '-' ? 1 : 0
  return ok({ from: from + sign, to: at, suggestions: matching.slice(0, 10) })
}

export const librarySearchRoutes: Route[] = [
  ['GET', /^\/api\/library\/search$/, search],
  ['GET', /^\/api\/library\/suggestions$/, suggestions],
  [
    'GET',
    /^\/api\/library\/random$/,
    ({ query }) => {
      const ids = found(query.get('q') ?? '').filter((id) =>
        chosen(query).includes(card(id).rating),
      )
      const id = ids[Math.floor(Math.random() * ids.length)]
      return id === undefined ? problem(404, 'not_found', 'Nothing is found.') : ok(card(id))
    },
  ],
]
