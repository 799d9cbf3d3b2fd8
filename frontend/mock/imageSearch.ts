import type { ImageMatch, ImageSearchResults, Similarity } from '../src/api/imageSearchTypes'
import { ok, problem, type Answer, type Asked, type Route } from './answers'
import { card, chosen, image } from './library'

/** Looking for a picture: words in its address lead to each state (slow, none, simple, page, large, 403, busy ...). */

const searched = 1_204_331

export function match(
  id: number,
  similarity: Similarity,
  distance: number,
  orientation: ImageMatch['orientation'] = 'same',
): ImageMatch {
  const { posts, ...found } = image(id)
  return {
    image: card(id),
    distance,
    distances: { best: distance, phash: Math.round(distance / 6), pdq: distance - 2 },
    similarity,
    by_chance:
      similarity === 'same_file' ? 0 : similarity === null ? null : 1e-6 * 10 ** (distance / 16),
    orientation,
    in_trimmed: similarity === 'edited',
    best: found.best,
    posts,
    post_count: posts.length + (id % 7 === 0 ? 5 : 0),
  }
}
const matches = (id: number): ImageMatch[] => [
  match(id, 'same_file', 0),
  match(id + 1, 'same_picture', 6),
  match(id + 2, 'same_picture', 14, 'mirrored'),
  match(id + 8, 'edited', 61, 'rotated-90'),
  match(id + 20, 'perhaps', 101),
  match(id + 23, 'perhaps', 108, 'mirrored-rotated-90'),
]

const refusals: [RegExp, Answer][] = [
  [/simple/, problem(422, 'picture_too_simple', 'It is nearly of one tone.')],
  [
    /page/,
    problem(
      422,
      'not_a_picture',
      'This is text/html, not a picture. Give the address of the picture itself, not of its page.',
    ),
  ],
  [
    /large/,
    problem(
      413,
      'picture_too_large',
      'Files have at most 50,000,000 bytes: send a smaller copy; it finds the same.',
    ),
  ],
  [
    /limit/,
    problem(429, 'too_many_requests', 'That were many searches in a short time.', {
      'Retry-After': '20',
    }),
  ],
  [
    /busy/,
    problem(503, 'too_busy', 'Many pictures are being looked at. Try again in a moment.', {
      'Retry-After': '3',
    }),
  ],
  [
    /index/,
    problem(503, 'index_not_ready', 'The index is being made. It takes a minute.', {
      'Retry-After': '10',
    }),
  ],
]
function unfetched(url: string): Answer | null {
  const reason = /forbidden/.test(url) ? 'address_forbidden' : /40\d/.exec(url)?.[0]
  if (!reason) return null
  const refusal = problem(422, 'could_not_be_fetched', 'The host does not give it.')
  const code = reason === 'address_forbidden' ? reason : `http_${reason}`
  return { ...refusal, body: { ...(refusal.body as object), reason: code } }
}

function search({ body }: Asked): Answer {
  const url = String(body.url ?? '')
  const refused = refusals.find(([words]) => words.test(url))?.[1] ?? unfetched(url)
  if (refused) return refused
  const id = Number(body.image_id ?? 40)
  const shown = chosen(new URLSearchParams({ ratings: String(body.ratings ?? 'general,safe') }))
  const all = /none/.test(url) ? [] : matches(id).filter((one) => one.image.id !== body.image_id)
  const wanted = all.filter((one) => shown.includes(one.image.rating))
  const { sha256, width, height, fingerprints, thumbnails } = image(id)
  const isHash = Boolean(body.hash)
  const answer: ImageSearchResults = {
    query: {
      sha256: isHash ? null : sha256,
      width: isHash ? null : width,
      height: isHash ? null : height,
      simple: false,
      trimmed: isHash ? null : { left: 0, top: 0, right: 0, bottom: Math.round(height * 0.15) },
      fingerprints: isHash ? null : fingerprints,
      thumbnail: isHash ? null : (thumbnails[0]?.url ?? null),
    },
    method: String(body.method ?? 'best'),
    matches: wanted,
    hidden: all.length > wanted.length ? { explicit: all.length - wanted.length } : {},
    searched,
    took_ms: 84,
    note: null,
  }
  return ok(answer)
}

export const imageSearchRoutes: Route[] = [['POST', /^\/api\/image-search$/, search]]
