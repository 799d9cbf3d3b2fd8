import type {
  ArtistAccount,
  ArtistResult,
  ArtistSearch,
  Evidence,
  SearchState,
} from '../src/api/artistTypes'
import { card } from './library'
import { match } from './imageSearch'

/**
 * Searches for artists: words in the address lead to each state (slow, none, noaccounts, mature, image, blocked,
 * limit ...), and a search goes through its stages by the clock.
 */

export interface Begun {
  url: string | null
  at: number
}
export const begun = new Map<string, Begun>([
  ['example-of-a-search-00', { url: 'https://www.pixiv.net/artworks/90210', at: 0 }],
])
const page = 'https://www.pixiv.net/artworks/90210'
const profile = 'https://www.pixiv.net/users/4711'
const hub = 'https://linktr.ee/rin.draws'

const step = (kind: Evidence['kind'], url: string, to: string, what = ''): Evidence => ({
  kind,
  url,
  to,
  what,
  doubts: [],
  favours: [],
})
const first = step('artist_field', page, profile, 'Rin')

function account(fields: Partial<ArtistAccount>): ArtistAccount {
  return {
    key: 'pixiv:4711',
    network: 'pixiv',
    network_title: 'Pixiv',
    handle: '4711',
    url: profile,
    external_id: '4711',
    confidence: 0.99,
    accepted: true,
    state: 'active',
    former: [],
    evidence: [[first]],
    scan: scan({ state: 'fresh' }),
    ...fields,
  }
}
const scan = (fields: Partial<ArtistAccount['scan']>): ArtistAccount['scan'] => ({
  state: 'none',
  first: false,
  posts_read: 0,
  pictures_done: 0,
  pictures_total: 0,
  code: null,
  reason: null,
  eta_seconds: null,
  ...fields,
})

function accountsAt(seconds: number, isOver: boolean): ArtistAccount[] {
  const reading = Math.max(0, seconds - 6) * 140
  const busy = isOver
    ? scan({
        state: 'done',
        first: true,
        posts_read: 1840,
        pictures_done: 2210,
        pictures_total: 2210,
      })
    : reading < 900
      ? scan({ state: 'reading', first: true, posts_read: Math.round(reading), eta_seconds: null })
      : scan({
          state: 'pictures',
          first: true,
          posts_read: 1840,
          pictures_done: Math.min(2210, Math.round((reading - 900) * 2)),
          pictures_total: 2210,
          eta_seconds: 12,
        })
  return [
    account({}),
    account({
      key: 'bluesky:rin.example.art',
      network: 'bluesky',
      network_title: 'Bluesky',
      handle: 'rin.example.art',
      url: 'https://bsky.app/profile/rin.example.art',
      external_id: 'did:plc:abcdefghijklmnopqrstuvwx',
      confidence: 0.98,
      former: ['rindraws.bsky.social'],
      evidence: [
        [
          first,
          step('own_field', profile, hub, 'Website'),
          step('button', hub, 'https://bsky.app/profile/rin.example.art', 'Bluesky (main!)'),
        ],
        [
          first,
          step(
            'description',
            profile,
            'https://bsky.app/profile/rin.example.art',
            'Hello, I draw foxes. New things first at rin.example.art, please do not repost!',
          ),
        ],
      ],
      scan: busy,
    }),
    account({
      key: 'mastodon:rin@mastodon.art',
      network: 'mastodon',
      network_title: 'Mastodon',
      handle: 'rin@mastodon.art',
      url: 'https://mastodon.art/@rin',
      external_id: null,
      confidence: 0.86,
      evidence: [
        [first, step('own_field', profile, hub), step('button', hub, 'https://mastodon.art/@rin')],
      ],
      scan: isOver
        ? scan({ state: 'failed', code: 'account_private', reason: 'Its server is down.' })
        : scan({ state: 'waiting', first: true }),
    }),
    account({
      key: 'x:rin_draws',
      network: 'x',
      network_title: 'X',
      handle: 'rin_draws',
      url: 'https://x.com/rin_draws',
      external_id: null,
      confidence: 0.81,
      state: 'suspended',
      evidence: [[first, step('own_field', profile, 'https://x.com/rin_draws', 'Twitter')]],
      scan: scan({ state: 'none' }),
    }),
    account({
      key: 'patreon:rindraws',
      network: 'patreon',
      network_title: 'Patreon',
      handle: 'rindraws',
      url: 'https://www.patreon.com/rindraws',
      external_id: null,
      confidence: 0.83,
      evidence: [
        [
          first,
          step('own_field', profile, hub),
          step('button', hub, 'https://www.patreon.com/rindraws', 'Support me'),
        ],
      ],
      scan: scan({ state: 'not_listable' }),
    }),
    account({
      key: 'x:moko_cafe',
      network: 'x',
      network_title: 'X',
      handle: 'moko_cafe',
      url: 'https://x.com/moko_cafe',
      external_id: null,
      confidence: 0.12,
      accepted: false,
      evidence: [
        [
          first,
          {
            ...step(
              'description',
              profile,
              'https://x.com/moko_cafe',
              'icon by my dear friend x.com/moko_cafe',
            ),
            doubts: ['friend' as const],
          },
        ],
      ],
      scan: scan({ state: 'none' }),
    }),
  ]
}

const result = (fields: Partial<ArtistResult> & { image_id: number }): ArtistResult => ({
  post: {
    id: 7000 + fields.image_id,
    url: 'https://bsky.app/profile/rin.example.art/post/3kabc',
    title: '',
    source: 'bluesky',
    external_id: '3kabc',
    posted_at: '2025-03-14T10:00:00Z',
  },
  account: 'bluesky:rin.example.art',
  thumbnail: card(fields.image_id).thumbnails[0]?.url ?? null,
  image_width: card(fields.image_id).width,
  image_height: card(fields.image_id).height,
  rating: 'general',
  position: 1,
  count: 1,
  distance: 0,
  similarity: 'same_file',
  exists: true,
  orientation: 'same',
  in_trimmed: false,
  ...fields,
})

const results = (): ArtistResult[] => [
  result({ image_id: 40 }),
  result({
    image_id: 41,
    distance: 9,
    similarity: 'same_picture',
    position: 2,
    count: 4,
    post: {
      id: 8001,
      url: 'https://www.pixiv.net/artworks/90211',
      title: 'A fox in the market, and how I drew it',
      source: 'pixiv',
      external_id: '90211',
      posted_at: '2025-03-16T10:00:00Z',
    },
    account: 'pixiv:4711',
    exists: null,
  }),
  result({ image_id: 48, distance: 66, similarity: 'edited', rating: 'explicit' }),
]

const failures: [RegExp, string][] = [
  [/noaccounts/, 'no_account_found'],
  [/notvalid/, 'no_valid_account_found'],
  [/blocked/, 'blocked_by_account'],
  [/noimage/, 'cannot_get_image'],
  [/broken/, 'processing_error'],
]
const ends = { resolving: 2, finding_accounts: 6, scanning: 24, searching: 26, verifying: 28 }

function stateAt(seconds: number): SearchState {
  const found = Object.entries(ends).find(([, end]) => seconds < end)
  return found ? (found[0] as SearchState) : 'done'
}

export function searchNow(id: string, { url, at }: Begun): ArtistSearch {
  const seconds = (Date.now() - at) / 1000
  const failure = failures.find(([pattern]) => pattern.test(url ?? ''))?.[1]
  const walked = failure && seconds > 4
  const state = url?.includes('waiting') ? 'waiting' : walked ? 'failed' : stateAt(seconds)
  const known = seconds > ends.resolving && state !== 'waiting'
  const picture = known ? `/mock/picture/40/600x${url?.includes('tall') ? 900 : 400}` : null
  const isOver = state === 'done'
  const none = url?.includes('none')
  return {
    id,
    url,
    shared_url: `http://127.0.0.1:5173/artists/${id}`,
    state,
    error: walked ? { code: failure as 'no_account_found', message: 'It did not work.' } : null,
    note: null,
    removed: isOver && !none ? 1 : 0,
    kind: url ? 'artwork' : 'picture',
    first_scan: true,
    picture: known ? { image: picture, width: 1200, height: 800 } : null,
    artwork:
      known && url
        ? {
            site: 'pixiv',
            url,
            title: none ? '' : 'A fox in the market',
            page: url.includes('page') ? 3 : null,
            posted_at: '2025-03-14T09:00:00Z',
            mature: url.includes('mature'),
            image: picture,
            artists: [
              { name: 'Rin', url: profile, role: 'artist' },
              ...(url.includes('collab')
                ? [{ name: 'Moko', url: null, role: 'collaborator' as const }]
                : []),
            ],
          }
        : null,
    accounts: failure
      ? accountsAt(0, true).filter(({ accepted }) => !accepted && !!walked)
      : seconds > 4 && state !== 'waiting'
        ? accountsAt(seconds, seconds > ends.scanning)
        : [],
    results: isOver && !none ? results() : [],
    elsewhere:
      isOver || failure === 'no_account_found'
        ? {
            matches: none ? [] : [match(40, 'same_file', 0), match(42, 'same_picture', 14)],
            searched: 1_204_331,
            note: null,
            hidden: { explicit: 2 },
          }
        : null,
    created_at: new Date(at || Date.now() - 60_000).toISOString(),
    finished_at: isOver || walked ? new Date(at ? at + 28_000 : Date.now()).toISOString() : null,
    position_in_queue: state === 'waiting' ? 3 : null,
  }
}
