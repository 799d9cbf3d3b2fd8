import type { components } from './schema'

type Schemas = components['schemas']

/** What looking for a picture answers. */

export type ImageSearchResults = Schemas['ImageSearchResults']
export type ImageMatch = Schemas['ImageMatch']
export type Margins = Schemas['Margins']
export type Orientation = ImageMatch['orientation']
export type SearchedPicture = Schemas['SearchedPicture']
export type SearchMethod = Schemas['ImageSearch']['method']
export type SeenPost = Schemas['SeenPost']
export type Similarity = ImageMatch['similarity']
