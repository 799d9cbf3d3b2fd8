import type { Source } from '../src/api/listingTypes'
import { ok, type Route } from './answers'

/** The sites of the mock, in every state that a site can be in. */

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
const forms = (...pairs: [meaning: string, example: string][]) =>
  pairs.map(([meaning, example]) => ({ meaning, example }))

const site = (name: string, title: string, fields: () => Partial<Source>) => (): Source => ({
  name,
  title,
  hosts: [`${name}.example`],
  auth: 'none',
  key: 'not_needed',
  key_names: [],
  documentation: `https://${name}.example/api`,
  kinds: ['tags'],
  examples: forms(
    ['a tag search', `https://${name}.example/posts?tags=landscape`],
    ['one post', `https://${name}.example/posts/1234567`],
    ['a tag search by name', `${name}: landscape`],
  ),
  rate: { calls: 1, per_seconds: 1, per_day: null },
  left: null,
  left_today: null,
  told_left: null,
  told_reset_at: null,
  paused_until: null,
  paused_why: null,
  succeeded_at: ago(40),
  failed_at: null,
  reason: null,
  cost: null,
  simulated: true,
  ...fields(),
})

const sites = [
  site('danbooru', 'Danbooru', () => ({
    hosts: ['danbooru.donmai.us', 'safebooru.donmai.us'],
    auth: 'optional',
    key: 'missing',
    key_names: ['DANBOORU_LOGIN', 'DANBOORU_API_KEY'],
    rate: { calls: 5, per_seconds: 1, per_day: null },
  })),
  site('gelbooru', 'Gelbooru', () => ({
    auth: 'required',
    key: 'missing',
    key_names: ['GELBOORU_USER_ID', 'GELBOORU_API_KEY'],
    succeeded_at: null,
  })),
  site('e621', 'e621', () => ({
    auth: 'optional',
    key: 'refused',
    key_names: ['E621_LOGIN', 'E621_API_KEY'],
    failed_at: ago(300),
    reason: 'e621 does not take our key: it answered 401.',
  })),
  site('derpibooru', 'Derpibooru', () => ({
    examples: forms(['a search', 'https://derpibooru.org/search?q=landscape%2C+safe']),
    paused_until: new Date(Date.now() + 95_000).toISOString(),
    paused_why: 'asked',
  })),
  site('konachan', 'Konachan', () => ({
    paused_until: new Date(Date.now() + 700_000).toISOString(),
    paused_why: 'broken',
    failed_at: ago(20),
    reason: 'Konachan answered with a page instead of JSON.',
  })),
  site('reddit', 'Reddit', () => ({
    hosts: ['www.reddit.com', 'redd.it'],
    auth: 'optional',
    key: 'present',
    key_names: ['REDDIT_CLIENT_ID', 'REDDIT_CLIENT_SECRET'],
    kinds: ['community', 'account'],
    examples: forms(
      ['a community', 'https://www.reddit.com/r/EarthPorn'],
      ['a community by name', 'r/EarthPorn'],
    ),
    rate: { calls: 90, per_seconds: 60, per_day: null },
    told_left: 512,
    told_reset_at: new Date(Date.now() + 260_000).toISOString(),
  })),
  site('imgur', 'Imgur', () => ({
    auth: 'required',
    key: 'present',
    key_names: ['IMGUR_CLIENT_ID'],
    examples: forms(['a tag of the gallery', 'https://imgur.com/t/cats']),
    rate: { calls: 2, per_seconds: 1, per_day: 12_500 },
    left: 0,
    left_today: 0,
  })),
  site('bluesky', 'Bluesky', () => ({
    examples: forms(['an account', 'https://bsky.app/profile/bsky.app']),
    kinds: ['account', 'feed'],
    rate: { calls: 10, per_seconds: 1, per_day: null },
    failed_at: ago(10),
    reason: 'Bluesky did not answer within 20 seconds.',
  })),
  site('mastodon', 'Mastodon', () => ({
    hosts: [],
    examples: forms(['an account by name', '@Mastodon@mastodon.social']),
    succeeded_at: null,
  })),
]

export const sourceRoutes: Route[] = [
  ['GET', /^\/api\/sources$/, () => ok({ sources: sites.map((make) => make()) })],
]
