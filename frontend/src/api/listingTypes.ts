import type { components } from './schema'

type Schemas = components['schemas']

/** What the part of the API about sources and subscriptions answers. */

export type Check = Schemas['Check']
export type CheckedListing = Schemas['CheckedListing']
export type ListingRun = Schemas['ListingRun']
export type Source = Schemas['Source']
export type Subscription = Schemas['Subscription']
