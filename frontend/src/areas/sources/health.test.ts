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

it('tells a used up daily budget from one that is being used', () => {
  const rate = { calls: 2, per_seconds: 1, per_day: 12_500 }
  const used = { rate, left: 0, succeeded_at: earlier }
  expect(healthOf(source(used), now)).toBe('used_up')
  const justNow = { ...used, succeeded_at: '2026-11-21T08:59:59Z' }
  expect(healthOf(source(justNow), now)).toBe('working')
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
  expect(budgetWords(source({ rate, left: 11_200 }), now)).toEqual(['11,200 calls may be made now'])
  expect(budgetWords(source({ left: 3 }), now)).toEqual([])
  expect(budgetWords(source({ told_left: 512.7, told_reset_at: later }), now)).toEqual([
    '512 left by its own count, anew in 2 minutes',
  ])
})
