import { createI18n, type PluralizationRule } from 'vue-i18n'
import { en } from '@/locales/en'

/** French has its singular up to two: « 0 photo », « 1,5 heure ». */
const french: PluralizationRule = (count, forms) => {
  const isOne = Math.abs(count) < 2
  if (forms < 3) return isOne ? 0 : 1
  return count === 0 ? 0 : isOne ? 1 : 2
}

export const i18n = createI18n({
  legacy: false,
  locale: 'en' as string,
  fallbackLocale: 'en',
  messages: { en } as Record<string, typeof en>,
  pluralRules: { fr: french },
})

/** For the few places outside components that need words. */
export const translate = i18n.global.t
