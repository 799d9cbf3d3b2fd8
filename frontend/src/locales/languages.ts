import { computed } from 'vue'
import { i18n } from '@/i18n'

export const languages = ['en', 'fr'] as const
export type Language = (typeof languages)[number]

/** Each in its own words. */
export const nameOf: Record<Language, string> = { en: 'English', fr: 'Français' }

const key = 'fovea-language'
/** English comes with the page; the others when somebody wants them. */
const load: Record<Exclude<Language, 'en'>, () => Promise<object>> = {
  fr: async () => (await import('./fr')).fr,
}

const known = (tag: string | null | undefined): Language | undefined =>
  languages.find((language) => tag?.toLowerCase().split('-')[0] === language)

/** What was chosen in this browser, else the first language of the browser's that there are words in. */
export function preferredLanguage(): Language {
  try {
    const chosen = known(localStorage.getItem(key))
    if (chosen) return chosen
  } catch {
    // Blocked storage remembers nothing.
  }
  return navigator.languages.map(known).find((language) => language !== undefined) ?? 'en'
}

/** Shows the website in a language, once its words are there. */
export async function speak(language: Language): Promise<void> {
  if (language !== 'en' && !i18n.global.availableLocales.includes(language))
    i18n.global.setLocaleMessage(language, await load[language]())
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

export function useLanguage() {
  async function choose(language: Language) {
    await speak(language)
    try {
      localStorage.setItem(key, language)
    } catch {
      // Blocked storage: the choice lasts as long as the page.
    }
  }
  return { language: computed(() => i18n.global.locale.value as Language), choose }
}
