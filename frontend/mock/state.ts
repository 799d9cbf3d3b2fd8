import { special } from './world'

/** What the mock remembers until it is restarted. */
export const state = {
  loggedInAs: null as string | null,
  faved: new Set<number>(),
  dismissedPosts: new Set<number>(),
  dismissedAccounts: new Set<number>(),
  runs: new Map<
    number,
    { id: number; kind: 'refresh' | 'favorite'; subject: string; startedAt: number }
  >(),
  arrivals: 0,
}

export const isOwner = (externalId: string) => state.loggedInAs === externalId

export const fewFavorites = (externalId: string) =>
  externalId === special.quiet || externalId === special.quietMe
