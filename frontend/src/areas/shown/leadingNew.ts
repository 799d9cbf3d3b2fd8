import type { PhotoRecommendation } from '@/api/types'

/** How many photos at the top came since the last visit: the API puts those first. */
export function leadingNew(items: PhotoRecommendation[]): number {
  const first = items.findIndex((item) => !item.new)
  return first === -1 ? items.length : first
}
