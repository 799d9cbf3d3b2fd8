import { describe, expect, it } from 'vitest'
import { aspectOf, justify, targetHeight } from './justify'

const landscape = 1.5
const portrait = 0.667
const mixed = Array.from(
  { length: 200 },
  (_, index) => [1.5, 0.667, 1, 1.78, 1.33][(index * 7) % 5] ?? 1,
)
const options = { width: 1200, target: 270, gap: 8 }

const filled = (widths: number[], gap: number) =>
  widths.reduce((sum, width) => sum + width, 0) + gap * (widths.length - 1)

describe('a justified grid', () => {
  it.each([320, 358, 768, 1053, 1440, 2560])(
    'fills every row but the last at %i pixels',
    (width) => {
      const rows = justify(mixed, { width, target: targetHeight(width), gap: 8 })
      for (const row of rows.slice(0, -1)) {
        expect(Math.abs(filled(row.widths, 8) - width)).toBeLessThanOrEqual(1)
      }
    },
  )

  it('holds every picture once, in order', () => {
    const rows = justify(mixed, options)
    let next = 0
    for (const row of rows) {
      expect(row.start).toBe(next)
      next += row.widths.length
    }
    expect(next).toBe(mixed.length)
  })

  it('keeps heights near the target', () => {
    for (const { height } of justify(mixed, options).slice(0, -1)) {
      expect(height).toBeGreaterThan(options.target * 0.6)
      expect(height).toBeLessThan(options.target * 1.6)
    }
  })

  it('does not move what is above when pictures are appended', () => {
    const before = justify(mixed.slice(0, 60), options).slice(0, -1)
    const after = justify(mixed, options).slice(0, before.length)
    expect(after).toEqual(before)
  })

  it('does not blow up a last row that is too short', () => {
    const [only] = justify([landscape], options)
    expect(only?.height).toBe(options.target)
    expect(only?.widths).toEqual([405])
  })

  it('leaves no tile too narrow to read beside a landscape on a phone', () => {
    const rows = justify([portrait, landscape, landscape], { width: 358, target: 240, gap: 8 })
    for (const { widths } of rows) expect(Math.min(...widths)).toBeGreaterThanOrEqual(120)
  })

  it('has no rows without pictures', () => {
    expect(justify([], options)).toEqual([])
  })
})

describe('the shape of a picture', () => {
  it('is 3:2 where the source does not tell', () => {
    expect(aspectOf({ width: null, height: null })).toBe(1.5)
    expect(aspectOf({ width: 0, height: 10 })).toBe(1.5)
  })

  it('is held within what a row can bear', () => {
    expect(aspectOf({ width: 5000, height: 500 })).toBe(2.6)
    expect(aspectOf({ width: 100, height: 900 })).toBe(0.5)
  })
})
