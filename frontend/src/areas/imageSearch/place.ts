import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Rating } from '@/api/libraryTypes'
import type { SearchMethod } from '@/api/imageSearchTypes'
import { ratingsInAddress, ratingsOf } from '@/areas/library/ratings'
import { recognised, type Given } from './given'

export const methods = [
  'best',
  'phash',
  'dhash',
  'pdq',
  'histogram-l1',
  'histogram-l2',
] as const satisfies SearchMethod[]

/** What narrows the search. */
export interface Filters {
  source: string
  account: string
  /** In the units of the method; null: as far as the method goes. */
  distance: number | null
}
export const noFilters: Filters = { source: '', account: '', distance: null }

/** All that an address of the page says. */
export interface Place {
  given: Given | null
  method: SearchMethod
  filters: Filters
  /** Null: as this browser prefers. */
  ratings: Rating[] | null
}

const one = (value: LocationQuery[string] | undefined): string =>
  ((Array.isArray(value) ? value[0] : value) ?? '').trim()

function givenOf(query: LocationQuery): Given | null {
  const id = Number(one(query.image))
  // A bookmark that was used on a page of this library brings the address of a picture of it.
  const url = one(query.url)
  if (url) return recognised(url) ?? { kind: 'url', url }
  if (Number.isInteger(id) && id > 0) return { kind: 'image', id }
  if (one(query.hash)) return { kind: 'hash', hash: one(query.hash) }
  if (one(query.file)) return { kind: 'file', key: one(query.file) }
  return null
}

export function placeOf(query: LocationQuery): Place {
  const distance = Number(one(query.distance) || NaN)
  return {
    given: givenOf(query),
    method: methods.find((method) => method === one(query.method)) ?? 'best',
    filters: {
      source: one(query.source),
      account: one(query.account),
      distance: Number.isFinite(distance) && distance >= 0 ? distance : null,
    },
    ratings: ratingsOf(one(query.ratings)),
  }
}

function addressOfGiven(given: Given | null): LocationQueryRaw {
  if (given === null) return {}
  if (given.kind === 'url') return { url: given.url }
  if (given.kind === 'image') return { image: String(given.id) }
  return given.kind === 'hash' ? { hash: given.hash } : { file: given.key }
}

/** The query part of an address; what says nothing is left out. */
export function addressOf({ given, method, filters, ratings }: Place): LocationQueryRaw {
  const { source, account, distance } = filters
  const shown = ratings === null ? undefined : ratingsInAddress(ratings)
  return {
    ...addressOfGiven(given),
    ...(method === 'best' ? {} : { method }),
    ...(source ? { source } : {}),
    ...(account ? { account } : {}),
    ...(distance === null ? {} : { distance: String(distance) }),
    ...(shown ? { ratings: shown } : {}),
  }
}
