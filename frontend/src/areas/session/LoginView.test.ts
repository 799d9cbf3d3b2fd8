import { flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { START_LOCATION } from 'vue-router'
import { speak } from '@/locales/languages'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { localUserSample, userSample } from '@/testing/samples'
import LoginView from './LoginView.vue'
import { loginPlace, pageAfter } from './loginPlace'

afterEach(() => speak('en'))

async function open(handlers = {}, path = '/login') {
  const calls = fakeApi({
    'POST /api/auth/login': () => ({ body: { user: localUserSample() } }),
    ...handlers,
  })
  const { page, router } = await mountPage(LoginView, { path })
  await flushPromises()
  return { page, router, calls }
}
type Page = Awaited<ReturnType<typeof open>>['page']

async function logIn(page: Page, name = 'mia', password = 'a long password') {
  await page.get('input[autocomplete="username"]').setValue(name)
  await page.get('input[autocomplete="current-password"]').setValue(password)
  await page.get('form').trigger('submit')
  await flushPromises()
  await flushPromises()
}

it('logs in and leads back to where it was asked for', async () => {
  const { page, router, calls } = await open({}, '/login?next=/subscriptions?state=paused')
  await logIn(page, ' mia ')
  expect(callsTo(calls, 'POST', '/api/auth/login')[0]?.body).toEqual({
    name: 'mia',
    password: 'a long password',
  })
  expect(router.currentRoute.value.fullPath).toBe('/subscriptions?state=paused')
})

it.each([
  [401, 'login_failed', {}, 'Nobody has this name and password.'],
  [403, 'user_disabled', {}, 'This account is disabled.'],
  [429, 'too_many_requests', { 'Retry-After': '300' }, 'Wait 5 minutes and try again'],
  [503, 'busy', {}, 'The server says why.'],
])('tells why it let nobody in (%i)', async (status, code, headers, words) => {
  const { page, router } = await open({
    'POST /api/auth/login': () => problemReply(status, code, 'The server says why.', headers),
  })
  await logIn(page)
  expect(page.get('[role="alert"]').text()).toContain(words)
  expect(router.currentRoute.value.path).toBe('/login')
  expect(document.activeElement).toBe(page.get('input[autocomplete="current-password"]').element)
})

it('tells it in French as well', async () => {
  await speak('fr')
  const { page } = await open({
    'POST /api/auth/login': () => problemReply(401, 'login_failed', 'In English.'),
  })
  await logIn(page)
  expect(page.get('[role="alert"]').text()).toContain('Personne n’a ce nom')
})

it('asks nothing of the server without a name and a password', async () => {
  const { page, calls } = await open()
  await logIn(page, '  ')
  await logIn(page, 'mia', '')
  expect(callsTo(calls, 'POST', '/api/auth/login')).toEqual([])
})

it('shows the password to whoever wants to see it, and hides it before it is sent', async () => {
  const { page } = await open({
    'POST /api/auth/login': () => problemReply(401, 'login_failed', 'Wrong.'),
  })
  const field = page.get('input[autocomplete="current-password"]')
  byName(page.element, 'button', 'Show password')?.click()
  await flushPromises()
  expect(field.attributes('type')).toBe('text')
  await logIn(page)
  expect(field.attributes('type')).toBe('password')
})

it('has the way through Flickr beside it where there is one', async () => {
  const { page } = await open({}, '/login?next=/library')
  expect(byName(page.element, 'link', 'Log in with Flickr')?.getAttribute('href')).toBe(
    '/api/auth/flickr/login?next=%2Flibrary',
  )
  const { page: without } = await open({
    'GET /api/status': () => ({ body: { flickr_login: false } }),
  })
  expect(byName(without.element, 'link', 'Log in with Flickr')).toBeNull()
})

it('tells whoever is logged in that they are', async () => {
  const { page } = await open({ 'GET /api/session': () => ({ body: { user: userSample() } }) })
  expect(textOf(page)).toContain('You are logged in as Ada Lind.')
  expect(page.find('form').exists()).toBe(false)
})

it.each([
  ['/library?q=cat#top', '/library?q=cat#top'],
  ['//evil.example/', '/?login=done'],
  ['/\\evil.example', '/?login=done'],
  ['https://evil.example', '/?login=done'],
  ['/api/auth/logout', '/?login=done'],
  [['/library'], '/?login=done'],
  [undefined, '/?login=done'],
])('leads to pages of this website and nowhere else: %j', (next, page) => {
  expect(pageAfter(next)).toBe(page)
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})

it('leads on from where no page is there yet', () => {
  expect(loginPlace(START_LOCATION)).toEqual({ name: 'login', query: {} })
})
