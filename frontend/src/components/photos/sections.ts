import { justify, type Row } from './justify'

/** A part of a grid with a heading of its own; it goes on to the next one's start. */
export interface Section {
  key: string
  label: string
  /** Index of its first item. */
  start: number
}

export interface SectionRow extends Row {
  section: Section | null
  /** Whether the heading of its section stands above it. */
  heading: boolean
}

/** How a short part may be stretched or shrunk so that its last row fills the width too; the least change first. */
const stretches = [1, 0.95, 1.05, 0.9, 1.1, 0.85, 1.15, 0.8, 1.2, 0.75, 1.25, 1.3]
const shortest = 24

const filled = (row: Row | undefined, { width, gap }: { width: number; gap: number }) =>
  row
    ? (row.widths.reduce((sum, each) => sum + each, 0) + gap * (row.widths.length - 1)) / width
    : 1

/** Rows of a part that another follows: a gap at its end would look like something missing. */
function justifyWhole(
  aspects: number[],
  options: { width: number; target: number; gap: number },
): Row[] {
  if (aspects.length > shortest) return justify(aspects, options)
  const tries = stretches.map((stretch) =>
    justify(aspects, { ...options, target: options.target * stretch }),
  )
  const full = tries.find((rows) => filled(rows.at(-1), options) > 0.97)
  // One row that nothing fills is as high as any other.
  if (!full && tries[0]?.length === 1) return tries[0]
  const fullest = (one: Row[], other: Row[]) =>
    filled(other.at(-1), options) - filled(one.at(-1), options)
  return full ?? [...tries].sort(fullest)[0] ?? []
}

/** Justified rows in which every section begins a row of its own. */
export function justifySections(
  aspects: number[],
  sections: Section[],
  options: { width: number; target: number; gap: number },
): SectionRow[] {
  const used = sections.filter(({ start }) => start < aspects.length)
  const starts: (Section | null)[] = used[0]?.start === 0 ? used : [null, ...used]
  return starts.flatMap((section, index) => {
    const from = section?.start ?? 0
    const part = aspects.slice(from, starts[index + 1]?.start ?? aspects.length)
    const rows = index < starts.length - 1 ? justifyWhole(part, options) : justify(part, options)
    return rows.map((row, place) => ({
      ...row,
      start: row.start + from,
      section,
      heading: section !== null && place === 0,
    }))
  })
}

/** Rows beside the section that they are in, in order. */
export function inSections<R extends { section: Section | null }>(rows: R[]) {
  const groups: { section: Section | null; rows: R[] }[] = []
  for (const row of rows) {
    const last = groups.at(-1)
    if (last && last.section?.key === row.section?.key) last.rows.push(row)
    else groups.push({ section: row.section, rows: [row] })
  }
  return groups
}
