import { expect, it } from 'vitest'
import type { WholeCrawl } from '@/api/crawlTypes'
import { crawlSample, crawlSearchSample, progressSample } from '@/testing/crawlSamples'
import { stagesOf } from './stages'

const states = (crawl: WholeCrawl) => stagesOf(crawl).map(({ state }) => state)
const classes = { text: 0, nontext: 0, unsure: 0, pending: 0 }
const reading = { searches: [crawlSearchSample({ state: 'reading' })], finished_at: null }

it('waits for engines before anything can be fetched', () => {
  const begun = crawlSample({ ...reading, state: 'active', progress: progressSample(), classes })
  expect(states(begun)).toEqual(['goesOn', 'later', 'later'])
  expect(stagesOf(begun)[0]?.words).toBe('0 of 1 search, no results')
})

it('fetches and looks for writing while engines are still read', () => {
  const progress = progressSample({ listed: 100, pending: 60, pictures: 40, different: 40 })
  const crawl = crawlSample({
    ...reading,
    state: 'active',
    progress,
    classes: { ...classes, pending: 40 },
  })
  expect(states(crawl)).toEqual(['goesOn', 'goesOn', 'goesOn'])
  expect(stagesOf(crawl)[1]).toMatchObject({ done: 40, total: 100, words: '40 of 100' })
})

it('halts where it is paused, but looks at what is there', () => {
  const progress = progressSample({ listed: 10, pending: 5, pictures: 5, different: 5 })
  const crawl = crawlSample({
    ...reading,
    state: 'paused',
    progress,
    classes: { ...classes, pending: 2, nontext: 3 },
  })
  expect(states(crawl)).toEqual(['halted', 'halted', 'goesOn'])
})

it('is done with all of it, or had nothing to do', () => {
  expect(states(crawlSample())).toEqual(['done', 'done', 'done'])
  const empty = crawlSample({ progress: progressSample(), classes })
  expect(states(empty)).toEqual(['done', 'none', 'none'])
})
