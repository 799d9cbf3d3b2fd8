import type { Margins } from '@/api/imageSearchTypes'

/** The ways to look at two pictures together. */
export const modes = ['side', 'slider', 'fade', 'difference'] as const
export type Mode = (typeof modes)[number]

/** What can be shown of a picture, and its size. */
export interface Shown {
  sources: string[]
  width: number
  height: number
  /** What is left out on each side. */
  trimmed: Margins | null
}
