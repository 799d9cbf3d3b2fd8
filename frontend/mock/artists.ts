import { ok, problem, type Answer, type Route } from './answers'
import { begun, searchNow, type Begun } from './artistSearches'

const refusals: [RegExp, Answer][] = [
  [/unsupported|example\.org/, problem(422, 'unsupported_website', 'Not one of ours.')],
  [
    /limit/,
    problem(429, 'too_many_searches', 'Ten of yours are under way.', { 'Retry-After': '20' }),
  ],
]

export const artistRoutes: Route[] = [
  [
    'GET',
    /^\/api\/artist-finder$/,
    () =>
      ok({
        posts: 48_211,
        accounts: 37,
        searches: 2,
        scans: 1,
        pictures_waiting: 120,
        unfinished: 0,
        unfinished_most: 10,
        unlimited: false,
        longest_url: 2000,
        largest_picture: 50_000_000,
        update_days: 30,
        sites: [
          ['pixiv', 'Pixiv', 'https://www.pixiv.net/artworks/90210'],
          ['deviantart', 'DeviantArt', 'https://www.deviantart.com/rin/art/A-Fox-1234567'],
          ['danbooru', 'Danbooru', 'https://danbooru.donmai.us/posts/7654321'],
          ['artstation', 'ArtStation', 'https://www.artstation.com/artwork/2x3Ry'],
          ['furaffinity', 'Fur Affinity', 'https://www.furaffinity.net/view/45678901/'],
          ['bluesky', 'Bluesky', 'https://bsky.app/profile/rin.example.art/post/3kabc'],
          ['mastodon', 'Mastodon', 'https://mastodon.art/@rin/1122334455'],
          ['tumblr', 'Tumblr', 'https://rin-draws.tumblr.com/post/712345/a-fox'],
        ].map(([name, title, example]) => ({ name, title, example })),
        networks: ['Bluesky', 'Mastodon', 'Pixiv', 'DeviantArt', 'Tumblr', 'Danbooru'].map(
          (title) => ({ name: title.toLowerCase(), title, lists_posts: true }),
        ),
      }),
  ],
  [
    'POST',
    /^\/api\/artist-searches$/,
    ({ body }) => {
      const given = body.url ?? body.image_url
      const url = typeof given === 'string' ? given : null
      const refusal = refusals.find(([pattern]) => pattern.test(url ?? ''))?.[1]
      if (refusal) return refusal
      const id = `mock-search-of-an-artist-${begun.size}`
      begun.set(id, { url, at: url?.includes('ended') ? Date.now() - 60_000 : Date.now() })
      return ok(searchNow(id, begun.get(id) as Begun), 202)
    },
  ],
  [
    'GET',
    /^\/api\/artist-searches\/([\w-]+)$/,
    ({ parts }) => {
      const id = parts[1] ?? ''
      const one = begun.get(id)
      return one ? ok(searchNow(id, one)) : problem(404, 'not_found', 'There is no such search.')
    },
  ],
]
