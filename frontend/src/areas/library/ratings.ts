import { stored } from '@/components/stored'
import type { Rating } from '@/api/libraryTypes'

export const ratings: readonly Rating[] = ['general', 'safe', 'questionable', 'explicit']
const usual: readonly Rating[] = ['general', 'safe']

const inOrder = (chosen: readonly unknown[]): Rating[] =>
  ratings.filter((rating) => chosen.includes(rating))

/** The ratings that an address names ("general,safe"); null where it names none. */
export function ratingsOf(text: unknown): Rating[] | null {
  if (typeof text !== 'string') return null
  const found = inOrder(text.split(','))
  return found.length ? found : null
}

export const isUsual = (chosen: readonly Rating[]) => inOrder(chosen).join() === usual.join()

/** As the address has it; nothing for what everybody sees at first. */
export const ratingsInAddress = (chosen: readonly Rating[]): string | undefined =>
  isUsual(chosen) ? undefined : inOrder(chosen).join(',')

/** With one switched on or off; the last one stays, for an empty filter would hide everything. */
export function toggled(chosen: readonly Rating[], rating: Rating): Rating[] {
  const without = chosen.filter((one) => one !== rating)
  if (without.length === chosen.length) return inOrder([...chosen, rating])
  return without.length ? without : [...chosen]
}

/** What this browser shows where the address says nothing. */
export const preferredRatings = stored<Rating[]>('fovea-ratings', [...usual], (value) =>
  Array.isArray(value) && inOrder(value).length ? inOrder(value) : null,
)
