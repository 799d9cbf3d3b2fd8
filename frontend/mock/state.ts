import type { components } from '../src/api/schema'
import { special } from './world'

type Schemas = components['schemas']

/** What the mock remembers until it is restarted. */
export const state = {
  loggedInAs: null as string | null,
  /** The name that somebody logged in with who is not at Flickr. */
  name: null as string | null,
  faved: new Set<number>(),
  dismissedPosts: new Set<number>(),
  dismissedAccounts: new Set<number>(),
  runs: new Map<
    number,
    { id: number; kind: 'refresh' | 'favorite'; subject: string; startedAt: number }
  >(),
  arrivals: 0,
  freshness: 0,
  adventure: 0,
  mutes: [] as Schemas['Mute'][],
  /** What was shown, with the time of the view it was shown in. */
  shown: new Map<number, number>(),
  feed: null as Schemas['Feed'] | null,
  undone: new Map<string, () => void>(),
}

export const isOwner = (externalId: string) => state.loggedInAs === externalId

export const fewFavorites = (externalId: string) =>
  externalId === special.quiet || externalId === special.quietMe
