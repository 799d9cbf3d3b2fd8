import type { Post } from '@/api/types'

/** What a grid must know of an item to give it a place: its number and its size, in any unit. */
export interface Shape {
  id: number
  width: number | null
  height: number | null
}

export const shapeOfPost = ({ post }: { post: Post }): Shape => ({
  id: post.id,
  width: post.image.width,
  height: post.image.height,
})
