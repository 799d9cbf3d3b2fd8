import type { ImageCard, ImageTag, LibraryImage, Rating } from '../src/api/libraryTypes'
import { empty, ok, problem, type Answer, type Asked, type Route } from './answers'
import { seeded } from './random'
import { state } from './state'
import { post } from './world'

/** A small library: a few thousand drawn pictures, some of them variants of each other. */

export const count = 2_400
const names =
  'sea sky mountain night film street minimal macro portrait harbour cat dog rain snow bridge lamp window forest'.split(
    ' ',
  )
export const tagNamed = (name: string): ImageTag => ({
  name,
  namespace: name.startsWith('artist:')
    ? 'artist'
    : name === 'scan'
      ? 'meta'
      : name === 'alice'
        ? 'character'
        : 'general',
  count: 12 + ((name.length * 977) % 4000),
  origin: 'source',
})
export const allTags = [
  ...names,
  'alice',
  'scan',
  'long_exposure',
  'black_and_white',
  'golden_hour',
]

export const edits = new Map<
  number,
  { rating?: Rating; text?: boolean | null; add: string[]; remove: string[]; removed?: string }
>()
const editOf = (id: number) => edits.get(id) ?? { add: [], remove: [] }
/** Pictures whose numbers are 7 apart from a round hundred look the same. */
export const groupOf = (id: number): number[] => {
  const first = id - (id % 40)
  return id % 40 < 2 + ((first / 40) % 3) && first > 0
    ? Array.from({ length: 2 + ((first / 40) % 3) }, (_, index) => first + index)
    : []
}
const pictureOf = (id: number) => (groupOf(id)[0] ?? id) + 200

export function card(id: number): ImageCard {
  const seen = post(pictureOf(id))
  const random = seeded(id * 71)
  const scale = groupOf(id).length ? 1 - (id % 40) * 0.3 : 1
  const width = Math.round((seen.image.width ?? 1024) * 3 * scale)
  const height = Math.round((seen.image.height ?? 683) * 3 * scale)
  const hashes = [
    '1QcSHQRnh493V4dIh4eXh1h4kJUI',
    '3OcRJYB4d3h/iIeHeEh3eIhw+j3A',
    'HBkSHYSIeHiPiHh8eJd4eTN0EEQG',
  ]
  return {
    id,
    width,
    height,
    rating:
      editOf(id).rating ??
      (['general', 'general', 'safe', 'questionable', 'general', 'explicit'] as const)[
        random.integer(0, 5)
      ] ??
      'general',
    score: random.integer(0, 900),
    title: seen.title,
    added_at: new Date(Date.UTC(2026, 10, 1 + (id % 20))).toISOString(),
    thumbhash: hashes[id % 3] ?? null,
    color: '#46586a',
    thumbnails: [256, 512, 1024].map((wide) => ({
      url: `/mock/picture/${pictureOf(id)}/${wide}x${Math.round((wide * height) / width)}`,
      width: wide,
      height: Math.round((wide * height) / width),
    })),
    variants: Math.max(0, groupOf(id).length - 1),
    best: groupOf(id).length === 0 || id % 40 === 0,
    text: writingOf(id).text,
    format: ['jpeg', 'png', 'webp'][id % 3] ?? 'jpeg',
    frames: id % 23 === 5 ? 24 : 1,
    source: id % 9 ? 'flickr' : 'upload',
  }
}

export function tagsOf(id: number): ImageTag[] {
  const random = seeded(id * 13)
  const own = allTags.filter(() => random.next() < 0.28)
  const { add, remove } = editOf(id)
  return [...own, ...(id % 3 ? [] : ['artist:ada_lind']), ...add]
    .filter((name) => !remove.includes(name))
    .map((name) => ({ ...tagNamed(name), origin: add.includes(name) ? 'person' : 'source' }))
}

const link = (id: number, failed: boolean) => ({
  id,
  post_id: id,
  url: `https://live.staticflickr.example/65535/${id}_o.jpg`,
  kind: 'image' as const,
  state: failed ? ('failed' as const) : ('done' as const),
  attempts: failed ? 5 : 1,
  next_at: null,
  code: failed ? 'picture_damaged' : null,
  reason: failed ? 'The file ends in the middle of the picture.' : null,
  image_id: failed ? null : id,
  batch: null,
  created_at: '2026-11-01T00:00:00Z',
  finished_at: '2026-11-01T00:00:05Z',
})
const hex = (id: number, length: number) => {
  const random = seeded(id)
  return Array.from({ length }, () => random.integer(0, 15).toString(16)).join('')
}

function writingOf(id: number): LibraryImage['writing'] {
  const said = editOf(id).text ?? null
  const score = id % 5 ? (id % 17 === 3 ? 0.57 : 0.04) : null
  const classified = score === null ? null : score >= 0.5
  return {
    text: said ?? classified,
    by: said !== null ? 'person' : score === null ? null : 'classifier',
    score,
    classifier: score === null ? null : 'detector-1',
    unsure: said === null && score === 0.57,
    said,
  }
}

export function image(id: number): LibraryImage {
  const base = card(id)
  const removed = editOf(id).removed
  const posts = [0, ...(id % 4 ? [] : [1, 2])].map((index) => ({
    post: post(pictureOf(id) + index * 7),
    rating: base.rating,
    score: 40 + index,
    description: id % 2 ? 'Taken on the way home.\nThe light lasted about a minute.' : null,
    ...(id % 3
      ? { licence: null, licence_url: null, creator: null }
      : {
          licence: 'CC BY-SA 4.0',
          licence_url: 'https://creativecommons.org/licenses/by-sa/4.0/',
          creator: 'Ada Lindqvist',
        }),
    removed_at: null,
    source_url: id % 6 ? null : 'https://example.org/original',
    image_ids: [id],
    links: [link(id, false), ...(id % 5 === 1 ? [link(id + 1, true)] : [])],
  }))
  return {
    ...base,
    bytes: base.width * base.height * 0.3,
    md5: hex(id, 32),
    sha256: hex(id + 1, 64),
    state: removed !== undefined ? 'removed' : id === 13 ? 'merged' : 'ready',
    state_reason: removed ?? null,
    merged_into: id === 13 ? 12 : null,
    colors: [
      { color: '#46586a', share: 0.5 },
      { color: '#e0b040', share: 0.3 },
      { color: '#1b1b2f', share: 0.2 },
    ],
    file_url: id % 4 === 3 ? null : `/mock/picture/${pictureOf(id)}/${base.width}x${base.height}`,
    original_url: `https://www.flickr.com/photos/x/${id}`,
    fingerprints: {
      phash: hex(id, 16),
      dhash: { red: hex(id + 2, 16), green: hex(id + 3, 16), blue: hex(id + 4, 16) },
      pdq: hex(id + 5, 64),
      pdq_quality: 97,
      histogram: { red: [1, 2, 3, 4], green: [1, 2, 3, 4], blue: [4, 3, 2, 1] },
    },
    tags: tagsOf(id),
    posts,
    post_count: posts.length,
    group: groupOf(id)
      .filter((other) => other !== id)
      .map((other) => ({ ...card(other), distance: Math.abs(other - id) * 2 })),
    writing: writingOf(id),
    editable: state.loggedInAs !== null,
  }
}

export const chosen = (query: URLSearchParams) =>
  (query.get('ratings') ?? 'general,safe').split(',')

function change({ parts, body }: Asked): Answer {
  const id = Number(parts[1])
  const now = editOf(id)
  const added = (body.add_tags ?? []) as string[]
  if (added.some((name) => name.startsWith('-')))
    return problem(422, 'invalid_input', 'A tag does not begin with “-”. Write it without.')
  edits.set(id, {
    ...now,
    ...(body.rating ? { rating: body.rating as Rating } : {}),
    ...('text' in body ? { text: body.text as boolean | null } : {}),
    add: [...now.add, ...added],
    remove: [...now.remove, ...((body.remove_tags ?? []) as string[])],
  })
  return ok(image(id))
}

export const libraryRoutes: Route[] = [
  [
    'GET',
    /^\/api\/library\/stats$/,
    () =>
      ok({
        sources: [
          { source: 'flickr', images: 2100 },
          { source: 'upload', images: 300 },
        ],
      }),
  ],
  [
    'GET',
    /^\/api\/library\/images\/(\d+)$/,
    ({ parts }) =>
      Number(parts[1]) > count
        ? problem(404, 'not_found', 'There is no picture with this number in the library.')
        : ok(image(Number(parts[1]))),
  ],
  [
    'GET',
    /^\/api\/library\/images\/(\d+)\/related$/,
    ({ parts }) => {
      const id = Number(parts[1])
      const alike = Array.from({ length: id % 6 === 0 ? 0 : 10 }, (_, index) => ({
        ...card(((id + 31 * (index + 1)) % count) + 1),
        shared_tags: 6 - (index >> 1),
      }))
      return ok({ variants: image(id).group, alike })
    },
  ],
  ['PATCH', /^\/api\/library\/images\/(\d+)$/, change],
  [
    'DELETE',
    /^\/api\/library\/images\/(\d+)$/,
    ({ parts, query }) => {
      const id = Number(parts[1])
      edits.set(id, { ...editOf(id), removed: query.get('reason') ?? '' })
      return empty
    },
  ],
  [
    'POST',
    /^\/api\/library\/images\/(\d+)\/restore$/,
    ({ parts }) => {
      const id = Number(parts[1])
      const { removed, ...rest } = editOf(id)
      void removed
      edits.set(id, rest)
      return ok({}, 202)
    },
  ],
]
