import type { Image, Post } from '@/api/types'

const ratio = ({ width, height }: Image) => (width && height ? width / height : null)

/** Every size that shows the whole picture, smallest first; sources also offer square crops. */
function wholeSizes(post: Post): Image[] {
  const wanted = ratio(post.image)
  return [...post.sizes, post.image]
    .filter((size) => {
      const own = ratio(size)
      return own !== null && (wanted === null || Math.abs(own / wanted - 1) < 0.06)
    })
    .sort((one, other) => (one.width ?? 0) - (other.width ?? 0))
}

/** A srcset attribute, or undefined where only one size is known. */
export function srcsetOf(post: Post): string | undefined {
  const byWidth = new Map(wholeSizes(post).map((size) => [size.width, size.url]))
  if (byWidth.size < 2) return undefined
  return [...byWidth].map(([width, url]) => `${url} ${width}w`).join(', ')
}

/** The largest known size. */
export const largestOf = (post: Post): Image => wholeSizes(post).at(-1) ?? post.image
