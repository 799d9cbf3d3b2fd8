import { expect, it } from 'vitest'
import { libraryQuery } from './libraryQuery'

const of = (kind: 'tags' | 'account' | 'community', query: string) =>
  libraryQuery({ source: 'danbooru', kind, query })

it('searches for the tags of a tag search', () => {
  expect(of('tags', 'night_sky  1girl')).toEqual({
    q: 'source:danbooru night_sky 1girl',
    whole: true,
  })
})

it('knows tags that have spaces in them by their commas', () => {
  expect(of('tags', 'night sky, safe').q).toBe('source:danbooru night_sky safe')
})

it('knows how sites write more than the tag', () => {
  const search = (source: 'mastodon' | 'tumblr', query: string) =>
    libraryQuery({ source, kind: 'tags', query })
  expect(search('mastodon', 'photography@mastodon.social').q).toBe('source:mastodon photography')
  expect(search('tumblr', '/night sky').q).toBe('source:tumblr night_sky')
  expect(search('tumblr', 'staff/features')).toEqual({ q: 'source:tumblr', whole: false })
})

it('searches for the account', () => {
  expect(of('account', 'bsky.app').q).toBe('source:danbooru account:bsky.app')
  expect(of('account', 'two words').q).toBe('source:danbooru account:"two words"')
})

it('does not take for its own grammar what is the source’s', () => {
  for (const query of ['-cat', '~dog', 'order:score', 'sky*', 'a, b | c', '(a)', ''])
    expect(of('tags', query), query).toEqual({ q: 'source:danbooru', whole: false })
  expect(of('community', 'EarthPorn').whole).toBe(false)
})
