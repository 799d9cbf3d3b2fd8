import type { components } from './schema'

type Schemas = components['schemas']

/** What the artist finder's part of the API answers. */

export type ArtistAccount = Schemas['FoundAccount']
export type ArtistFinderFacts = Schemas['ArtistFinder']
export type ArtistResult = Schemas['ArtistResult']
export type ArtistSearch = Schemas['ArtistSearch']
export type Artwork = Schemas['Artwork']
export type Evidence = ArtistAccount['evidence'][number][number]
export type Scan = ArtistAccount['scan']
export type SearchState = ArtistSearch['state']
