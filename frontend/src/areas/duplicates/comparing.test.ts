import { expect, it } from 'vitest'
import type { DuplicateImage, ImageTag } from '@/api/libraryTypes'
import { cardSample } from '@/testing/librarySamples'
import { bestOf, comparison, distanceOf, mergedTags, pairsOf } from './comparing'

const tag = (name: string): ImageTag => ({ name, namespace: 'general', count: 1, origin: 'source' })
const image = (id: number, tags: string[], best = false): DuplicateImage => ({
  ...cardSample(id, { best }),
  bytes: 1000,
  kept: true,
  post_count: 1,
  posted_at: null,
  tags: tags.map(tag),
})
const group = {
  id: 1,
  size: 3,
  distinct: [],
  images: [image(1, ['sea']), image(2, ['sea', 'sky'], true), image(3, ['boat'])],
  distances: [
    [0, 4, 7],
    [4, 0, 9],
    [7, 9, 0],
  ],
}

it('knows the best copy, and what stands first where none is marked', () => {
  expect(bestOf(group)?.id).toBe(2)
  expect(bestOf({ images: [image(5, [])] })?.id).toBe(5)
})

it('unites the tags and says which are gained', () => {
  const merged = mergedTags(group, 2)
  expect(merged.map(({ name, gained }) => [name, gained])).toEqual([
    ['sea', false],
    ['sky', false],
    ['boat', true],
  ])
})

it('names every pair once', () => {
  expect(pairsOf([1, 2, 3])).toEqual([
    [1, 2],
    [1, 3],
    [2, 3],
  ])
  expect(pairsOf([1])).toEqual([])
})

it('reads the distance of two pictures', () => {
  expect(distanceOf(group, 3, 2)).toBe(9)
})

it('marks lines in which pictures differ', () => {
  expect(comparison('Format', ['PNG', 'PNG']).differs).toBe(false)
  expect(comparison('Format', ['PNG', 'JPEG']).differs).toBe(true)
})
