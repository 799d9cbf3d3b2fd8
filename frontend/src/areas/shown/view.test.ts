import { beforeEach, expect, it, vi } from 'vitest'
import { useView } from './view'

beforeEach(() => sessionStorage.clear())

it('begins a view where the tab has none', () => {
  expect(useView('1@N00').asked()).toBe('new')
})

it('goes on with the view of this tab after a reload', () => {
  useView('1@N00').keep('1763712000000')
  expect(useView('1@N00').asked()).toBe('1763712000000')
})

it('keeps a view for each account', () => {
  useView('1@N00').keep('17')
  expect(useView('2@N00').asked()).toBe('new')
})

it('begins another one when asked to, for the next load too', () => {
  const view = useView('1@N00')
  view.keep('17')
  view.begin()
  expect(view.asked()).toBe('new')
  expect(useView('1@N00').asked()).toBe('new')
})

it('leaves its view alone when an answer has none, and does not take nonsense', () => {
  const view = useView('1@N00')
  view.keep('17')
  view.keep(null)
  expect(view.asked()).toBe('17')
  sessionStorage.setItem('fovea-view-1@N00', '<nonsense>')
  expect(useView('1@N00').asked()).toBe('new')
})

it('works without storage', () => {
  vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
    throw new Error('blocked')
  })
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('blocked')
  })
  const view = useView('1@N00')
  view.keep('17')
  expect(view.asked()).toBe('17')
})
