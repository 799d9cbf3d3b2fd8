import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import LanguageMenu from '@/components/LanguageMenu.vue'
import { formatBytes, formatDay, formatList, formatNumber, formatSpan } from '@/components/formats'
import { asProblem, problemFrom } from '@/api/problem'
import { i18n, translate as t } from '@/i18n'
import { mountPage } from '@/testing/mountPage'
import { en } from './en'
import { fr } from './fr'
import { preferredLanguage, speak, useLanguage } from './languages'
import { typeset, type Words } from './typeset'

afterEach(() => speak('en'))

/** Every text by its whole key: "common.close". */
function textsOf(words: Words, above = ''): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]): [string, string][] => {
      const whole = above ? `${above}.${key}` : key
      return typeof value === 'string' ? [[whole, value]] : [...textsOf(value, whole)]
    }),
  )
}
const english = textsOf(en)
const french = textsOf(fr)
const placeholders = (text: string) =>
  [...new Set(text.match(/\{(?!')\w+\}/g) ?? [])].sort().join(' ')

it('has the same keys in every language', () => {
  expect([...french.keys()].sort()).toEqual([...english.keys()].sort())
})

it('fills the same places in every language', () => {
  const different = [...french]
    .filter(([key, text]) => placeholders(text) !== placeholders(english.get(key) ?? ''))
    .map(([key]) => key)
  expect(different).toEqual([])
})

it('has as many forms as what is counted needs in every language', () => {
  const formsOf = (text: string) => text.split(' | ').length
  const different = [...french]
    .filter(([key, text]) => formsOf(text) !== formsOf(english.get(key) ?? ''))
    .map(([key]) => key)
  expect(different).toEqual([])
})

it('can read all words that it has', async () => {
  const values = Object.fromEntries(
    [...english.values()].flatMap((text) =>
      (text.match(/\{(?!')(\w+)\}/g) ?? []).map((name) => [name.slice(1, -1), 'x']),
    ),
  )
  for (const language of ['en', 'fr'] as const) {
    await speak(language)
    const empty = [...english.keys()].filter(
      (key) => !t(key, values, 2) || t(key, values, 2) === key,
    )
    expect(empty).toEqual([])
  }
})

it('sets the spaces that French typography wants, such that no line breaks there', () => {
  expect(typeset({ a: 'Quoi ? « Rien » : {n} % !' })).toEqual({
    a: 'Quoi\u202F? «\u00A0Rien\u00A0»\u00A0: {n}\u00A0%\u202F!',
  })
})

it('speaks French: words, numbers, days, units, lists, and a singular up to two', async () => {
  await speak('fr')
  expect(t('common.close')).toBe('Fermer')
  expect(document.documentElement.lang).toBe('fr')
  expect(formatNumber(12_345.5)).toBe('12\u202F345,5')
  expect(formatDay('2024-05-03T10:00:00Z')).toBe('3 mai 2024')
  expect(formatBytes(2_431_000)).toBe('2,43 Mo')
  expect(formatSpan(5_400)).toBe('1,5\u00A0heure')
  expect(formatList(['un', 'deux', 'trois'])).toBe('un, deux et trois')
  expect(t('common.photos', { count: 0 }, 0)).toBe('0 photo')
  expect(t('common.photos', { count: 1 }, 1)).toBe('1 photo')
  expect(t('common.photos', { count: 2 }, 2)).toBe('2 photos')
})

it('tells problems in French where it has words for them, and what the server says where not', async () => {
  const answer = new Response(null, { status: 429 })
  const problem = (code: string) => problemFrom(answer, { code, detail: 'Wait for a moment.' })
  expect(problem('too_many_requests').detail).toBe('Wait for a moment.')
  await speak('fr')
  expect(problem('too_many_requests').detail).toBe(
    'Cela fait beaucoup de demandes en peu de temps.',
  )
  expect(problem('something_rare').detail).toBe('Wait for a moment.')
  expect(asProblem(new TypeError('failed')).detail).toContain('ne répond pas')
})

it('follows the browser at the first visit, and then what was chosen', async () => {
  const browser = vi.spyOn(navigator, 'languages', 'get')
  browser.mockReturnValue(['de-DE', 'fr-CA', 'en'])
  expect(preferredLanguage()).toBe('fr')
  browser.mockReturnValue(['de-DE'])
  expect(preferredLanguage()).toBe('en')
  await useLanguage().choose('fr')
  expect(preferredLanguage()).toBe('fr')
  localStorage.setItem('fovea-language', 'xx')
  expect(preferredLanguage()).toBe('en')
})

it('changes the language of what is on the page, and says which it is', async () => {
  const { page } = await mountPage(LanguageMenu)
  expect(page.get('button').attributes('aria-label')).toBe('Language: English')
  await speak('fr')
  await flushPromises()
  expect(page.get('button').attributes('aria-label')).toBe('Langue\u00A0: Français')
  expect(i18n.global.locale.value).toBe('fr')
})
