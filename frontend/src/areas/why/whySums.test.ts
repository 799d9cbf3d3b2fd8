import { describe, expect, it } from 'vitest'
import { percents, steps, sumStep } from './whySums'

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

describe('percents', () => {
  it('add up to exactly a hundred, whatever is rounded', () => {
    expect(percents([1, 1, 1])).toEqual([34, 33, 33])
    for (const amounts of [
      [0.1, 0.22, 0.7],
      [5, 3, 3, 3, 3],
      [1e-9, 2e-9, 4e-9],
    ])
      expect(sum(percents(amounts))).toBe(100)
  })

  it('take something away where a part counts against it', () => {
    const shares = percents([3, 2, -1])
    expect(shares).toEqual([75, 50, -25])
    expect(sum(shares)).toBe(100)
  })

  it('do not claim anything of nothing', () => {
    expect(percents([0, 0])).toEqual([0, 0])
  })
})

describe('steps', () => {
  it('begin where the one before ended, and fill the width', () => {
    expect(steps([1, 3])).toEqual([
      { left: 0, width: 0.25, negative: false },
      { left: 0.25, width: 0.75, negative: false },
    ])
  })

  it('go back for what counts against it; the sum ends where they end', () => {
    const [first, second] = steps([4, -1])
    expect(first).toEqual({ left: 0, width: 1, negative: false })
    expect(second).toEqual({ left: 0.75, width: 0.25, negative: true })
    expect(sumStep([4, -1])).toEqual({ left: 0, width: 0.75, negative: false })
  })

  it('bear parts that sum to nothing', () => {
    expect(steps([0])).toEqual([{ left: 0, width: 0, negative: false }])
  })
})
