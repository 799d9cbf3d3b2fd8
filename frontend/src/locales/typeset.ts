export interface Words {
  [key: string]: string | Words
}

const narrow = '\u202F'
const wide = '\u00A0'

const typesetText = (text: string): string =>
  text
    .replace(/ ([?!;])/g, `${narrow}$1`)
    .replace(/ ([:»%])/g, `${wide}$1`)
    .replace(/« /g, `«${wide}`)
    .replace(/(\d|\}) (\d{3}|s|min|h|ms|px|ko|Mo|Go)\b/g, `$1${wide}$2`)

/**
 * French words with the spaces that French typography wants before and within signs: such that no line breaks there.
 * So the words themselves can be written with ordinary spaces.
 */
export function typeset<Given extends object>(words: Given): Given {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string' ? typesetText(value) : typeset(value as object),
    ]),
  ) as Given
}
