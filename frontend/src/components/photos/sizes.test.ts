import { expect, it } from 'vitest'
import { postSample } from '@/testing/samples'
import { largestOf, srcsetOf } from './sizes'

it('offers every whole size to the browser and leaves square crops out', () => {
  expect(srcsetOf(postSample(1))).toBe('/pictures/1/500.jpg 500w, /pictures/1/1024.jpg 1024w')
})

it('offers no choice where only one size is known', () => {
  expect(srcsetOf(postSample(1, { sizes: [] }))).toBeUndefined()
})

it('knows the largest size', () => {
  const large = { url: '/large.jpg', width: 2048, height: 1366 }
  expect(largestOf(postSample(1, { sizes: [large] })).url).toBe('/large.jpg')
  expect(
    largestOf(postSample(1, { image: { url: '/a.jpg', width: null, height: null }, sizes: [] }))
      .url,
  ).toBe('/a.jpg')
})
