import { joined, phraseOf, quoted, tokensOf, type Token } from './queryTokens'

/** What the advanced form asks for. Everything is text, as fields of a form are; empty means: no matter. */
export interface QueryForm {
  /** Tags and words that must all be there, as one types them. */
  all: string
  phrase: string
  any: string
  none: string
  source: string
  account: string
  width: string
  height: string
  from: string
  to: string
  text: '' | 'yes' | 'no' | 'unsure'
  color: string
  order: string
  /** What the query asks beyond this form; it is kept as it is. */
  other: string
}

export const emptyForm = (): QueryForm => ({
  all: '',
  phrase: '',
  any: '',
  none: '',
  source: '',
  account: '',
  width: '',
  height: '',
  from: '',
  to: '',
  text: '',
  color: '',
  order: '',
  other: '',
})

const day = String.raw`\d{4}-\d{2}-\d{2}`
const dates = new RegExp(`^(?:(${day})\\.\\.(${day})|>=(${day})|<=(${day}))$`)

/** Takes a value into a field of the form that is still empty; false where the form cannot say that. */
function put(form: QueryForm, name: keyof QueryForm, value: string): boolean {
  if (form[name] !== '') return false
  ;(form as Record<keyof QueryForm, string>)[name] = value
  return true
}

const readers: Record<string, (form: QueryForm, value: string) => boolean> = {
  source: (form, value) => /^[a-z0-9_.]+$/i.test(value) && put(form, 'source', value),
  account: (form, value) => put(form, 'account', value),
  width: (form, value) => /^>=\d+$/.test(value) && put(form, 'width', value.slice(2)),
  height: (form, value) => /^>=\d+$/.test(value) && put(form, 'height', value.slice(2)),
  text: (form, value) => /^(yes|no|unsure)$/.test(value) && put(form, 'text', value),
  color: (form, value) => /^#?[0-9a-f]{6}$/i.test(value) && put(form, 'color', hex(value)),
  order: (form, value) => put(form, 'order', value),
  date: readDate,
}

const hex = (value: string) => `#${value.replace('#', '').toLowerCase()}`

function readDate(form: QueryForm, value: string): boolean {
  const found = dates.exec(value)
  if (!found) return false
  const from = found[1] ?? found[3] ?? ''
  const to = found[2] ?? found[4] ?? ''
  if ((from && form.from) || (to && form.to)) return false
  form.from ||= from
  form.to ||= to
  return true
}

const isPlain = ({ kind, value }: Token) => kind === 'word' && !/^[-~]/.test(value)

/** "(a or b)" of plain words: those words. */
function choices(value: string): string[] | null {
  const tokens = tokensOf(value)
  const words = tokens.filter((_, index) => index % 2 === 0)
  const between = tokens.filter((_, index) => index % 2 === 1)
  const fits =
    tokens.length % 2 === 1 &&
    words.every((token) => isPlain(token) && !token.sign) &&
    between.every(({ kind }) => kind === 'or')
  return fits ? words.map(({ text }) => text) : null
}

/** The form that says what a query says. */
export function formOf(query: string): QueryForm {
  const form = emptyForm()
  const tokens = tokensOf(query)
  // "a or b" without brackets: the form cannot say which words that joins.
  if (tokens.some(({ text }) => /^(or|and|not)$/i.test(text)))
    return { ...form, other: query.trim() }
  const all: string[] = []
  const none: string[] = []
  const some: string[] = []
  const other = tokens.filter((token) => {
    const { kind, sign, value, text } = token
    if (isPlain(token)) return void (sign === '-' ? none : sign === '~' ? some : all).push(value)
    if (kind === 'phrase' && sign === '') return !put(form, 'phrase', value)
    if (kind === 'field' && sign === '') return !(readers[token.field]?.(form, value) ?? false)
    const words = kind === 'group' && sign === '' ? choices(value) : null
    if (words && form.any === '') return void (form.any = words.join(' '))
    return text !== ''
  })
  // "~" needs another "~" to mean a choice.
  if (some.length > 1 && form.any === '') form.any = some.join(' ')
  else other.push(...tokens.filter((token) => isPlain(token) && token.sign === '~'))
  return { ...form, all: all.join(' '), none: none.join(' '), other: joined(other) }
}

const words = (text: string) => tokensOf(text).map(({ text: word }) => word)

function dateOf({ from, to }: QueryForm): string[] {
  if (from && to) return [`date:${from}..${to}`]
  return [...(from ? [`date:>=${from}`] : []), ...(to ? [`date:<=${to}`] : [])]
}

/** The query that says what the form says. */
export function queryOf(form: QueryForm): string {
  const any = words(form.any)
  const field = (name: string, value: string) => (value.trim() ? [`${name}:${value.trim()}`] : [])
  return [
    ...words(form.all),
    ...(form.phrase.trim() ? [phraseOf(form.phrase.trim())] : []),
    ...(any.length > 1 ? [`(${any.join(' or ')})`] : any),
    ...words(form.none).map((word) => (word.startsWith('-') ? word : `-${word}`)),
    ...field('source', form.source),
    ...field('account', form.account.trim() ? quoted(form.account.trim()) : ''),
    ...field('width', form.width ? `>=${form.width}` : ''),
    ...field('height', form.height ? `>=${form.height}` : ''),
    ...dateOf(form),
    ...field('text', form.text),
    ...field('color', form.color),
    ...field('order', form.order),
    ...words(form.other),
  ].join(' ')
}

/** The order that a query asks for; empty where it asks for none. */
export const orderOf = (query: string): string =>
  tokensOf(query).findLast(({ kind, field }) => kind === 'field' && field === 'order')?.value ?? ''

/** The same query in another order; empty takes the order away. */
export function withOrder(query: string, order: string): string {
  const rest = tokensOf(query).filter(({ kind, field }) => !(kind === 'field' && field === 'order'))
  return joined([...rest, ...(order ? [{ text: `order:${order}` }] : [])])
}

/** The order "random" with a seed, so that the address shows the same pictures again. */
export const randomOrder = (): string => `random:${Math.floor(Math.random() * 1_000_000)}`

/** A query for exactly the pictures that carry a tag. */
export function tagQuery(name: string): string {
  const escaped = name.replace(/[\\*|()]/g, '\\$&').replace(/^"/, '\\"')
  return `tag:${escaped}`
}
