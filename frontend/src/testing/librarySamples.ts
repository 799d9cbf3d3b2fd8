import type { ImageCard, LibraryImage, SearchPage } from '@/api/libraryTypes'
import { userSample } from './samples'

/** Good answers of the library's API, for tests that care about one part of them. */

export const cardSample = (id: number, fields: Partial<ImageCard> = {}): ImageCard => ({
  id,
  width: 1200,
  height: 800,
  rating: 'general',
  score: 3,
  title: `Picture ${id}`,
  added_at: '2026-11-20T09:00:00Z',
  thumbhash: null,
  color: '#336699',
  thumbnails: [
    { url: `/api/library/images/${id}/thumbnails/256.webp`, width: 256, height: 171 },
    { url: `/api/library/images/${id}/thumbnails/512.webp`, width: 512, height: 341 },
  ],
  variants: 0,
  best: true,
  text: null,
  format: 'jpeg',
  frames: 1,
  source: 'flickr',
  ...fields,
})

export const pageSample = (ids: number[], fields: Partial<SearchPage> = {}): SearchPage => ({
  images: ids.map((id) => cardSample(id)),
  total: ids.length,
  hidden: {},
  next_cursor: null,
  query: '',
  did_you_mean: null,
  ...fields,
})

export const imageSample = (id: number, fields: Partial<LibraryImage> = {}): LibraryImage => ({
  ...cardSample(id),
  bytes: 2_431_000,
  md5: 'd41d8cd98f00b204e9800998ecf8427e',
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  state: 'ready',
  state_reason: null,
  merged_into: null,
  colors: [{ color: '#336699', share: 0.6 }],
  file_url: `/api/library/images/${id}/file`,
  original_url: null,
  fingerprints: {
    phash: '89abcdef01234567',
    dhash: { red: '0011223344556677', green: '8899aabbccddeeff', blue: '0123456789abcdef' },
    pdq: null,
    pdq_quality: null,
    histogram: { red: [1, 2, 3, 4], green: [1, 2, 3, 4], blue: [1, 2, 3, 4] },
  },
  tags: [
    { name: 'sea', namespace: 'general', count: 40, origin: 'source' },
    { name: 'ada_lind', namespace: 'artist', count: 3, origin: 'person' },
  ],
  posts: [],
  post_count: 0,
  group: [],
  writing: {
    text: null,
    by: null,
    score: null,
    classifier: null,
    unsure: false,
    said: null,
  },
  editable: false,
  ...fields,
})

/** Somebody who may edit the library, and no more. */
export const editorSession = () => ({ body: { user: userSample({ role: 'editor' }) } })

/** Somebody who may do everything, as GET /api/session answers. */
export const administratorSession = () => ({
  body: {
    user: userSample({ administrator: true, role: 'administrator' }),
  },
})
