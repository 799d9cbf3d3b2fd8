import type { ImageMatch, ImageSearchResults, SeenPost } from '@/api/imageSearchTypes'
import { cardSample, imageSample } from './librarySamples'
import { postSample } from './samples'

/** Good answers of looking for a picture, for tests that care about one part of them. */

export const seenSample = (id: number): SeenPost => ({
  post: postSample(id),
  rating: 'general',
  score: null,
  description: null,
  source_url: null,
  licence: null,
  licence_url: null,
  creator: null,
  removed_at: null,
  links: [],
  image_ids: [id],
})

export const matchSample = (id: number, fields: Partial<ImageMatch> = {}): ImageMatch => ({
  image: cardSample(id),
  distance: 12,
  distances: { best: 12, phash: 2, pdq: 8 },
  similarity: 'same_picture',
  by_chance: 0.0001,
  orientation: 'same',
  in_trimmed: false,
  best: false,
  posts: [seenSample(id)],
  post_count: 1,
  ...fields,
})

export const foundSample = (
  matches: ImageMatch[],
  fields: Partial<ImageSearchResults> = {},
): ImageSearchResults => ({
  query: {
    sha256: imageSample(1).sha256,
    width: 600,
    height: 400,
    simple: false,
    fingerprints: imageSample(1).fingerprints,
    trimmed: null,
    thumbnail: 'data:image/webp;base64,AAAA',
  },
  method: 'best',
  matches,
  hidden: {},
  searched: 1_204_331,
  took_ms: 83.7,
  note: null,
  ...fields,
})
