import type { ArtistSearch } from '@/api/artistTypes'
import { stored } from '@/components/stored'
import { addressWords } from './addressWords'

export interface RecentSearch {
  id: string
  /** What the artwork is called, else its address. */
  name: string
}

const most = 8

const isRecent = (value: unknown): value is RecentSearch =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as RecentSearch).id === 'string' &&
  typeof (value as RecentSearch).name === 'string'

/** What was searched for in this browser, the newest first. */
export const recentSearches = stored<RecentSearch[]>('fovea-recent-artists', [], (value) =>
  Array.isArray(value) ? value.filter(isRecent).slice(0, most) : null,
)

export function forgetSearch(id: string): void {
  recentSearches.value = recentSearches.value.filter((search) => search.id !== id)
}

/** Keeps a search in mind; one that has neither title nor address is a file, which has no name to find it by. */
export function rememberSearch({ id, artwork, url }: ArtistSearch): void {
  const name = artwork?.title || (url && addressWords(url))
  if (!name || recentSearches.value.some((one) => one.id === id && one.name === name)) return
  forgetSearch(id)
  recentSearches.value = [{ id, name }, ...recentSearches.value].slice(0, most)
}
