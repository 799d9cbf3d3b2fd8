import { expect, it } from 'vitest'
import type { Orientation } from '@/api/imageSearchTypes'
import { transformOf, turnedSize } from './orientation'

/** Where a corner of a picture of 30 × 20 comes to lie, by the transformation's own numbers. */
function carried(orientation: Orientation, x: number, y: number): [number, number] {
  const all = [
    ...transformOf({ width: 30, height: 20 }, orientation).matchAll(/matrix\(([^)]*)\)/g),
  ]
  return all
    .map((found) => (found[1] ?? '').split(' ').map(Number))
    .reduceRight<[number, number]>(
      ([px, py], [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0]) => [
        a * px + c * py + e,
        b * px + d * py + f,
      ],
      [x, y],
    )
}

it('mirrors first, then turns clockwise: where the top left corner goes', () => {
  expect(carried('same', 0, 0)).toEqual([0, 0])
  expect(carried('rotated-90', 0, 0)).toEqual([20, 0])
  expect(carried('rotated-180', 0, 0)).toEqual([30, 20])
  expect(carried('rotated-270', 0, 0)).toEqual([0, 30])
  expect(carried('mirrored', 0, 0)).toEqual([30, 0])
  expect(carried('mirrored-rotated-90', 0, 0)).toEqual([20, 30])
  expect(carried('mirrored-rotated-180', 0, 0)).toEqual([0, 20])
  expect(carried('mirrored-rotated-270', 0, 0)).toEqual([0, 0])
})

it('keeps every corner within the turned picture', () => {
  const orientations: Orientation[] = [
    ...(['same', 'rotated-90', 'rotated-180', 'rotated-270', 'mirrored'] as const),
    ...(['mirrored-rotated-90', 'mirrored-rotated-180', 'mirrored-rotated-270'] as const),
  ]
  for (const orientation of orientations) {
    const { width, height } = turnedSize({ width: 30, height: 20 }, orientation)
    const corners = [carried(orientation, 0, 0), carried(orientation, 30, 20)]
    expect(corners.map(([x]) => x).sort((a, b) => a - b)).toEqual([0, width])
    expect(corners.map(([, y]) => y).sort((a, b) => a - b)).toEqual([0, height])
  }
})
