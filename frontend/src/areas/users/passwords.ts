// Without what is easily taken for something else when it is read out or copied by hand (0 o, 1 l i).
const letters = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password that nobody guesses, in groups that can be read out: 20 of 31 signs, 99 bits. */
export function madeUpPassword(): string {
  const signs: string[] = []
  while (signs.length < 20) {
    const [number = 255] = crypto.getRandomValues(new Uint8Array(1))
    // The rest of the range is left out, or the first signs would come more often.
    if (number < letters.length * 8) signs.push(letters[number % letters.length] as string)
  }
  return [0, 5, 10, 15].map((from) => signs.slice(from, from + 5).join('')).join('-')
}
