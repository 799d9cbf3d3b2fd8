import { expect, it } from 'vitest'
import { recognised } from './given'
import { addressOf, noFilters, placeOf } from './place'

const origin = 'https://fovea.example'
const of = (text: string) => recognised(text, origin)

it('takes the address of a picture, also without its scheme', () => {
  expect(of(' https://a.example/b.jpg?x=1 ')).toEqual({
    kind: 'url',
    url: 'https://a.example/b.jpg?x=1',
  })
  expect(of('a.example/b.jpg')).toEqual({ kind: 'url', url: 'https://a.example/b.jpg' })
})

it('takes an address of this library for the image itself, which nobody has to fetch', () => {
  for (const path of ['/library/images/12', '/api/library/images/12/thumbnails/512.webp'])
    expect(of(origin + path)).toEqual({ kind: 'image', id: 12 })
  expect(of('https://other.example/library/images/12')?.kind).toBe('url')
})

it('takes the hashes that the API knows', () => {
  const counts = '1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12'
  expect(of('8F373714ACFCF4D0')).toEqual({ kind: 'hash', hash: '8f373714acfcf4d0' })
  expect(of('0'.repeat(48))?.kind).toBe('hash')
  expect(of('0'.repeat(64))?.kind).toBe('hash')
  expect(of(counts)).toEqual({ kind: 'hash', hash: counts.replaceAll(' ', '') })
})

it('takes nothing else', () => {
  for (const text of ['', 'cat', '12', 'two words.com/x', 'javascript:alert(1)', 'file:///etc/x'])
    expect(of(text)).toBeNull()
})

it('writes a place into the address and reads the same one back', () => {
  const place = {
    given: { kind: 'url', url: 'https://a.example/b.jpg' },
    method: 'pdq',
    filters: { source: 'flickr', account: 'ada', distance: 0 },
    ratings: ['general', 'explicit'],
  } as const
  const address = addressOf({ ...place, ratings: [...place.ratings] })
  expect(address).toMatchObject({ method: 'pdq', distance: '0', ratings: 'general,explicit' })
  expect(placeOf(address as Record<string, string>)).toEqual(place)
  expect(
    addressOf({
      given: { kind: 'image', id: 3 },
      method: 'best',
      filters: noFilters,
      ratings: null,
    }),
  ).toEqual({
    image: '3',
  })
})

it('reads nonsense in an address as nothing', () => {
  const { given, method, filters } = placeOf({ image: '-1', method: 'guess', distance: 'far' })
  expect([given, method, filters]).toEqual([null, 'best', noFilters])
})
