/** The same keys as another language's words, each with words of its own: a key too few or too many is an error. */
export type WordsLike<Words> = {
  [Key in keyof Words]: Words[Key] extends string ? string : WordsLike<Words[Key]>
}
