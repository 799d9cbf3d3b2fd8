/** What is looked for: a picture at an address, an image of the library, a hash, or a file of this tab. */
export type Given =
  | { kind: 'url'; url: string }
  | { kind: 'image'; id: number }
  | { kind: 'hash'; hash: string }
  | { kind: 'file'; key: string }

const ownImage = /^\/(?:api\/)?library\/images\/(\d+)(?:\/|$)/
// phash, dhash of three channels, PDQ; or the twelve counts of a histogram.
const hash = /^(?:[0-9a-f]{16}|[0-9a-f]{48}|[0-9a-f]{64}|\d+(?:\s*,\s*\d+){11})$/i
const withoutScheme = /^[\w-]+(\.[\w-]+)+(:\d+)?\//

/**
 * What a text that somebody typed, pasted or dropped means; null where it means nothing. An address of a picture
 * in this library means that picture, which is not fetched from here to here.
 */
export function recognised(text: string, origin: string = window.location.origin): Given | null {
  const said = text.trim()
  if (hash.test(said)) return { kind: 'hash', hash: said.replaceAll(/\s/g, '').toLowerCase() }
  const whole = withoutScheme.test(said) ? `https://${said}` : said
  if (!/^https?:\/\//i.test(whole) || /\s/.test(whole) || !URL.canParse(whole)) return null
  const { origin: host, pathname } = new URL(whole)
  const own = host === origin ? ownImage.exec(pathname) : null
  if (own) return { kind: 'image', id: Number(own[1]) }
  return { kind: 'url', url: whole }
}

/** As the text field shows it; a file has no text. */
export function textOf(given: Given | null): string {
  if (given?.kind === 'url') return given.url
  if (given?.kind === 'hash') return given.hash
  return ''
}

/** The site that an address belongs to; the text itself where it is none. */
export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).hostname : url)
