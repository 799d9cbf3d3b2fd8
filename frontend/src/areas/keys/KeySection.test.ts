import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { callsTo, fakeApi } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { isAlive, type ApiKey } from './keys'
import KeySection from './KeySection.vue'

const key = (fields: Partial<ApiKey> = {}): ApiKey => ({
  id: 1,
  name: 'Backup',
  prefix: 'fov_9aXk',
  scopes: ['library:read'],
  owner: null,
  created_at: '2026-09-01T00:00:00Z',
  last_used_at: null,
  expires_at: null,
  revoked_at: null,
  ...fields,
})

async function open(keys: ApiKey[] = [key()]) {
  const calls = fakeApi({
    'GET /api/keys': () => ({ body: { keys, scopes: ['library:read', 'library:write'] } }),
    'POST /api/keys': () => ({ status: 201, body: { ...key({ id: 2 }), key: 'fov_secret' } }),
    'DELETE /api/keys/1': () => ({ status: 204 }),
  })
  const { page } = await mountPage(KeySection)
  return { page, calls }
}
const dialog = () => document.querySelector('[role="dialog"]') as HTMLElement

it('makes a key with what it may do and when it ends, and shows it once', async () => {
  const { calls } = await open()
  byName(document, 'button', 'Make a key')?.click()
  await flushPromises()
  const name = dialog().querySelector('input') as HTMLInputElement
  name.value = ' Importer '
  name.dispatchEvent(new Event('input'))
  dialog().querySelectorAll<HTMLInputElement>('input[type="checkbox"]')[1]?.click()
  const expiry = dialog().querySelector('select') as HTMLSelectElement
  expiry.value = '30'
  expiry.dispatchEvent(new Event('change'))
  await flushPromises()
  dialog().querySelector('form')?.dispatchEvent(new Event('submit'))
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/keys')[0]?.body).toEqual({
    name: 'Importer',
    scopes: ['library:read', 'library:write'],
    expires_in_days: 30,
  })
  expect(dialog().querySelector('input')?.value).toBe('fov_secret')
  byName(dialog(), 'button', 'I have copied it')?.click()
  await flushPromises()
  byName(document, 'button', 'Make a key')?.click()
  await flushPromises()
  expect(dialog().innerHTML).not.toContain('fov_secret')
})

it('revokes a key after asking', async () => {
  const { calls } = await open()
  byName(document, 'button', 'Revoke Backup')?.click()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/keys/1')).toEqual([])
  byName(dialog(), 'button', 'Revoke')?.click()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/keys/1')).toHaveLength(1)
})

it('keeps apart what opens something and what does not any more', async () => {
  const old = key({ id: 3, name: 'Old', revoked_at: '2026-10-01T00:00:00Z' })
  const { page } = await open([key(), old])
  expect(byName(document, 'button', 'Revoke Old')).toBeNull()
  expect(textOf(page)).toContain('Keys that ended or were revoked (1)')
  const now = Date.parse('2026-11-21T00:00:00Z')
  expect(isAlive(key({ expires_at: '2026-11-20T00:00:00Z' }), now)).toBe(false)
  expect(isAlive(key({ expires_at: '2026-11-22T00:00:00Z' }), now)).toBe(true)
})
