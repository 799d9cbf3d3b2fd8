import type { ImageMatch, Similarity } from '@/api/imageSearchTypes'

/** The surest first; null is what a method found near without thinking it the same. */
const order: Similarity[] = ['same_file', 'same_picture', 'edited', 'perhaps', null]

export interface MatchGroup {
  similarity: Similarity
  matches: ImageMatch[]
}

/** The matches by what they are, in the order that they have; no group is empty. */
export const groupsOf = (matches: readonly ImageMatch[]): MatchGroup[] =>
  order
    .map((similarity) => ({
      similarity,
      matches: matches.filter((match) => match.similarity === similarity),
    }))
    .filter((group) => group.matches.length > 0)

/** The name of a group's words. */
export const nameOf = (similarity: Similarity) => similarity ?? 'near'
