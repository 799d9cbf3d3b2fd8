/*
 * The API counts characters as people do, code point by code point; fields of a page count 16-bit units, of which an
 * emoji has two.
 */

/** How many characters come before a place in a text that was counted in units. */
export const charactersBefore = (text: string, units: number): number =>
  [...text.slice(0, units)].length

/** The place in units before which there are so many characters. */
export const unitsBefore = (text: string, characters: number): number =>
  [...text].slice(0, characters).join('').length

/** A query cut where the mistake is. `column` counts from 1; past the end, the mistake is that something lacks. */
export function cutAt(query: string, column: number, length: number) {
  const characters = [...query]
  const start = Math.min(Math.max(0, column - 1), characters.length)
  const end = Math.min(start + Math.max(1, length), characters.length)
  return {
    before: characters.slice(0, start).join(''),
    wrong: characters.slice(start, end).join(''),
    after: characters.slice(end).join(''),
  }
}
