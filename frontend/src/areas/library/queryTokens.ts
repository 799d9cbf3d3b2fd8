/** A piece of a query on its top level: a word, a phrase, a field with its value, or a group in brackets. */
export interface Token {
  /** As it was written, sign and quotes included. */
  text: string
  /** "-" leaves out, "~" is one of several that will do. */
  sign: '' | '-' | '~'
  kind: 'word' | 'phrase' | 'field' | 'group'
  /** Of a field: its name in lower case; else empty. */
  field: string
  /** Without sign, quotes and brackets. */
  value: string
}

/** Where the piece that begins at `start` ends: quotes and brackets hold it together. */
function endOf(query: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let place = start; place < query.length; place++) {
    const sign = query[place] as string
    if (quoted) {
      if (sign === '\\') place++
      else if (sign === '"') quoted = false
    } else if (sign === '"') quoted = true
    else if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (/\s/.test(sign) && depth <= 0) return place
  }
  return query.length
}

export const unquoted = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replace(/\\(.)/g, '$1')
    : text

/** In quotes where it could be read as more than one word. */
export const quoted = (text: string): string => (/[\s()"]/.test(text) ? phraseOf(text) : text)

export const phraseOf = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`

function tokenOf(text: string): Token {
  const sign = text.length > 1 && (text[0] === '-' || text[0] === '~') ? text[0] : ''
  const body = text.slice(sign.length)
  if (/^"(?:[^"\\]|\\.)*"$/s.test(body))
    return { text, sign, kind: 'phrase', field: '', value: unquoted(body) }
  if (body.startsWith('(') && body.endsWith(')'))
    return { text, sign, kind: 'group', field: '', value: body.slice(1, -1).trim() }
  if (/^["(]/.test(body)) return { text, sign, kind: 'group', field: '', value: body }
  const named = /^([A-Za-z_]+):(.+)$/s.exec(body)
  if (!named) return { text, sign, kind: 'word', field: '', value: body }
  const [, name = '', value = ''] = named
  return { text, sign, kind: 'field', field: name.toLowerCase(), value: unquoted(value) }
}

/** The pieces of a query in order. What cannot be read (an open bracket) becomes one piece, and nothing is lost. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  let place = 0
  while (place < query.length) {
    if (/\s/.test(query[place] as string)) {
      place++
      continue
    }
    const end = endOf(query, place)
    tokens.push(tokenOf(query.slice(place, end)))
    place = end
  }
  return tokens
}

export const joined = (tokens: readonly { text: string }[]): string =>
  tokens.map(({ text }) => text).join(' ')
