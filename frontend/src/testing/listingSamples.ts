import type { Check, CheckedListing, ListingRun, Source, Subscription } from '@/api/listingTypes'
import type { Link } from '@/api/libraryTypes'
import type { Run } from '@/api/types'
import { runSample } from './samples'

/** Good answers about sources, subscriptions and links, for tests that care about one part of them. */

export const sourceSample = (fields: Partial<Source> = {}): Source => ({
  name: 'danbooru',
  title: 'Danbooru',
  hosts: ['danbooru.donmai.us'],
  auth: 'none',
  key: 'not_needed',
  key_names: [],
  documentation: 'https://danbooru.donmai.us/wiki_pages/help:api',
  kinds: ['tags'],
  examples: [{ meaning: 'a tag search', example: 'https://danbooru.donmai.us/posts?tags=sky' }],
  rate: { calls: 5, per_seconds: 1, per_day: null },
  left: null,
  left_today: null,
  told_left: null,
  told_reset_at: null,
  paused_until: null,
  paused_why: null,
  succeeded_at: null,
  failed_at: null,
  reason: null,
  cost: null,
  simulated: false,
  ...fields,
})

/** The progress of a run that reads posts. */
export const reading = (posts_read: number, posts_new = 0): Run['progress'] => ({
  ...runSample().progress,
  posts_read,
  posts_new,
})

export const listingRunSample = (fields: Partial<ListingRun> = {}): ListingRun => ({
  ...runSample(),
  kind: 'listing',
  state: 'done',
  created_at: '2026-11-21T09:00:00Z',
  finished_at: '2026-11-21T09:00:30Z',
  progress: reading(100, 12),
  since: null,
  back_fill: false,
  pages: null,
  ...fields,
})

export const subscriptionSample = (fields: Partial<Subscription> = {}): Subscription => ({
  id: 5,
  source: 'danbooru',
  kind: 'tags',
  query: 'night_sky',
  title: 'night sky',
  url: 'https://danbooru.donmai.us/posts?tags=night_sky',
  state: 'active',
  state_code: null,
  state_reason: null,
  interval_seconds: 10_800,
  adaptive: true,
  next_due_at: null,
  last_run: null,
  mark: '7900131',
  back_fill_since: null,
  back_fill_wanted: null,
  posts: 1234,
  images: 1180,
  failed_links: 0,
  created_at: '2026-10-02T08:00:00Z',
  editable: true,
  ...fields,
})

export const checkedSample = (fields: Partial<CheckedListing> = {}): CheckedListing => ({
  source: 'danbooru',
  kind: 'tags',
  query: 'night_sky',
  title: 'night sky',
  url: 'https://danbooru.donmai.us/posts?tags=night_sky',
  description: null,
  posts: 123456,
  followers: null,
  created_at: null,
  rating: null,
  newest_at: null,
  note: null,
  ...fields,
})

export const checkSample = (fields: Partial<Check> = {}): Check => ({
  run: runSample({ id: 31, kind: 'check', state: 'done' }),
  checked: checkedSample(),
  subscribed: null,
  problem: null,
  waiting: null,
  ...fields,
})

export const linkSample = (fields: Partial<Link> = {}): Link => ({
  id: 9,
  post_id: 4,
  url: 'https://imgur.com/a/AbCdE',
  kind: 'imgur',
  state: 'failed',
  attempts: 3,
  next_at: null,
  code: 'gone',
  reason: 'Imgur says that this album was deleted.',
  image_id: null,
  batch: null,
  created_at: '2026-11-20T08:00:00Z',
  finished_at: '2026-11-20T11:00:00Z',
  ...fields,
})
