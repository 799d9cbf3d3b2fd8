import type { components as Known, paths as KnownPaths } from './schema'

/**
 * What the API gives beyond the stored schema, by hand until that is made anew: memory, reasons in parts, steering
 * and feeds. `contract.ts` says which of the two is used.
 */

type Schemas = Known['schemas']
type Account = Schemas['Account']
type Post = Schemas['Post']

interface Part {
  kind:
    | 'photographer'
    | 'others'
    | 'owner'
    | 'likeness'
    | 'newness'
    | 'popularity'
    | 'shared'
    | 'owned'
    | 'followed'
    | 'dismissed'
  amount: number
  text: string
  account: Account | null
  shared_favorites: number | null
  shared: Post[]
  count: number | null
}
interface Why {
  summary: string
  parts: Part[]
}
interface PhotoRecommendation {
  post: Post
  score: number
  reasons: Schemas['Reasons']
  new: boolean
  stronger: boolean
  folded: Post[]
  why: Why | null
}
interface PersonRecommendation {
  account: Account
  score: number
  shared_favorites: number
  favorites: number
  owned: number
  followed: boolean
  shared: Post[]
  samples: Post[]
  why: Why | null
}
interface SourceGroup {
  external_id: string
  name: string
  url: string
}
interface PhotoFromGroup {
  post: Post
  group: SourceGroup
}
interface Sliders {
  freshness: number
  adventure: number
}
interface Recommendations extends Omit<Schemas['Recommendations'], 'photos' | 'people'> {
  photos: PhotoRecommendation[]
  people: PersonRecommendation[]
  view: string | null
  visit: { previous_at: string | null; new: number } | null
  hidden: { seen: number; muted: number; folded: number }
  parameters: Sliders
  mixed: PhotoFromGroup[]
}
interface MethodParameter {
  name: string
  meaning: string
  value: number
  default: number
  lowest: number
  highest: number
}
interface Strongest {
  account: Account
  weight: number
  parts: Part[]
  shared_favorites: number
  owned: number
  favorites: number
}
interface MethodExplained {
  account: Account
  method: string
  name: string
  summary: string
  formula: string[]
  parameters: MethodParameter[]
  sliders: Sliders
  numbers: {
    favorites: number
    photographers: number
    contacts: number
    lists_read: number
    favorites_read: number
    candidates: number
    dismissed_photos: number
    dismissed_people: number
    muted: number
  }
  strongest: Strongest[]
  example: { post: Post; score: number; why: Why } | null
}
interface Mute {
  kind: 'account' | 'tag' | 'group'
  value: string
  label: string
  muted_at: string
  account: Account | null
}
interface Steering extends Sliders {
  mutes: Mute[]
  dismissed: { posts: number; accounts: number }
  shown: number
}
interface SteeringReset {
  sliders: boolean
  mutes: boolean
  dismissals: boolean
  memory: boolean
}
interface Feed {
  rss_url: string
  json_url: string
  created_at: string
}

export interface components {
  schemas: Omit<Schemas, 'PhotoRecommendation' | 'PersonRecommendation' | 'Recommendations'> & {
    PhotoRecommendation: PhotoRecommendation
    PersonRecommendation: PersonRecommendation
    Recommendations: Recommendations
    PhotoFromGroup: PhotoFromGroup
    SourceGroup: SourceGroup
    MethodExplained: MethodExplained
    MethodParameter: MethodParameter
    Strongest: Strongest
    Part: Part
    Why: Why
    Mute: Mute
    Steering: Steering
    SteeringReset: SteeringReset
    Feed: Feed
  }
}

interface Asked {
  query?: object
  path?: object
  body?: object
}
interface Answers<Answer> {
  responses: {
    200: { headers: Record<string, unknown>; content: { 'application/json': Answer } }
    default: {
      headers: Record<string, unknown>
      content: { 'application/problem+json': Schemas['Problem'] }
    }
  }
}
type BodyOf<Question> = Question extends { body: infer Body }
  ? { requestBody: { content: { 'application/json': Body } } }
  : { requestBody?: never }
/** One method of an address, as openapi-typescript writes it. */
type Operation<Answer, Question extends Asked = object> = Answers<Answer> &
  BodyOf<Question> & {
    parameters: {
      query?: Question extends { query: infer Query } ? Query : never
      header?: never
      path: Question extends { path: infer Path } ? Path : never
      cookie?: never
    }
  }
/** The same without anything in its path. */
type Plain<Answer, Question extends Asked = object> = Answers<Answer> &
  BodyOf<Question> & {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
  }

type OfAccount = { source: string; external_id: string }
type OfMute = { kind: Mute['kind']; value: string }
type TheirRecommendations = '/api/accounts/{source}/{external_id}/recommendations'

export interface paths extends Omit<KnownPaths, TheirRecommendations> {
  '/api/accounts/{source}/{external_id}/recommendations': {
    get: Operation<
      Recommendations,
      {
        path: OfAccount
        query: {
          photos?: number
          people?: number
          method?: 'default' | 'flexplore'
          cursor?: string | null
          explain?: boolean
          view?: string | null
          seen?: 'leave_out' | 'include'
        }
      }
    >
  }
  '/api/accounts/{source}/{external_id}/recommendations/method': {
    get: Operation<
      MethodExplained,
      { path: OfAccount; query: { method?: 'default' | 'flexplore' } }
    >
  }
  '/api/recommendations/shown': {
    post: Plain<undefined, { body: { view: string; posts: { id: number; supporters: number }[] } }>
  }
  '/api/steering': {
    get: Plain<Steering>
    patch: Plain<Steering, { body: Partial<Sliders> }>
  }
  '/api/steering/mutes/{kind}/{value}': {
    put: Operation<Mute, { path: OfMute }>
    delete: Operation<undefined, { path: OfMute }>
  }
  '/api/steering/reset': { post: Plain<{ undo: string }, { body: SteeringReset }> }
  '/api/steering/undo': { post: Plain<undefined, { body: { undo: string } }> }
  '/api/posts/{post_id}/groups': {
    get: Operation<{ groups: SourceGroup[] }, { path: { post_id: number } }>
  }
  '/api/feeds': {
    get: Plain<{ feed: Feed | null }>
    post: Plain<{ feed: Feed | null }>
    delete: Plain<undefined>
  }
}
