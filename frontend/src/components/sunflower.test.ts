import { expect, it } from 'vitest'
import { dotsPath, sunflower } from './sunflower'

it('spreads points over the disc from the middle outwards, none outside', () => {
  const radii = sunflower(388).map(({ x, y }) => Math.hypot(x, y))
  expect([...radii].sort((one, other) => one - other)).toEqual(radii)
  expect(Math.max(...radii)).toBeLessThan(1)
})

it('draws one dot for each thing counted', () => {
  const path = dotsPath({ count: 50, from: 10, to: 35, size: 200, dot: 3 })
  expect(path.match(/M/g)).toHaveLength(25)
})
