import type { Brought } from '@/areas/imageSearch/transfer'
import type { Wanted } from './artistSearches'

/** What to search for when something was dropped or pasted; null where it is a hash, of which nobody is the artist. */
export function wantedOf(brought: Exclude<Brought, { nothing: string }>): Wanted | null {
  if ('file' in brought) return { file: brought.file }
  const { given } = brought
  if (given.kind === 'url') return { url: given.url }
  return given.kind === 'image'
    ? { url: `${window.location.origin}/api/library/images/${given.id}/file` }
    : null
}
