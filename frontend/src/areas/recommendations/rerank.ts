import type { PhotoRecommendation } from '@/api/types'

const idsOf = (items: PhotoRecommendation[]) => new Set(items.map(({ post }) => post.id))

/**
 * A newer ranking under what was already seen: the first `seen` items stay as they are, so that nothing moves
 * before the reader's eyes; below them comes the newer ranking without what is above.
 */
export function rerankUnseen(
  shown: PhotoRecommendation[],
  latest: PhotoRecommendation[],
  seen: number,
): PhotoRecommendation[] {
  const kept = shown.slice(0, seen)
  const above = idsOf(kept)
  return [...kept, ...latest.filter(({ post }) => !above.has(post.id))]
}

/** The items of a further page that are not in the list yet. */
export function withPage(
  shown: PhotoRecommendation[],
  page: PhotoRecommendation[],
): PhotoRecommendation[] {
  const present = idsOf(shown)
  return [...shown, ...page.filter(({ post }) => !present.has(post.id))]
}
