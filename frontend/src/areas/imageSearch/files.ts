/**
 * The files that were given in this tab. They cannot be in an address, so the address has a key to them: going
 * back leads to the same picture. Reloading forgets them, for nothing of them is kept anywhere.
 */
const given = new Map<string, File>()
const most = 10

/** Holds on to a file; gives its key. The oldest of many is forgotten. */
export function keepFile(file: File): string {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  given.set(key, file)
  const oldest = given.keys().next().value
  if (given.size > most && oldest !== undefined) given.delete(oldest)
  return key
}

export const fileOf = (key: string): File | null => given.get(key) ?? null
