/**
 * Amounts as whole percents of their sum that add up to exactly 100: each is rounded down, and what is missing goes
 * to those that lost most (largest remainders).
 */
export function percents(amounts: number[]): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  if (!(total > 0)) return amounts.map(() => 0)
  const exact = amounts.map((amount) => (amount / total) * 100)
  const whole = exact.map(Math.floor)
  const missing = 100 - whole.reduce((sum, percent) => sum + percent, 0)
  const byLoss = exact
    .map((percent, index) => ({ index, loss: percent - Math.floor(percent) }))
    .sort((one, other) => other.loss - one.loss || one.index - other.index)
  for (const { index } of byLoss.slice(0, missing)) whole[index] = (whole[index] ?? 0) + 1
  return whole
}

export interface Step {
  /** Where the bar begins and how long it is, of 0..1 of the whole width. */
  left: number
  width: number
  negative: boolean
}

/** Bars that begin where the one before ended, so that the last ends at the sum; a negative one goes back. */
export function steps(amounts: number[]): Step[] {
  let reached = 0
  const ends = amounts.map((amount) => ({ from: reached, to: (reached += amount) }))
  const least = Math.min(0, ...ends.map(({ to }) => to))
  const span = Math.max(0, ...ends.map(({ to }) => to)) - least
  const placed = (value: number) => (span > 0 ? (value - least) / span : 0)
  return ends.map(({ from, to }) => ({
    left: placed(Math.min(from, to)),
    width: placed(Math.max(from, to)) - placed(Math.min(from, to)),
    negative: to < from,
  }))
}

/** Where the sum ends on the same scale. */
export function sumStep(amounts: number[]): Step {
  const total = amounts.reduce((sum, amount) => sum + amount, 0)
  const [whole] = steps([...amounts, 0]).slice(-1)
  const end = whole?.left ?? 0
  const start = steps(amounts)[0]?.left ?? 0
  return { left: Math.min(start, end), width: Math.abs(end - start), negative: total < 0 }
}
