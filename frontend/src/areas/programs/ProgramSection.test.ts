import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import type { ProgramLogin } from './programs'
import ProgramSection from './ProgramSection.vue'

const program: ProgramLogin = {
  id: 7,
  name: 'Nightly crawl',
  created_at: '2026-11-01T00:00:00Z',
  refreshed_at: '2026-11-20T00:00:00Z',
  expires_at: '2026-12-20T00:00:00Z',
}

async function open(logins: ProgramLogin[] = [program]) {
  let left = logins
  const calls = fakeApi({
    'GET /api/auth/tokens': () => ({ body: { logins: left } }),
    'DELETE /api/auth/tokens/7': () => ((left = []), { status: 204 }),
  })
  const { page } = await mountPage(ProgramSection)
  await flushPromises()
  return { page, calls }
}

it('logs a program out after asking', async () => {
  const { page, calls } = await open()
  expect(textOf(page)).toContain('Nightly crawl')
  byName(document, 'button', 'Log out Nightly crawl')?.click()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/auth/tokens/7')).toEqual([])
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  byName(dialog, 'button', 'Log out')?.click()
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', '/api/auth/tokens/7')).toHaveLength(1)
  expect(textOf(page)).toContain('No program is logged in as you.')
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
