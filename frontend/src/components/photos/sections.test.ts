import { expect, it } from 'vitest'
import { inSections, justifySections } from './sections'

const options = { width: 1000, target: 200, gap: 8 }
const sections = [
  { key: 'new', label: 'New', start: 0 },
  { key: 'rest', label: 'More', start: 2 },
]

it('begins a row with each section, and keeps the order', () => {
  const rows = justifySections([1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5], sections, options)
  const heads = rows.filter(({ heading }) => heading)
  expect(heads.map(({ start, section }) => [start, section?.key])).toEqual([
    [0, 'new'],
    [2, 'rest'],
  ])
  const held = rows.flatMap(({ start, widths }) => widths.map((_, offset) => start + offset))
  expect(held).toEqual([0, 1, 2, 3, 4, 5, 6])
})

it('leaves out a heading over nothing', () => {
  const rows = justifySections([1.5, 1.5], sections, options)
  expect(rows.map(({ section }) => section?.key)).toEqual(['new'])
})

it('has no heading over what comes before the first section', () => {
  const rows = justifySections([1.5, 1.5, 1.5], sections.slice(1), options)
  expect(rows.map(({ heading, section }) => [heading, section?.key])).toEqual([
    [false, undefined],
    [true, 'rest'],
  ])
})

it('gathers rows under their sections', () => {
  const rows = justifySections([2.5, 2.5, 2.5, 2.5, 2.5, 2.5], sections, options)
  expect(inSections(rows).map(({ section, rows: held }) => [section?.key, held.length])).toEqual([
    ['new', rows.filter(({ start }) => start < 2).length],
    ['rest', rows.filter(({ start }) => start >= 2).length],
  ])
})

it('fills the last row of a section that another follows, where a little stretching does it', () => {
  const five = [1.5, 0.67, 0.67, 1.5, 1.5, 1.5, 1.5, 1.5]
  const rows = justifySections(five, [{ key: 'rest', label: 'More', start: 5 }], {
    width: 1000,
    target: 250,
    gap: 8,
  })
  for (const { widths } of rows.filter(({ section }) => section === null))
    expect(widths.reduce((sum, each) => sum + each, 8 * (widths.length - 1))).toBeGreaterThan(970)
})
