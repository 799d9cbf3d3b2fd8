import { expect, it } from 'vitest'
import {
  formatBytes,
  formatFromNow,
  formatInterval,
  formatScore,
  formatSpan,
  formatVisit,
} from './formats'

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

it('names a length of time in its largest fitting unit', () => {
  const words = [1, 40, 900, 3_600, 5_400, 10_800, 86_400, 604_800].map(formatSpan)
  expect(words).toEqual([
    '1 second',
    '40 seconds',
    '15 minutes',
    '1 hour',
    '1.5 hours',
    '3 hours',
    '1 day',
    '7 days',
  ])
})

it('says how often', () => {
  expect([3_600, 7_200, 86_400].map(formatInterval)).toEqual(['hour', '2 hours', 'day'])
})

it('tells how far away a moment is, and its date where that is more than a month', () => {
  const now = new Date('2026-11-21T09:00:00Z')
  const words = ['2026-11-21T09:15:00Z', '2026-11-21T06:00:00Z', '2026-11-18T09:00:00Z'].map(
    (moment) => formatFromNow(moment, now),
  )
  expect(words).toEqual(['in 15 minutes', '3 hours ago', '3 days ago'])
  expect(formatFromNow('2025-01-03T09:00:00Z', now)).toBe('Jan 3, 2025')
})
