import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { callsTo, fakeApi } from '@/testing/fakeApi'
import { mountPage } from '@/testing/mountPage'
import SearchBox from './SearchBox.vue'

const found = [
  { text: 'sea', kind: 'tag', namespace: 'general', count: 40, alias: null },
  { text: 'sea_lion', kind: 'tag', namespace: 'character', count: 2, alias: null },
]

async function typed(text: string) {
  vi.useFakeTimers()
  const calls = fakeApi({
    'GET /api/library/suggestions': () => ({ body: { from: 0, to: 2, suggestions: found } }),
  })
  const { page } = await mountPage(SearchBox, { props: { query: '', invalid: false } })
  const field = page.get('input')
  field.element.focus()
  await field.setValue(text)
  await vi.advanceTimersByTimeAsync(200)
  await flushPromises()
  return { page, field, calls }
}
const options = () => [...document.querySelectorAll('[role="option"]')]

it('asks once one stops typing, and shows what may be meant', async () => {
  const { field, calls } = await typed('se')
  expect(callsTo(calls, 'GET', '/api/library/suggestions')).toHaveLength(1)
  expect(options().map((option) => option.textContent?.replace(/\s+/g, ' ').trim())).toEqual([
    'sea tag 40',
    'sea_lion Character 2',
  ])
  expect(field.attributes('aria-expanded')).toBe('true')
})

it('is moved through with the arrows, and taken with Enter', async () => {
  const { page, field } = await typed('se')
  await field.trigger('keydown', { key: 'ArrowDown' })
  await field.trigger('keydown', { key: 'ArrowDown' })
  expect(field.attributes('aria-activedescendant')).toBe(options()[1]?.id)
  expect(options()[1]?.getAttribute('aria-selected')).toBe('true')
  await field.trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(field.element.value).toBe('sea_lion ')
  expect(page.emitted('search')).toBeUndefined()
  expect(options()).toEqual([])
})

it('searches for what was typed where nothing is marked', async () => {
  const { page, field } = await typed('se')
  await field.trigger('keydown', { key: 'Enter' })
  expect(page.emitted('search')).toEqual([['se']])
})

it('closes the list with Escape and keeps the text', async () => {
  const { field } = await typed('se')
  await field.trigger('keydown', { key: 'Escape' })
  expect(options()).toEqual([])
  expect(field.element.value).toBe('se')
})

it('puts nothing in the place of other words than it was asked for', async () => {
  const { page, field } = await typed('se')
  await field.trigger('keydown', { key: 'ArrowDown' })
  field.element.value = 'cat se'
  await field.trigger('input')
  await field.trigger('keydown', { key: 'Enter' })
  await flushPromises()
  expect(page.emitted('search')).toEqual([['cat se']])
})
