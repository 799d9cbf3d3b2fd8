import type {
  Account,
  Method,
  Part,
  PersonRecommendation,
  PhotoRecommendation,
  Post,
  Recommendations,
  Run,
  Steering,
  User,
  Why,
} from '@/api/types'

/** Good answers of the API, for tests that care about one part of them. */

export const accountSample = (fields: Partial<Account> = {}): Account => ({
  id: 1,
  source: 'flickr',
  external_id: '1@N00',
  username: 'ada',
  real_name: 'Ada Lind',
  display_name: 'Ada Lind',
  url: 'https://www.flickr.com/people/1@N00/',
  icon_url: null,
  state: 'active',
  ...fields,
})

/** Whoever is logged in, as GET /api/session tells: somebody of Flickr without any role, unless more is said. */
export const userSample = (fields: Partial<User> = {}): User => ({
  id: 1,
  account: accountSample(),
  created_at: '2026-01-01T00:00:00Z',
  administrator: false,
  role: 'member',
  name: null,
  ...fields,
})

/** Somebody who logs in with a name and is not at Flickr. */
export const localUserSample = (fields: Partial<User> = {}): User =>
  userSample({
    account: accountSample({
      source: 'local',
      external_id: 'x1',
      username: 'mia',
      real_name: null,
      display_name: 'mia',
      url: '/library',
    }),
    name: 'mia',
    ...fields,
  })

export const postSample = (id: number, fields: Partial<Post> = {}): Post => ({
  id,
  source: 'flickr',
  external_id: `90${id}`,
  title: `Photo ${id}`,
  url: `https://www.flickr.com/photos/2@N00/90${id}/`,
  owner: accountSample({ id: 2, external_id: '2@N00', display_name: 'Bo Marsh' }),
  posted_at: '2024-05-03T10:00:00Z',
  taken_at: null,
  tags: ['sea'],
  image: { url: `/pictures/${id}/1024.jpg`, width: 1024, height: 683 },
  sizes: [
    { url: `/pictures/${id}/75.jpg`, width: 75, height: 75 },
    { url: `/pictures/${id}/500.jpg`, width: 500, height: 333 },
  ],
  favorited: false,
  ...fields,
})

export const photoSample = (id: number, fields: Partial<Post> = {}): PhotoRecommendation => ({
  post: postSample(id, fields),
  score: 1,
  reasons: {
    count: 2,
    accounts: [
      {
        account: accountSample({ id: 3, display_name: 'Cy' }),
        weight: 2,
        shared_favorites: 4,
      },
      {
        account: accountSample({ id: 4, display_name: 'Dot' }),
        weight: 1,
        shared_favorites: 1,
      },
    ],
  },
  new: false,
  stronger: false,
  folded: [],
  why: null,
})

export const personSample = (id: number): PersonRecommendation => ({
  account: accountSample({ id, external_id: `${id}@N00`, display_name: `Person ${id}` }),
  score: 1,
  shared_favorites: 12,
  favorites: 340,
  owned: 3,
  followed: false,
  shared: [postSample(id * 100 + 1)],
  samples: [postSample(id * 100)],
  why: null,
})

export const runSample = (fields: Partial<Run> = {}): Run => ({
  id: 7,
  kind: 'refresh',
  state: 'running',
  account: accountSample(),
  created_at: '2026-11-21T09:00:00Z',
  finished_at: null,
  first_results_at: null,
  progress: {
    total: 390,
    done: 214,
    failed: 0,
    waiting: 176,
    photographers: { total: 388, done: 212, failed: 0 },
    contacts: { total: 0, done: 0, failed: 0 },
    favorites_read: 1243,
    contacts_read: 96,
    cleaned: 0,
  },
  deferred_until: null,
  seconds_left: null,
  failures: [],
  failure_count: 0,
  ...fields,
})

export const recommendationsSample = (fields: Partial<Recommendations> = {}): Recommendations => ({
  account: accountSample(),
  method: 'flexplore',
  generated_at: '2026-11-21T09:00:00Z',
  editable: false,
  enough: true,
  needed: { favorites: 5, photographers: 3 },
  based_on: { favorites: 1243, photographers: 388, photographers_read: 388 },
  run: null,
  photos: [photoSample(1), photoSample(2), photoSample(3)],
  people: [personSample(50)],
  next_cursor: null,
  view: null,
  visit: null,
  hidden: { seen: 0, muted: 0, folded: 0 },
  parameters: { freshness: 0, adventure: 0 },
  mixed: [],
  ...fields,
})

export const partSample = (fields: Partial<Part> = {}): Part => ({
  kind: 'photographer',
  amount: 0.6,
  text: 'Cy faved it; you share 4 favourites',
  account: accountSample({ id: 3, display_name: 'Cy' }),
  shared_favorites: 4,
  shared: [postSample(71)],
  count: null,
  ...fields,
})

/** Three parts that sum to 1. */
export const whySample = (): Why => ({
  summary: 'Faved by Cy and Dot, whose work you fave or follow.',
  parts: [
    partSample(),
    partSample({
      kind: 'owner',
      amount: 0.5,
      text: 'you faved 2 photos by the same photographer',
      account: null,
      shared_favorites: null,
      shared: [],
      count: 2,
    }),
    partSample({
      kind: 'likeness',
      amount: -0.1,
      text: 'you dismissed 1 photo by the same photographer',
      account: null,
      shared_favorites: null,
      shared: [],
      count: 1,
    }),
  ],
})

export const steeringSample = (fields: Partial<Steering> = {}): Steering => ({
  freshness: 0,
  adventure: 0,
  mutes: [],
  dismissed: { posts: 0, accounts: 0 },
  shown: 0,
  ...fields,
})

export const methodSample = (fields: Partial<Method> = {}): Method => ({
  account: accountSample(),
  method: 'default',
  name: 'Rare favourites in common',
  summary: 'Photographers who share your rare favourites have most say.',
  formula: ['First every photographer gets a weight.', 'Then the weights are added up.'],
  parameters: [
    {
      name: 'alpha',
      meaning: 'How much rare counts.',
      value: 1,
      default: 0.75,
      lowest: 0,
      highest: 1.5,
    },
    {
      name: 'gamma',
      meaning: 'How much less busy ones count.',
      value: 0.5,
      default: 0.5,
      lowest: 0,
      highest: 1,
    },
  ],
  sliders: { freshness: 0, adventure: 1 },
  numbers: {
    favorites: 1243,
    photographers: 388,
    contacts: 96,
    lists_read: 471,
    favorites_read: 412806,
    candidates: 187220,
    dismissed_photos: 3,
    dismissed_people: 1,
    muted: 2,
  },
  strongest: [
    {
      account: accountSample({ id: 3, display_name: 'Cy' }),
      weight: 1.25,
      parts: [
        partSample({ kind: 'shared', amount: 1 }),
        partSample({ kind: 'owned', amount: 0.5 }),
        partSample({ kind: 'dismissed', amount: -0.25 }),
      ],
      shared_favorites: 4,
      owned: 2,
      favorites: 900,
    },
  ],
  example: { post: postSample(1), score: 1, why: whySample() },
  ...fields,
})
