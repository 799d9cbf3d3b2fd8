import { nextTick } from 'vue'
import type { Router } from 'vue-router'
import { announce } from './announce'

/**
 * After a change of page the focus goes to the main region and the title is announced, as a page load would do.
 * The first page is left to the browser.
 */
export function moveFocusOnNavigation(router: Router): void {
  router.afterEach(async (to, from, failure) => {
    if (failure || from.matched.length === 0 || to.path === from.path) return
    await nextTick()
    document.getElementById('main')?.focus({ preventScroll: true })
    // The new page sets its title while it is set up, after this tick.
    setTimeout(() => announce(document.title), 150)
  })
}
