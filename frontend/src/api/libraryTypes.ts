import type { components } from './schema'

type Post = components['schemas']['Post']

/** What the library's part of the API answers. */

export type Rating = 'general' | 'safe' | 'questionable' | 'explicit'
export type Namespace = 'artist' | 'character' | 'copyright' | 'meta' | 'general'

export interface Thumbnail {
  url: string
  width: number
  height: number
}
export interface ImageCard {
  id: number
  width: number
  height: number
  rating: Rating
  score: number
  title: string
  added_at: string
  thumbhash: string | null
  color: string | null
  thumbnails: Thumbnail[]
  variants: number
  best: boolean
  text: boolean | null
  format: string
  frames: number
  source: string | null
}
export interface ImageTag {
  name: string
  namespace: Namespace
  count: number
  origin: 'source' | 'person' | 'implied'
}
export interface Link {
  id: number
  post_id: number
  url: string
  kind: string
  state: 'waiting' | 'sent' | 'done' | 'failed' | 'removed'
  attempts: number
  next_at: string | null
  code: string | null
  reason: string | null
  image_id: number | null
  created_at: string
  finished_at: string | null
}
export interface Fingerprints {
  phash: string
  dhash: { red: string; green: string; blue: string }
  pdq: string | null
  pdq_quality: number | null
  histogram: { red: number[]; green: number[]; blue: number[] }
}
export interface SeenPost {
  post: Post
  rating: Rating | null
  score: number | null
  description: string | null
  source_url: string | null
  removed_at: string | null
  links: Link[]
}
export type Variant = ImageCard & { distance: number | null }
export interface LibraryImage extends ImageCard {
  bytes: number
  md5: string
  sha256: string
  state: 'ready' | 'removed' | 'awaited' | 'merged'
  state_reason: string | null
  merged_into: number | null
  colors: { color: string; share: number }[]
  file_url: string | null
  original_url: string | null
  fingerprints: Fingerprints | null
  tags: ImageTag[]
  posts: SeenPost[]
  post_count: number
  group: Variant[]
  editable: boolean
}
export interface SearchPage {
  images: ImageCard[]
  total: number
  hidden: Record<string, number>
  next_cursor: string | null
  query: string
  did_you_mean: string | null
}
export interface Suggestion {
  text: string
  kind: 'tag' | 'field' | 'value' | 'account'
  namespace: Namespace | null
  count: number | null
  alias: string | null
}
export interface Suggestions {
  from: number
  to: number
  suggestions: Suggestion[]
}
export interface GrammarField {
  name: string
  kind: string
  values: string[]
  example: string
  meaning: string
}
export interface DuplicateImage extends ImageCard {
  bytes: number
  tags: ImageTag[]
  posts?: SeenPost[]
}
export interface DuplicateGroup {
  id: number
  images: DuplicateImage[]
  distances: number[][]
}
export interface Merge {
  id: number
  kept_id: number
  dropped_id: number
  made_at: string
  undone_at: string | null
  kept?: ImageCard | null
  dropped?: ImageCard | null
}
export interface Tag {
  name: string
  namespace: Namespace
  count: number
  alias_of: string | null
  aliases: string[]
  implies: string[]
  blocked: boolean
}
export interface BlockedTag {
  name: string
  reason: string
  created_at: string
}
export type CleanupKind = 'blocked-tags' | 'variants' | 'files' | 'counts'
export interface Cleanup {
  id: number
  state: 'running' | 'done' | 'done_with_failures' | 'failed'
  kinds?: CleanupKind[]
  created_at: string
  finished_at: string | null
  progress: { total: number; done: number; failed: number }
  seconds_left: number | null
  failures: { reason: string }[]
  failure_count: number
}
