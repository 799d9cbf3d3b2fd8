import { config, enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeEach, vi } from 'vitest'
import { forgetFaves } from '@/areas/favorites/faves'
import { closeToast, toasts } from '@/components/toasts'

// What jsdom lacks and the page only needs to exist.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
)
window.scrollTo = () => {}
Element.prototype.scrollIntoView = () => {}

enableAutoUnmount(afterEach)
// A stub would stand between a list and its items.
config.global.stubs = { TransitionGroup: false }

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
  forgetFaves()
  toasts.value.forEach(({ id }) => closeToast(id))
})
afterEach(() => {
  vi.useRealTimers()
})
