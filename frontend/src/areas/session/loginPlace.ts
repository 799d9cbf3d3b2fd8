import type { RouteLocationNormalizedLoaded, RouteLocationRaw } from 'vue-router'

/** Where a login leads that was begun on the start page: to what is the user's own. */
export const START = '/?login=done'

/** The page to log in on, which leads back to where one is; from the start, and while no page is there yet, on. */
export const loginPlace = (here: RouteLocationNormalizedLoaded): RouteLocationRaw => ({
  name: 'login',
  query: here.path === '/' ? {} : { next: here.fullPath },
})

/**
 * The page of this website that an address asks for; the start for everything else. Browsers take two slashes,
 * backslashes and control characters in ways of their own, so none of these is let through.
 */
export const pageAfter = (next: unknown): string =>
  typeof next === 'string' && /^\/(?!\/|api\/)[^\s\\]*$/.test(next) ? next : START
