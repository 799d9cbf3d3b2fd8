import type { components } from './schema'

type Schemas = components['schemas']

/** What the library's part of the API answers. */

export type BlockedTag = Schemas['BlockedTag']
export type DuplicateGroup = Schemas['VariantGroup']
export type DuplicateImage = Schemas['DuplicateImage']
export type ImageCard = Schemas['ImageCard']
export type ImageTag = Schemas['TagOnImage']
export type LibraryImage = Schemas['LibraryImage']
export type Link = Schemas['Link']
export type Merge = Schemas['Merge']
export type Namespace = Tag['namespace']
export type Rating = ImageCard['rating']
export type SearchPage = Schemas['SearchResults']
export type Suggestion = Schemas['Suggestion']
export type Suggestions = Schemas['Suggestions']
export type Tag = Schemas['Tag']
