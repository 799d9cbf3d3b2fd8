/** One row of a justified grid: which items it holds, and how large each is drawn, in whole pixels. */
export interface Row {
  /** Index of its first item. */
  start: number
  height: number
  widths: number[]
}

const narrowest = 0.5
const widest = 2.6

/** Width / height of a picture, within what a row can bear; 3:2 where the source does not tell. */
export function aspectOf(image: { width: number | null; height: number | null }): number {
  if (!image.width || !image.height) return 1.5
  return Math.min(widest, Math.max(narrowest, image.width / image.height))
}

const gapsOf = (count: number, gap: number) => gap * (count - 1)

/** Tiles narrower than this have no room for their words; a row with one counts as badly fitting. */
const readable = 120
const unreadable = 0.5

/** How far a row's height is from the wanted one; twice as high is as far as half as high. */
function misfit(row: number[], height: number, target: number): number {
  const tooNarrow = Math.min(...row) * height < readable
  return Math.abs(Math.log(height / target)) + (tooNarrow ? unreadable : 0)
}

/** Whole widths that fill the row exactly: the edges are rounded, not the widths. */
function wholeWidths(aspects: number[], height: number): number[] {
  let edge = 0
  return aspects.map((aspect) => {
    const left = Math.round(edge)
    edge += aspect * height
    return Math.round(edge) - left
  })
}

/**
 * Puts pictures of these aspect ratios into rows that are all `width` pixels wide and nearly `target` high.
 *
 * Greedy with one step of looking ahead: a row is closed before or after the picture that makes it lower than the
 * target, whichever comes closer. So a row depends only on the pictures up to its end and the one after it, and
 * appending pictures never moves those above. The last row is not blown up to fill the width.
 */
export function justify(
  aspects: number[],
  options: { width: number; target: number; gap: number },
): Row[] {
  const { width, target, gap } = options
  const rows: Row[] = []
  const heightOf = (row: number[]) =>
    (width - gapsOf(row.length, gap)) / row.reduce((sum, aspect) => sum + aspect, 0)
  const close = (row: number[], start: number, height: number) =>
    rows.push({ start, height: Math.round(height), widths: wholeWidths(row, height) })

  let row: number[] = []
  let start = 0
  aspects.forEach((aspect, index) => {
    const before = row.length > 0 ? heightOf(row) : Infinity
    row.push(aspect)
    const after = heightOf(row)
    if (after > target) return
    const shorter = row.slice(0, -1)
    if (shorter.length > 0 && misfit(shorter, before, target) < misfit(row, after, target)) {
      close(shorter, start, before)
      row = [aspect]
      start = index
      if (heightOf(row) > target) return
    }
    close(row, start, heightOf(row))
    row = []
    start = index + 1
  })
  if (row.length > 0) close(row, start, Math.min(target, heightOf(row)))
  return rows
}

/** The row height that suits a grid of this width: about one landscape a row on a phone, five or six on a wall. */
export function targetHeight(width: number): number {
  return Math.round(Math.min(360, Math.max(240, 150 + width * 0.1)))
}
