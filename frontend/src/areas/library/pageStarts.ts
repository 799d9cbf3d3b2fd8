/** Where a list begins; every other page begins where the API's cursor says. */
export const top = ''

/** The search whose pages were read last in this tab, and where each begins: what leads back up after a reload. */
interface Starts {
  search: string
  starts: string[]
}
const key = 'fovea-library-pages'

function read(): Starts | null {
  try {
    const found = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Partial<Starts> | null
    return typeof found?.search === 'string' && Array.isArray(found.starts)
      ? (found as Starts)
      : null
  } catch {
    return null
  }
}

/** Keeps that one page of a search comes after another. */
export function rememberNext(search: string, start: string, next: string): void {
  const before = read()
  const starts = before?.search === search ? before.starts : [top]
  const place = starts.indexOf(start)
  if (place < 0 || starts.includes(next)) return
  try {
    const value: Starts = { search, starts: [...starts.slice(0, place + 1), next] }
    sessionStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Blocked storage: from the middle of a list one goes to its start.
  }
}

/** Where the page before this one begins; null where there is none, or nobody knows. */
export function startBefore(search: string, start: string): string | null {
  const known = read()
  if (known?.search !== search) return null
  const place = known.starts.indexOf(start)
  return place > 0 ? (known.starts[place - 1] ?? null) : null
}
