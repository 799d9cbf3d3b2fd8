import { describe, expect, it } from 'vitest'
import { runSample } from '@/testing/samples'
import { progressWords, timeLeft } from './progressWords'

const now = new Date('2026-11-21T09:00:00Z')
const counting = (total: number, done: number, failed = 0) => ({
  ...runSample().progress,
  photographers: { total, done, failed },
})

describe('the words of progress', () => {
  it('count photographers', () => {
    const words = progressWords(runSample(), now)
    expect(words.headline).toBe('212 of 388 photographers read')
    expect(words.facts).toEqual(['1,243 favourites read', '96 contacts read'])
  })

  it('speak of one photographer as one', () => {
    expect(progressWords(runSample({ progress: counting(1, 0) }), now).headline).toBe(
      '0 of 1 photographer read',
    )
  })

  it('do not claim a part of something that nobody has counted yet', () => {
    const words = progressWords(runSample({ progress: counting(0, 0) }), now)
    expect(words.headline).toBe('Reading the favourites')
    expect(words.fraction).toBeNull()
  })

  it('count those who could not be read as gone through', () => {
    expect(progressWords(runSample({ progress: counting(10, 4, 1) }), now).fraction).toBe(0.5)
  })

  it('count contacts whose favourites are read as a part of the way', () => {
    const progress = { ...counting(10, 10), contacts: { total: 10, done: 4, failed: 1 } }
    const words = progressWords(runSample({ progress }), now)
    expect(words.fraction).toBe(0.75)
    expect(words.facts).toContain('4 of 10 contacts read')
  })

  it('never exceed the whole, whatever the server counts', () => {
    const words = progressWords(runSample({ progress: counting(10, 12, 3) }), now)
    expect(words.fraction).toBe(1)
    expect(words.headline).toBe('10 of 10 photographers read')
  })

  it('explain a pause and give no estimate during it', () => {
    const run = runSample({ deferred_until: '2026-11-21T09:25:00Z', seconds_left: 1500 })
    const words = progressWords(run, now)
    expect(words.note).toContain('this hour’s are used up')
    expect(words.facts.join()).not.toContain('left')
    expect(progressWords(run, new Date('2026-11-21T09:26:00Z')).note).not.toContain('used up')
  })

  it('say when the first recommendations are there', () => {
    const run = runSample({ first_results_at: '2026-11-21T08:59:00Z' })
    expect(progressWords(run, now).note).toContain('first recommendations are below')
  })
})

it.each([
  [null, null],
  [-3, null],
  [4, 'a few seconds left'],
  [43, 'about 40 seconds left'],
  [58, 'about 1 minute left'],
  [200, 'about 3 minutes left'],
  [7100, 'about 2 hours left'],
])('%s seconds are told as "%s"', (seconds, words) => {
  expect(timeLeft(seconds)).toBe(words)
})
