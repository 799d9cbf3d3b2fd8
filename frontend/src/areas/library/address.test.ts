import { beforeEach, describe, expect, it } from 'vitest'
import { charactersBefore, cutAt, unitsBefore } from './columns'
import { rememberNext, startBefore, top } from './pageStarts'
import { addressOf, placeOf } from './place'
import { ratingsInAddress, ratingsOf, toggled } from './ratings'
import { accept } from './suggestions'

describe('an address of the library', () => {
  it('says where one is, and is read again', () => {
    const query = addressOf({ q: ' sea ', ratings: ['explicit', 'general'], from: 'abc', at: 12 })
    expect(query).toEqual({ q: 'sea', ratings: 'general,explicit', from: 'abc', at: '12' })
    expect(placeOf(query as Record<string, string>)).toEqual({
      q: 'sea',
      ratings: ['general', 'explicit'],
      from: 'abc',
      at: 12,
    })
  })

  it('is short where there is nothing to say', () => {
    expect(addressOf({ q: '', ratings: ['general', 'safe'], from: '', at: null })).toEqual({})
  })

  it('takes no nonsense', () => {
    expect(placeOf({ q: ['a', 'b'], ratings: 'all', at: '-3' })).toEqual({
      q: 'a',
      ratings: null,
      from: '',
      at: null,
    })
  })
})

describe('ratings', () => {
  it('are switched one by one, and never all off', () => {
    expect(toggled(['general', 'safe'], 'explicit')).toEqual(['general', 'safe', 'explicit'])
    expect(toggled(['general', 'safe'], 'safe')).toEqual(['general'])
    expect(toggled(['general'], 'general')).toEqual(['general'])
  })

  it('stand in the address in one order, unless they are the usual ones', () => {
    expect(ratingsInAddress(['safe', 'general'])).toBeUndefined()
    expect(ratingsInAddress(['explicit', 'safe'])).toBe('safe,explicit')
    expect(ratingsOf('explicit,,nothing')).toEqual(['explicit'])
  })
})

describe('the starts of pages', () => {
  beforeEach(() => sessionStorage.clear())

  it('lead back up through a list, also after a reload', () => {
    rememberNext('sea', top, 'one')
    rememberNext('sea', 'one', 'two')
    expect(startBefore('sea', 'two')).toBe('one')
    expect(startBefore('sea', 'one')).toBe(top)
    expect(startBefore('sea', top)).toBeNull()
  })

  it('are those of one search', () => {
    rememberNext('sea', top, 'one')
    expect(startBefore('sky', 'one')).toBeNull()
    rememberNext('sky', top, 'other')
    expect(startBefore('sea', 'one')).toBeNull()
  })

  it('do not go round in circles', () => {
    rememberNext('sea', top, 'one')
    rememberNext('sea', 'one', 'two')
    rememberNext('sea', top, 'one')
    expect(startBefore('sea', 'two')).toBe('one')
  })
})

describe('places in a query', () => {
  it('are counted in characters, of which an emoji is one', () => {
    expect(charactersBefore('😀 sea', 3)).toBe(2)
    expect(unitsBefore('😀 sea', 2)).toBe(3)
  })

  it('show what is wrong, also behind the end', () => {
    expect(cutAt('😀 wdith:1', 3, 5)).toEqual({ before: '😀 ', wrong: 'wdith', after: ':1' })
    expect(cutAt('(sea', 5, 1)).toEqual({ before: '(sea', wrong: '', after: '' })
  })
})

describe('a suggestion', () => {
  const suggestion = {
    text: 'sea',
    kind: 'tag',
    namespace: 'general',
    count: 2,
    alias: null,
  } as const

  it('takes the place of what it completes', () => {
    const taken = accept('😀 se -cat', { from: 2, to: 4, suggestions: [] }, suggestion)
    expect(taken.query).toBe('😀 sea -cat')
    expect(taken.query.slice(0, taken.caret)).toBe('😀 sea ')
  })

  it('leaves a field open for its value', () => {
    const field = { ...suggestion, text: 'rating:', kind: 'field' } as const
    expect(accept('ra', { from: 0, to: 2, suggestions: [] }, field)).toEqual({
      query: 'rating:',
      caret: 7,
    })
  })
})
