import { translate as t } from '@/i18n'
import type { Sliders } from './steering'

/** What a slider does where it stands, of -1 to 1. */
export function sliderWords(name: keyof Sliders, value: number): string {
  const strong = Math.abs(value) >= 0.5
  if (value === 0) return t(`steering.${name}.middle`)
  if (value < 0) return t(`steering.${name}.${strong ? 'lower' : 'slightlyLower'}`)
  return t(`steering.${name}.${strong ? 'higher' : 'slightlyHigher'}`)
}
