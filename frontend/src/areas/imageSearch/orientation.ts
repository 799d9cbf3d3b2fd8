import type { Orientation } from '@/api/imageSearchTypes'

const turnsOf = (orientation: Orientation): number => {
  const degrees = /rotated-(\d+)/.exec(orientation)?.[1]
  return degrees ? (Number(degrees) / 90) % 4 : 0
}

export const isMirrored = (orientation: Orientation) => orientation.startsWith('mirrored')
export const degreesOf = (orientation: Orientation) => turnsOf(orientation) * 90

/** Width and height once it is turned. */
export const turnedSize = (
  { width, height }: { width: number; height: number },
  orientation: Orientation,
) => (turnsOf(orientation) % 2 ? { width: height, height: width } : { width, height })

/**
 * The SVG transformation that shows a picture in an orientation, its corner at the origin: first mirrored left to
 * right, then turned clockwise. SVG applies the last one first.
 */
export function transformOf(
  { width, height }: { width: number; height: number },
  orientation: Orientation,
): string {
  const turns = {
    0: '',
    1: `matrix(0 1 -1 0 ${height} 0)`,
    2: `matrix(-1 0 0 -1 ${width} ${height})`,
    3: `matrix(0 -1 1 0 0 ${width})`,
  }[turnsOf(orientation)]
  return [turns, isMirrored(orientation) ? `matrix(-1 0 0 1 ${width} 0)` : '']
    .filter(Boolean)
    .join(' ')
}
