import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Rating } from '@/api/libraryTypes'
import { ratingsInAddress, ratingsOf } from './ratings'

/** A search, and how far down in it one is: all that an address of the library says. */
export interface Place {
  q: string
  /** Null: as this browser prefers. */
  ratings: Rating[] | null
  /** Where in the list the page begins that holds `at`, as the API named it; empty is the start. */
  from: string
  /** The image at the top of the screen. */
  at: number | null
}

const one = (value: LocationQuery[string] | undefined): string | null =>
  (Array.isArray(value) ? value[0] : value) || null

export function placeOf(query: LocationQuery): Place {
  const at = Number(one(query.at) ?? NaN)
  return {
    q: one(query.q) ?? '',
    ratings: ratingsOf(one(query.ratings)),
    from: one(query.from) ?? '',
    at: Number.isInteger(at) && at > 0 ? at : null,
  }
}

/** The query part of an address; what says nothing is left out. */
export function addressOf(place: {
  q: string
  ratings: readonly Rating[]
  from?: string
  at?: number | null
}): LocationQueryRaw {
  const ratings = ratingsInAddress(place.ratings)
  return {
    ...(place.q.trim() ? { q: place.q.trim() } : {}),
    ...(ratings ? { ratings } : {}),
    ...(place.from ? { from: place.from } : {}),
    ...(place.at ? { at: String(place.at) } : {}),
  }
}
