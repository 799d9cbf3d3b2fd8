import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { accessibilityProblems } from '@/testing/accessibility'
import { fakeApi } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { accountSample, localUserSample, userSample } from '@/testing/samples'
import { rememberLookup } from './recentLookups'
import WelcomeView from './WelcomeView.vue'

async function open(path = '/', handlers = {}) {
  fakeApi({ 'GET /api/groups': () => ({ body: { groups: [] } }), ...handlers })
  const mounted = await mountPage(WelcomeView, { path })
  await flushPromises()
  return mounted
}
const loggedIn = {
  'GET /api/session': () => ({ body: { user: userSample() } }),
}

it('logs in by leaving for Flickr, and comes back here', async () => {
  await open()
  expect(byName(document, 'link', 'Log in with Flickr')?.getAttribute('href')).toBe(
    '/api/auth/flickr/login?next=%2F%3Flogin%3Ddone',
  )
})

it('goes on to one’s own page after logging in', async () => {
  const { router } = await open('/?login=done', loggedIn)
  await flushPromises()
  expect(router.currentRoute.value.path).toBe('/flickr/1@N00')
})

it('goes on to one’s crawls where nothing is at Flickr', async () => {
  const local = { 'GET /api/session': () => ({ body: { user: localUserSample() } }) }
  const { router } = await open('/?login=done', local)
  expect(router.currentRoute.value.path).toBe('/crawls')
  const { page } = await open('/', local)
  expect(byName(page.element, 'link', 'Go to my crawls')).not.toBeNull()
  expect(byName(page.element, 'link', 'Go to my recommendations')).toBeNull()
})

it('says that logging in failed, and whether it was one’s own doing', async () => {
  const { page } = await open('/?login=failed&reason=refused')
  expect(textOf(page)).toContain('You did not give Fovea access on Flickr')
  page.unmount()
  const disabled = await open('/?login=failed&reason=disabled')
  expect(textOf(disabled.page)).toContain('This account is disabled here.')
  disabled.page.unmount()
  const other = await open('/?login=failed&reason=source_unavailable')
  expect(textOf(other.page)).toContain('Logging in with Flickr did not work')
})

it('forgets a look-up when told to', async () => {
  rememberLookup(accountSample({ external_id: '8@N00', display_name: 'Eve' }))
  await open()
  const link = () => document.querySelector('a[href="/flickr/8@N00"]')
  expect(link()?.textContent).toContain('Eve')
  byName(document, 'button', 'Forget Eve')?.click()
  await flushPromises()
  expect(link()).toBeNull()
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
