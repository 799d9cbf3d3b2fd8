import { expect, it } from 'vitest'
import { enginesSample } from '@/testing/crawlSamples'
import { bodyOf, emptyWish, extentOf, keywordsOf, numberIn, problemOf, unlicensedOf } from './wish'

const wish = (fields: Partial<ReturnType<typeof emptyWish>> = {}) => ({
  ...emptyWish(['commons', 'baidu']),
  keywords: ' night   sky\n\ncat\ncat ',
  ...fields,
})

it('takes each line once, without what is around it', () => {
  expect(keywordsOf(wish())).toEqual(['night sky', 'cat'])
})

it('reads numbers as people write them', () => {
  expect(numberIn('1,500', 1)).toBe(1500)
  expect(numberIn('1\u202F500', 1)).toBe(1500)
  expect(numberIn('', 1)).toBeNull()
  for (const wrong of ['0', '-3', 'many', '1e3']) expect(numberIn(wrong, 1)).toBeUndefined()
})

it.each([
  [{ keywords: ' \n ' }, 'noKeyword'],
  [{ engines: [] }, 'noEngine'],
  [{ limit: '' }, 'limit'],
  [{ limit: '0' }, 'limit'],
  [{ limitInAll: 'all' }, 'limitInAll'],
  [{ leastWidth: '-1' }, 'leastWidth'],
  [{ leastHeight: 'x' }, 'leastHeight'],
] as const)('knows what cannot be meant: %o', (fields, problem) => {
  expect(
    problemOf(wish({ ...fields, engines: [...('engines' in fields ? [] : ['commons'])] })),
  ).toBe(problem)
})

it('asks for what was typed, and leaves out what was not', () => {
  expect(problemOf(wish())).toBeNull()
  expect(bodyOf(wish({ limit: '1,000', leastWidth: '640', licensed: true }))).toEqual({
    keywords: ['night sky', 'cat'],
    engines: ['commons', 'baidu'],
    limit: 1000,
    limit_in_all: null,
    filters: { least_width: 640, least_height: 0, licensed: true },
  })
})

it('counts no more results than engines give', () => {
  expect(extentOf(wish(), enginesSample())).toEqual({ searches: 4, results: 2 * (100 + 60) })
  expect(extentOf(wish({ limitInAll: '50' }), enginesSample()).results).toBe(50)
})

it('knows who would bring nothing where licences are wanted', () => {
  expect(unlicensedOf(wish(), enginesSample())).toEqual([])
  const found = unlicensedOf(wish({ licensed: true }), enginesSample())
  expect(found.map(({ name }) => name)).toEqual(['baidu'])
})
