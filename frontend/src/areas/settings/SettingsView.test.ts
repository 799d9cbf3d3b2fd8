import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { accessibilityProblems } from '@/testing/accessibility'
import { runNewestAction } from '@/components/toasts'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import {
  accountSample,
  localUserSample,
  postSample,
  steeringSample,
  userSample,
} from '@/testing/samples'
import { preferredPhotos } from './preferences'
import SettingsView from './SettingsView.vue'

const user = userSample()

const tag = {
  kind: 'tag' as const,
  value: 'sea',
  label: 'sea',
  muted_at: '2026-11-01T00:00:00Z',
  account: null,
}

async function open(handlers = {}) {
  const calls = fakeApi({
    'GET /api/session': () => ({ body: { user } }),
    'GET /api/dismissals': () => ({
      body: { posts: [postSample(1)], accounts: [accountSample({ id: 5, display_name: 'Eve' })] },
    }),
    'GET /api/steering': () => ({
      body: steeringSample({ dismissed: { posts: 1, accounts: 1 }, mutes: [tag], shown: 120 }),
    }),
    'GET /api/feeds': () => ({ body: { feed: null } }),
    'GET /api/keys': () => ({ body: { keys: [], scopes: ['library:read'] } }),
    ...handlers,
  })
  const { page, router } = await mountPage(SettingsView, { path: '/settings' })
  await flushPromises()
  return { page, router, calls }
}

async function typeToDelete(word: string) {
  byName(document, 'button', 'Delete my account')?.click()
  await flushPromises()
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  const field = dialog.querySelector('input') as HTMLInputElement
  field.value = word
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  return { dialog, confirm: byName(dialog, 'button', 'Delete my account') as HTMLButtonElement }
}

it('deletes the account only after the word was typed', async () => {
  const { calls, router } = await open({ 'DELETE /api/users/me': () => ({ status: 204 }) })
  const { confirm, dialog } = await typeToDelete('delet')
  expect(confirm.disabled).toBe(true)
  const field = dialog.querySelector('input') as HTMLInputElement
  field.value = 'delete'
  field.dispatchEvent(new Event('input'))
  await flushPromises()
  expect(confirm.disabled).toBe(false)
  confirm.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/users/me')).toHaveLength(1)
  expect(router.currentRoute.value.path).toBe('/')
})

it('says why the account was not deleted', async () => {
  const { router } = await open({
    'DELETE /api/users/me': () => problemReply(503, 'busy', 'Not now.'),
  })
  const { confirm, dialog } = await typeToDelete('delete')
  confirm.click()
  await flushPromises()
  await flushPromises()
  expect(dialog.querySelector('[role="alert"]')?.textContent).toContain('Not now.')
  expect(router.currentRoute.value.path).toBe('/settings')
})

it('brings back what was dismissed', async () => {
  const { calls } = await open({ 'DELETE /api/dismissals/accounts/5': () => ({ status: 204 }) })
  byName(document, 'button', 'Bring back Eve')?.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/dismissals/accounts/5')).toHaveLength(1)
  expect(byName(document, 'button', 'Bring back Eve')).toBeNull()
  expect(byName(document, 'button', 'Bring back Photo 1')).not.toBeNull()
})

it('takes a mute back, and that back as well', async () => {
  const path = '/api/steering/mutes/tag/sea'
  const { calls } = await open({
    [`DELETE ${path}`]: () => ({ status: 204 }),
    [`PUT ${path}`]: () => ({ body: tag }),
  })
  byName(document, 'button', 'Unmute sea')?.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', path)).toHaveLength(1)
  expect(byName(document, 'button', 'Unmute sea')).toBeNull()
  expect(runNewestAction()).toBe(true)
  await flushPromises()
  await flushPromises()
  expect(byName(document, 'button', 'Unmute sea')).not.toBeNull()
})

it('resets what is ticked, after asking', async () => {
  const { calls } = await open({
    'POST /api/steering/reset': () => ({ body: { undo: 'word' } }),
  })
  byName(document, 'button', 'Reset')?.click()
  await flushPromises()
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  expect(dialog.textContent).toContain('120 photos may be shown again.')
  const boxes = [...dialog.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')]
  boxes[2]?.click()
  await flushPromises()
  dialog.querySelector('form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/steering/reset')[0]?.body).toEqual({
    sliders: true,
    mutes: true,
    dismissals: false,
    memory: true,
  })
})

it('does not take a number of photos that makes no sense', async () => {
  const before = preferredPhotos.value
  const { page } = await open()
  const field = page.get<HTMLInputElement>('input[inputmode="numeric"]')
  await field.setValue('5000')
  await field.trigger('change')
  expect(textOf(page)).toContain('Give a whole number between 10 and 500.')
  expect(preferredPhotos.value).toBe(before)
  await field.setValue('60')
  expect(preferredPhotos.value).toBe(60)
  preferredPhotos.value = before
})

it('shows a visitor nothing that belongs to an account', async () => {
  const { page } = await open({ 'GET /api/session': () => ({ body: { user: null } }) })
  expect(textOf(page)).toContain('You are not logged in.')
  expect(byName(document, 'button', 'Delete my account')).toBeNull()
  expect(byName(document, 'button', 'Export my data')).toBeNull()
})

const byPassword = {
  'GET /api/session': () => ({ body: { user: localUserSample() } }),
  'GET /api/auth/tokens': () => ({ body: { logins: [] } }),
}
type Page = Awaited<ReturnType<typeof open>>['page']

async function changePassword(page: Page) {
  await page.get('input[autocomplete="current-password"]').setValue('the old one, long')
  await page.get('input[autocomplete="new-password"]').setValue('the new one, long')
  await page.get('#password form').trigger('submit')
  await flushPromises()
  await flushPromises()
}

it('has a password to change for whoever logs in with one, and nothing of Flickr', async () => {
  const { page, calls } = await open({
    ...byPassword,
    'PUT /api/users/me/password': () => ({ status: 204 }),
  })
  await changePassword(page)
  expect(callsTo(calls, 'PUT', '/api/users/me/password')[0]?.body).toEqual({
    password: 'the old one, long',
    new_password: 'the new one, long',
  })
  expect(page.get<HTMLInputElement>('input[autocomplete="new-password"]').element.value).toBe('')
  expect(callsTo(calls, 'GET', '/api/feeds')).toEqual([])
  expect(callsTo(calls, 'GET', '/api/steering')).toEqual([])
  expect(textOf(page)).toContain('Recommendations, faves and comments belong to people at Flickr.')
  expect(textOf(page)).toContain('Pictures of the library stay.')
  const { page: flickr } = await open()
  expect(flickr.find('#password').exists()).toBe(false)
  expect(flickr.find('#programs').exists()).toBe(false)
})

it.each([
  [401, 'login_failed', 'That is not your password now.'],
  [422, 'invalid_input', 'A password has 10 to 256 characters.'],
])('says why the password stays what it is (%i)', async (status, code, words) => {
  const { page } = await open({
    ...byPassword,
    'PUT /api/users/me/password': () => problemReply(status, code, words),
  })
  await changePassword(page)
  expect(page.get('#password [role="alert"]').text()).toBe(words)
})

it('has nothing that axe complains about for those with a password either', async () => {
  const { page } = await open(byPassword)
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
