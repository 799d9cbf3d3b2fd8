import { expect, it } from 'vitest'
import { sourceSample as source } from '@/testing/listingSamples'
import { budgetWords, healthOf, healthWords, needsAttention, rateWords } from './health'

const now = new Date('2026-11-21T09:00:00Z')
const before = '2026-11-21T08:59:00Z'
const earlier = '2026-11-21T08:00:00Z'
const later = '2026-11-21T09:02:00Z'

it('says what keeps a site from being asked, the worst first', () => {
  const broken = { paused_until: later, paused_why: 'broken' } as const
  const states = [
    { auth: 'required', key: 'missing', ...broken },
    { auth: 'optional', key: 'refused', ...broken },
    { ...broken, failed_at: before },
    { paused_until: later, paused_why: 'asked', succeeded_at: before },
    { failed_at: before, succeeded_at: earlier },
    { failed_at: earlier, succeeded_at: before },
    {},
  ] as const
  expect(states.map((fields) => healthOf(source(fields), now))).toEqual([
    'key_missing',
    'key_refused',
    'broken',
    'paused',
    'failing',
    'working',
    'unasked',
  ])
})

it('does not count a missing key as trouble where the site works without one', () => {
  const health = healthOf(source({ auth: 'optional', key: 'missing', succeeded_at: before }), now)
  expect(health).toBe('working')
  expect(needsAttention(health)).toBe(false)
})

it('forgets a pause that is over', () => {
  const site = source({ paused_until: earlier, paused_why: 'asked', succeeded_at: before })
  expect(healthOf(site, now)).toBe('working')
})

it('tells a used up day from calls of this second that were made', () => {
  const rate = { calls: 2, per_seconds: 1, per_day: 12_500 }
  const used = { rate, left: 0, left_today: 0, succeeded_at: before }
  expect(healthOf(source(used), now)).toBe('used_up')
  expect(healthOf(source({ ...used, left_today: 11_000 }), now)).toBe('working')
  const told = { told_left: 0, told_reset_at: later, succeeded_at: before }
  expect(healthOf(source(told), now)).toBe('used_up')
  expect(healthOf(source({ ...told, told_reset_at: earlier }), now)).toBe('working')
})

it('says what to do, and until when nothing is asked', () => {
  const keyless = source({ auth: 'required', key: 'missing', key_names: ['USER_ID', 'API_KEY'] })
  expect(healthWords(keyless, now)).toContain('set USER_ID and API_KEY')
  const waits = source({ paused_until: later, paused_why: 'asked' })
  expect(healthWords(waits, now)).toContain('asked again in 2 minutes')
})

it('says how often a site may be asked, and what is left of that', () => {
  expect(rateWords({ calls: 1, per_seconds: 1, per_day: null })).toBe('1 call a second')
  expect(rateWords({ calls: 90, per_seconds: 60, per_day: null })).toBe('90 calls every 60 seconds')
  const rate = { calls: 2, per_seconds: 1, per_day: 12_500 }
  expect(rateWords(rate)).toBe('2 calls a second, 12,500 a day')
  expect(budgetWords(source({ left: 3 }), now)).toEqual([])
  expect(budgetWords(source({ told_left: 512.7, told_reset_at: later }), now)).toEqual([
    '512 left by its own count, anew in 2 minutes',
  ])
})

it('says what is left of a day and of an hour, and not of a second', () => {
  const day = { calls: 2, per_seconds: 1, per_day: 12_500 }
  expect(budgetWords(source({ rate: day, left: 2, left_today: 8_000 }), now)).toEqual([
    '8,000 of 12,500 calls a day left',
  ])
  const both = { calls: 1_000, per_seconds: 3_600, per_day: 5_000 }
  expect(budgetWords(source({ rate: both, left: 990, left_today: 0 }), now)).toEqual([
    'none of 5,000 calls a day left',
    '990 calls may be made now',
  ])
  const second = { calls: 5, per_seconds: 1, per_day: null }
  expect(budgetWords(source({ rate: second, left: 5 }), now)).toEqual([])
})
