import type { Subscription } from '@/api/listingTypes'
import { quoted } from '@/areas/library/queryTokens'

/** Tags that mean the same in the library's search: no operators, no fields, no wildcards of the source's own. */
const isPlainTag = (tag: string) => /^[^\s:~*()"\\|/-][^\s:*()"\\|/]*$/.test(tag)

const asTag = (words: string) => words.trim().replace(/\s+/g, '_')

/** The tags of a source's search: between commas, where it has any, else between spaces. */
function tagsOf(source: string, query: string): string[] {
  // At Mastodon, a tag is followed by the instance that knows it; at Tumblr, a blog may go before it.
  if (source === 'mastodon') return [query.split('@')[0] ?? '']
  if (source === 'tumblr') return [asTag(query.replace(/^\//, ''))]
  return (query.includes(',') ? query.split(',').map(asTag) : query.split(/\s+/)).filter(Boolean)
}

/**
 * The search of the library that shows what a subscription brings, as nearly as the library's own grammar can say
 * it; `whole` is false where it shows more: all that came from the source.
 */
export function libraryQuery({
  source,
  kind,
  query,
}: Pick<Subscription, 'source' | 'kind' | 'query'>): {
  q: string
  whole: boolean
} {
  const from = `source:${source}`
  const tags = tagsOf(source, query)
  if (kind === 'tags' && tags.length > 0 && tags.every(isPlainTag))
    return { q: [from, ...tags.map(quoted)].join(' '), whole: true }
  if (kind === 'account' && query.trim())
    return { q: `${from} account:${quoted(query.trim())}`, whole: true }
  return { q: from, whole: false }
}
