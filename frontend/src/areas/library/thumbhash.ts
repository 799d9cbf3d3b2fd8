import { thumbHashToDataURL } from 'thumbhash'

const most = 600
const known = new Map<string, string | null>()

/** A blurred picture of some bytes as a data address; null for what is no thumbhash. */
export function placeholderOf(hash: string | null): string | null {
  if (hash === null) return null
  const found = known.get(hash)
  if (found !== undefined) return found
  const drawn = draw(hash)
  if (known.size >= most) known.delete(known.keys().next().value as string)
  known.set(hash, drawn)
  return drawn
}

function draw(hash: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(hash), (sign) => sign.charCodeAt(0))
    return bytes.length < 5 ? null : thumbHashToDataURL(bytes)
  } catch {
    return null
  }
}
