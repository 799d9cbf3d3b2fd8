import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { toasts } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { administratorSession } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { accountSample, localUserSample } from '@/testing/samples'
import type { ManagedUser } from './users'
import UsersView from './UsersView.vue'

const person = (id: number, name: string | null, fields: Partial<ManagedUser> = {}) => ({
  id,
  name,
  account: accountSample({ display_name: name ?? 'Ada Lind' }),
  role: 'member' as const,
  created_at: '2026-01-01T00:00:00Z',
  last_seen_at: '2026-11-20T00:00:00Z',
  disabled_at: null,
  ...fields,
})
const me = person(1, null, { role: 'administrator' })
const mia = person(2, 'mia')

async function open(handlers = {}, users: ManagedUser[] = [mia, me]) {
  const calls = fakeApi({
    'GET /api/session': administratorSession,
    'GET /api/users': () => ({ body: { users, next_cursor: null } }),
    'PATCH /api/users/2': ({ body }: { body: unknown }) => {
      const { disabled, ...rest } = body as { disabled?: boolean }
      const at =
        disabled === undefined ? {} : { disabled_at: disabled ? '2026-11-21T00:00:00Z' : null }
      return { body: { ...mia, ...rest, ...at } }
    },
    ...handlers,
  })
  const { page } = await mountPage(UsersView)
  await flushPromises()
  return { page, calls }
}
const dialog = () => document.querySelector('[role="dialog"]') as HTMLElement
const rolesShown = (page: Awaited<ReturnType<typeof open>>['page']) =>
  page.findAll('select').map((select) => select.element.value)

async function type(field: HTMLInputElement | null, text: string) {
  if (!field) throw new Error('There is no such field.')
  field.value = text
  field.dispatchEvent(new Event('input'))
  await flushPromises()
}
async function send() {
  dialog().querySelector('form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
  await flushPromises()
}

it('gives somebody another role', async () => {
  const { page, calls } = await open()
  await page.get('select').setValue('editor')
  await flushPromises()
  expect(callsTo(calls, 'PATCH', '/api/users/2')[0]?.body).toEqual({ role: 'editor' })
  expect(rolesShown(page)).toEqual(['editor', 'administrator'])
})

it('shows the role that somebody has when the server refuses another, or keeps theirs', async () => {
  const { page } = await open({
    'PATCH /api/users/2': () => problemReply(409, 'conflict', 'Not just now.'),
  })
  await page.get('select').setValue('editor')
  await flushPromises()
  expect(rolesShown(page)[0]).toBe('member')
  expect(toasts.value.at(-1)?.text).toBe('mia is as before. Not just now.')
  const named = person(2, 'mia', { role: 'administrator' })
  const { page: other } = await open({ 'PATCH /api/users/2': () => ({ body: named }) }, [named, me])
  await other.get('select').setValue('member')
  await flushPromises()
  expect(rolesShown(other)[0]).toBe('administrator')
  expect(toasts.value.at(-1)?.text).toContain('mia stays: Administrator.')
})

it('keeps somebody out after asking, and lets them in again', async () => {
  const { page, calls } = await open()
  byName(document, 'button', 'Disable mia')?.click()
  await flushPromises()
  expect(callsTo(calls, 'PATCH', '/api/users/2')).toEqual([])
  byName(dialog(), 'button', 'Disable')?.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'PATCH', '/api/users/2')[0]?.body).toEqual({ disabled: true })
  expect(textOf(page)).toContain('Disabled since')
  byName(document, 'button', 'Let mia in again')?.click()
  await flushPromises()
  expect(callsTo(calls, 'PATCH', '/api/users/2')[1]?.body).toEqual({ disabled: false })
  expect(textOf(page)).not.toContain('Disabled since')
})

it('lets nobody shut themselves out, nor give a password to those who have none here', async () => {
  const flickr = person(3, null, { account: accountSample({ id: 3, display_name: 'Bo' }) })
  await open({}, [mia, flickr, me])
  expect(byName(document, 'button', 'Disable Ada Lind')).toBeNull()
  expect(byName(document, 'button', 'New password for Bo')).toBeNull()
  expect(byName(document, 'button', 'New password for mia')).not.toBeNull()
  const own = document.querySelector('select[aria-label="Role of Ada Lind"]') as HTMLSelectElement
  expect(own.disabled).toBe(true)
})

it('adds somebody with a password that is made up', async () => {
  const { calls } = await open({
    'POST /api/users': ({ body }: { body: unknown }) => ({
      status: 201,
      body: person(9, (body as { name: string }).name),
    }),
  })
  byName(document, 'button', 'Add a user')?.click()
  await flushPromises()
  await type(dialog().querySelector('input[type="text"]'), ' noa ')
  byName(dialog(), 'button', 'Make one up')?.click()
  await flushPromises()
  const password = dialog().querySelector<HTMLInputElement>('input[autocomplete="new-password"]')
  expect(password?.type).toBe('text')
  const madeUp = password?.value
  expect(madeUp).toHaveLength(23)
  await send()
  expect(callsTo(calls, 'POST', '/api/users')[0]?.body).toEqual({
    name: 'noa',
    password: madeUp,
    role: 'member',
  })
  expect(callsTo(calls, 'GET', '/api/users')).toHaveLength(2)
  expect(dialog()).toBeNull()
})

it('says in the dialog what is wrong with a new user', async () => {
  await open({ 'POST /api/users': () => problemReply(409, 'name_taken', 'Somebody has it.') })
  byName(document, 'button', 'Add a user')?.click()
  await flushPromises()
  await type(dialog().querySelector('input[type="text"]'), 'mia')
  await type(dialog().querySelector('input[autocomplete="new-password"]'), 'a long password')
  await send()
  expect(dialog().querySelector('[role="alert"]')?.textContent).toContain('Somebody has it.')
})

it('gives somebody another password', async () => {
  const { calls } = await open()
  byName(document, 'button', 'New password for mia')?.click()
  await flushPromises()
  await type(dialog().querySelector('input[autocomplete="new-password"]'), 'a long password')
  await send()
  expect(callsTo(calls, 'PATCH', '/api/users/2')[0]?.body).toEqual({ password: 'a long password' })
  expect(toasts.value.at(-1)?.text).toBe('mia has a new password.')
})

it('shows nothing to others, and asks for nothing', async () => {
  for (const user of [localUserSample({ role: 'editor' }), null]) {
    const { page, calls } = await open({ 'GET /api/session': () => ({ body: { user } }) })
    expect(textOf(page)).toContain('Only administrators see who may log in here.')
    expect(byName(page.element, 'button', 'Add a user')).toBeNull()
    expect(byName(page.element, 'link', 'Log in') === null).toBe(user !== null)
    expect(callsTo(calls, 'GET', '/api/users')).toEqual([])
    page.unmount()
  }
})

it('has nothing that axe complains about', async () => {
  const disabled = person(4, 'lou', { disabled_at: '2026-11-21T00:00:00Z' })
  const { page } = await open({}, [mia, disabled, me])
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
