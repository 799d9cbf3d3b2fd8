import { expect, it } from 'vitest'
import { photoSample } from '@/testing/samples'
import { reasonWords } from './reasonWords'

const { reasons } = photoSample(1)

it('speaks to the owner of the list', () => {
  expect(reasonWords(reasons, true)).toBe('2 photographers whose work you fave faved this: Cy, Dot')
})

it('speaks of somebody else on their list', () => {
  expect(reasonWords(reasons, false)).toBe(
    '2 photographers whose work they fave faved this: Cy, Dot',
  )
})

it('counts those it does not name', () => {
  expect(reasonWords({ ...reasons, count: 9 }, true)).toBe(
    '9 photographers whose work you fave faved this: Cy, Dot and 7 more',
  )
})

it('speaks of one photographer as one', () => {
  const one = { count: 1, accounts: reasons.accounts.slice(0, 1) }
  expect(reasonWords(one, true)).toBe('1 photographer whose work you fave faved this: Cy')
})
