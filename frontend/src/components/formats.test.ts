import { expect, it } from 'vitest'
import { formatBytes, formatScore, formatVisit } from './formats'

const now = new Date(2026, 10, 21, 9, 0)
const ago = (days: number, hour = 12) => new Date(2026, 10, 21 - days, hour).toISOString()

it('names a visit as one remembers it', () => {
  expect(formatVisit(ago(0, 7), now)).toBe('earlier today')
  expect(formatVisit(ago(1, 23), now)).toBe('yesterday')
  expect(formatVisit(ago(4), now)).toBe('Tuesday')
  expect(formatVisit(ago(6), now)).toBe('Sunday')
  expect(formatVisit(ago(7), now)).toBe('Nov 14, 2026')
})

it('gives a score three digits that say something', () => {
  expect(formatScore(0.0012345)).toBe('0.00123')
  expect(formatScore(12.345)).toBe('12.3')
})

it('gives bytes in the unit that one reads', () => {
  expect(formatBytes(0)).toBe('0 bytes')
  expect(formatBytes(999)).toBe('999 bytes')
  expect(formatBytes(2_431_000)).toBe('2.43 MB')
})
