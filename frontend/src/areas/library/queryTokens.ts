/** A piece of a query on its top level: a word, a phrase, a field with its value, or a group in brackets. */
export interface Token {
  /** As it was written, sign and quotes included. */
  text: string
  /** "-" leaves out, "~" is one of several that will do. */
  sign: '' | '-' | '~'
  kind: 'word' | 'phrase' | 'field' | 'group' | 'or'
  /** Of a field: its name in lower case; else empty. */
  field: string
  /** Without sign, quotes and brackets. */
  value: string
}

const isSpace = (sign: string | undefined) => sign !== undefined && /[\s\p{Cc}]/u.test(sign)

/** Behind a quotation mark that opens at `start`; null where none closes it. */
function endOfQuoted(query: string, start: number): number | null {
  for (let place = start + 1; place < query.length; place++) {
    if (query[place] === '\\') place++
    else if (query[place] === '"') return place + 1
  }
  return null
}

/** Behind a word: at a space, a "|", or a bracket that was not opened in it. A backslash takes the sign behind it in. */
function endOfWord(query: string, start: number): number {
  let depth = 0
  for (let place = start; place < query.length; place++) {
    const sign = query[place] as string
    if (isSpace(sign) || sign === '|' || (sign === ')' && depth === 0)) return place
    if (sign === '\\') place++
    else if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (sign === '"' && /^[A-Za-z_]{2,}:$/.test(query.slice(start, place)))
      return endOfQuoted(query, place) ?? query.length
  }
  return query.length
}

/** Behind a bracket that opens at `start`; null where none closes it. */
function endOfGroup(query: string, start: number): number | null {
  let place = start + 1
  while (place < query.length) {
    if (query[place] === ')') return place + 1
    const end = isSpace(query[place]) ? place + 1 : endOf(query, place)
    if (end === null) return null
    place = end
  }
  return null
}

/** Where the piece that begins at `start` ends; null where something in it is never closed. */
function endOf(query: string, start: number): number | null {
  let place = start
  while (query[place] === '-' || query[place] === '~') place++
  if (query[place] === '"') return endOfQuoted(query, place)
  if (query[place] === '(') return endOfGroup(query, place)
  if (query[place] === '|' || query[place] === ')') return place + 1
  return Math.max(place, endOfWord(query, place))
}

export const unquoted = (text: string): string =>
  text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).replace(/\\(.)/g, '$1')
    : text

/** In quotes where it could be read as more than one word, or as a sign. */
export const quoted = (text: string): string => (/[\s()"\\|*]/.test(text) ? phraseOf(text) : text)

export const phraseOf = (text: string): string => `"${text.replace(/(["\\])/g, '\\$1')}"`

function tokenOf(text: string): Token {
  const sign = text.length > 1 && (text[0] === '-' || text[0] === '~') ? text[0] : ''
  const body = text.slice(sign.length)
  if (/^(or|\|)$/i.test(text)) return { text, sign, kind: 'or', field: '', value: text }
  if (/^"(?:[^"\\]|\\.)*"$/s.test(body))
    return { text, sign, kind: 'phrase', field: '', value: unquoted(body) }
  if (body.startsWith('(') && body.endsWith(')'))
    return { text, sign, kind: 'group', field: '', value: body.slice(1, -1).trim() }
  if (/^["()]|^$/.test(body)) return { text, sign, kind: 'group', field: '', value: body }
  const named = /^([A-Za-z_]{2,}):(.+)$/s.exec(body)
  if (!named) return { text, sign, kind: 'word', field: '', value: body }
  const [, name = '', value = ''] = named
  return { text, sign, kind: 'field', field: name.toLowerCase(), value: unquoted(value) }
}

/** The pieces of a query in order. What cannot be read (an open bracket) becomes one piece, and nothing is lost. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  let place = 0
  while (place < query.length) {
    if (isSpace(query[place])) {
      place++
      continue
    }
    const end = endOf(query, place) ?? query.length
    tokens.push(tokenOf(query.slice(place, end)))
    place = end
  }
  return tokens
}

export const joined = (tokens: readonly { text: string }[]): string =>
  tokens.map(({ text }) => text).join(' ')
