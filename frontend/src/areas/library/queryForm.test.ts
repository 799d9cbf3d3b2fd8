import { describe, expect, it } from 'vitest'
import { emptyForm, formOf, orderOf, queryOf, tagQuery, withOrder } from './queryForm'
import { tokensOf } from './queryTokens'

const whole =
  'sunset sea "golden hour" (cat or dog) -blurry source:flickr account:"Ada Lind" width:>=1920 height:>=1080 date:2024-01-01..2024-12-31 text:no color:#ff8800 order:newest'

describe('the advanced form', () => {
  it('reads every part of a query', () => {
    expect(formOf(whole)).toEqual({
      all: 'sunset sea',
      phrase: 'golden hour',
      any: 'cat dog',
      none: 'blurry',
      source: 'flickr',
      account: 'Ada Lind',
      width: '1920',
      height: '1080',
      from: '2024-01-01',
      to: '2024-12-31',
      text: 'no',
      color: '#ff8800',
      order: 'newest',
      other: '',
    })
  })

  it('writes the query that it read', () => {
    expect(queryOf(formOf(whole))).toBe(whole)
  })

  it.each([
    'sea',
    'rating:explicit sea',
    'similar:12 order:random:42',
    '-"not this" (a or (b c)) -(d or e)',
    'sea or sand',
    'width:1920 width:<100',
    '"one phrase" "another"',
    'source:flickr source:upload',
    'unclosed "phrase',
    'open (bracket',
    'artist:someone -artist:else',
    'text:unsure sea',
    '-text:unsure text:unknown',
    '~one',
    '(one or two) (three or four)',
    'wild*card',
    'sea | sand',
    String.raw`escaped\ space smile\) \"quote`,
    'smile_(face) re:zero',
    '-~both ) lost',
    '--twice - alone',
    'account:"Ada Lind" order:newest order:score',
  ])('loses nothing of %s', (query) => {
    const again = queryOf(formOf(query))
    const sorted = (text: string) =>
      tokensOf(text)
        .map((token) => token.text)
        .sort()
    expect(sorted(again)).toEqual(sorted(query))
    expect(formOf(again)).toEqual(formOf(query))
  })

  it('takes several ~words for a choice', () => {
    expect(queryOf(formOf('sea ~red ~blue'))).toBe('sea (red or blue)')
  })

  it('has one day only where one is given', () => {
    expect(queryOf({ ...emptyForm(), from: '2024-02-01' })).toBe('date:>=2024-02-01')
    expect(formOf('date:<=2024-02-01').to).toBe('2024-02-01')
  })

  it('asks nothing when empty', () => {
    expect(queryOf(emptyForm())).toBe('')
    expect(formOf('   ')).toEqual(emptyForm())
  })
})

describe('the order', () => {
  it('is changed without touching the rest', () => {
    expect(withOrder('sea order:newest -cat', 'score')).toBe('sea -cat order:score')
    expect(withOrder('sea order:newest', '')).toBe('sea')
    expect(orderOf('sea order:random:7')).toBe('random:7')
    expect(orderOf('"order:newest"')).toBe('')
  })
})

it('finds a tag whatever signs are in its name', () => {
  expect(tagQuery('blue_sky')).toBe('tag:blue_sky')
  for (const name of ['smile_:)', '50%_*', '"quoted"', 'a|b', 'back\\slash', 'fate_(series)']) {
    const tokens = tokensOf(`sea ${tagQuery(name)} sky`)
    expect(tokens.map(({ kind }) => kind)).toEqual(['word', 'field', 'word'])
    expect(tokens[1]?.value.replace(/\\(.)/g, '$1')).toBe(name)
  }
})
