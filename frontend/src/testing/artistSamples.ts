import type { ArtistAccount, ArtistResult, ArtistSearch, Evidence } from '@/api/artistTypes'

/** Good answers of the artist finder, for tests that care about one part of them. */

export const stepSample = (fields: Partial<Evidence> = {}): Evidence => ({
  kind: 'artist_field',
  url: 'https://www.pixiv.net/artworks/1',
  to: 'https://www.pixiv.net/users/11',
  what: '',
  doubts: [],
  favours: [],
  ...fields,
})

export const accountFound = (
  fields: Partial<Omit<ArtistAccount, 'scan'>> & { scan?: Partial<ArtistAccount['scan']> } = {},
): ArtistAccount => ({
  key: 'bluesky:rin.example.art',
  network: 'bluesky',
  network_title: 'Bluesky',
  handle: 'rin.example.art',
  url: 'https://bsky.app/profile/rin.example.art',
  external_id: null,
  confidence: 0.97,
  accepted: true,
  state: 'active',
  former: [],
  evidence: [[stepSample()]],
  ...fields,
  scan: {
    state: 'done',
    first: false,
    posts_read: 120,
    pictures_done: 0,
    pictures_total: 0,
    code: null,
    reason: null,
    eta_seconds: null,
    ...fields.scan,
  },
})

export const resultSample = (id: number, fields: Partial<ArtistResult> = {}): ArtistResult => ({
  post: {
    id: 100 + id,
    url: `https://bsky.app/profile/rin.example.art/post/${id}`,
    title: '',
    source: 'bluesky',
    external_id: String(id),
    posted_at: '2025-03-14T10:00:00Z',
  },
  account: 'bluesky:rin.example.art',
  image_id: id,
  thumbnail: `/api/library/images/${id}/thumbnails/256.webp`,
  image_width: 1200,
  image_height: 800,
  rating: 'general',
  position: 1,
  count: 1,
  distance: 0,
  similarity: 'same_file',
  orientation: 'same',
  in_trimmed: false,
  exists: true,
  ...fields,
})

export const artistSearchSample = (fields: Partial<ArtistSearch> = {}): ArtistSearch => ({
  id: 'abcdefghijklmnopqrstuv',
  kind: 'artwork',
  url: 'https://www.pixiv.net/artworks/1',
  shared_url: 'https://fovea.example/artists/abcdefghijklmnopqrstuv',
  state: 'done',
  error: null,
  note: null,
  first_scan: false,
  picture: { image: 'data:image/webp;base64,AAAA', width: 1200, height: 800 },
  artwork: {
    site: 'pixiv',
    url: 'https://www.pixiv.net/artworks/1',
    title: 'A fox in the market',
    page: null,
    posted_at: '2025-03-14T09:00:00Z',
    mature: false,
    image: 'data:image/webp;base64,AAAA',
    artists: [{ name: 'Rin', url: 'https://www.pixiv.net/users/11', role: 'artist' }],
  },
  accounts: [accountFound()],
  results: [resultSample(1)],
  removed: 0,
  elsewhere: null,
  created_at: '2026-11-21T09:00:00Z',
  finished_at: '2026-11-21T09:00:12Z',
  position_in_queue: null,
  ...fields,
})
