import { expect, it } from 'vitest'
import { rerankUnseen } from '@/areas/recommendations/rerank'
import { photoSample } from '@/testing/samples'
import { leadingNew } from './leadingNew'

const list = (...ids: number[]) => ids.map((id) => ({ ...photoSample(id), new: id >= 100 }))

it('counts the new photos at the top only', () => {
  expect(leadingNew(list(100, 101, 1, 102))).toBe(2)
  expect(leadingNew(list(1, 100))).toBe(0)
  expect(leadingNew(list(100))).toBe(1)
  expect(leadingNew([])).toBe(0)
})

it('grows with a newer ranking while only new photos have been seen', () => {
  const merged = rerankUnseen(list(100, 101, 1, 2), list(101, 102, 103, 1, 2), 1)
  expect(merged.map(({ post }) => post.id)).toEqual([100, 101, 102, 103, 1, 2])
  expect(leadingNew(merged)).toBe(4)
})

it('stays as it is where the reader is further down: what comes then is marked on its own', () => {
  const merged = rerankUnseen(list(100, 1, 2), list(100, 101, 1, 2), 2)
  expect(merged.map(({ post }) => post.id)).toEqual([100, 1, 101, 2])
  expect(leadingNew(merged)).toBe(1)
})
