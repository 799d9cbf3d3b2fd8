import { expect, it } from 'vitest'
import type { PhotoRecommendation } from '@/api/types'
import { photoSample } from '@/testing/samples'
import { rerankUnseen, withPage } from './rerank'

const list = (...ids: number[]) => ids.map((id) => photoSample(id))
const ids = (items: PhotoRecommendation[]) => items.map(({ post }) => post.id)

it('leaves what was seen and ranks the rest anew', () => {
  expect(ids(rerankUnseen(list(1, 2, 3, 4), list(9, 4, 1, 8), 2))).toEqual([1, 2, 9, 4, 8])
})

it('keeps what was seen even when the newer ranking no longer has it', () => {
  expect(ids(rerankUnseen(list(1, 2, 3), list(3), 2))).toEqual([1, 2, 3])
})

it('appends a page without repeating anything', () => {
  expect(ids(withPage(list(1, 2), list(2, 3)))).toEqual([1, 2, 3])
})
