import { beforeEach, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { mountPage } from '@/testing/mountPage'
import { useOnScreen } from './onScreen'

type Report = (entries: { target: Element; intersectionRatio: number }[]) => void
const report = { now: (() => {}) as Report }
vi.stubGlobal(
  'IntersectionObserver',
  class {
    constructor(callback: Report) {
      report.now = callback
    }
    observe() {}
    unobserve() {}
  },
)

beforeEach(() => vi.useFakeTimers())

async function watched() {
  const seen = vi.fn()
  const { page } = await mountPage(
    defineComponent(() => {
      const element = ref<HTMLElement | null>(null)
      useOnScreen(element, seen)
      return () => h('div', { ref: element })
    }),
  )
  const target = page.element
  const show = (intersectionRatio: number) => report.now([{ target, intersectionRatio }])
  return { seen, show, page }
}

it('counts half of a photo, for one second', async () => {
  const { seen, show } = await watched()
  show(0.6)
  vi.advanceTimersByTime(900)
  expect(seen).not.toHaveBeenCalled()
  vi.advanceTimersByTime(200)
  expect(seen).toHaveBeenCalledTimes(1)
})

it('does not count what was scrolled past', async () => {
  const { seen, show } = await watched()
  show(0.9)
  vi.advanceTimersByTime(500)
  show(0.1)
  vi.advanceTimersByTime(5000)
  show(0.4)
  vi.advanceTimersByTime(5000)
  expect(seen).not.toHaveBeenCalled()
})

it('does not count while the tab is behind another', async () => {
  const hidden = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
  const { seen, show } = await watched()
  show(1)
  vi.advanceTimersByTime(5000)
  expect(seen).not.toHaveBeenCalled()
  hidden.mockReturnValue('visible')
  vi.advanceTimersByTime(1100)
  expect(seen).toHaveBeenCalledTimes(1)
})

it('forgets a photo that has left the page', async () => {
  const { seen, show, page } = await watched()
  show(1)
  page.unmount()
  vi.advanceTimersByTime(5000)
  expect(seen).not.toHaveBeenCalled()
})
