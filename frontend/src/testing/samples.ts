import type {
  Account,
  PersonRecommendation,
  PhotoRecommendation,
  Post,
  Recommendations,
  Run,
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
})

export const personSample = (id: number): PersonRecommendation => ({
  account: accountSample({ id, external_id: `${id}@N00`, display_name: `Person ${id}` }),
  score: 1,
  shared_favorites: 12,
  favorites: 340,
  samples: [postSample(id * 100)],
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
    favorites_read: 1243,
    contacts_read: 96,
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
  ...fields,
})
