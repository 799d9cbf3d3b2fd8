import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { Tag } from '@/api/libraryTypes'
import { runNewestAction } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi } from '@/testing/fakeApi'
import { administratorSession, editorSession } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { runSample } from '@/testing/samples'
import TagsView from './TagsView.vue'

const tag = (name: string, fields: Partial<Tag> = {}): Tag => ({
  ...{ name, namespace: 'general', count: 1234, alias_of: null },
  ...{ aliases: [], implies: [], blocked: false },
  ...fields,
})
const harbour = tag('harbour', { implies: ['sea'] })

async function open(path = '/library/tags', handlers: Parameters<typeof fakeApi>[0] = {}) {
  const calls = fakeApi({
    'GET /api/session': administratorSession,
    'GET /api/tags': () => ({ body: { tags: [harbour, tag('sea')], next_cursor: null } }),
    'GET /api/tags/harbour': () => ({ body: harbour }),
    ...handlers,
  })
  const { page } = await mountPage(TagsView, { path })
  await flushPromises()
  return { page, calls }
}
const changed = () => ({ body: { tag: harbour, run: null } })

it('lists tags with their counts and links them to their pictures', async () => {
  const { page } = await open(undefined, { 'GET /api/session': () => ({ body: { user: null } }) })
  expect(textOf(page)).toContain('1,234')
  expect(byName(page.element, 'link', 'sea')?.getAttribute('href')).toBe('/library?q=tag:sea')
  expect(byName(page.element, 'button', 'Edit sea')).toBeNull()
  expect(textOf(page)).not.toContain('Blocked tags')
})

it('lets editors change tags, and leaves blocking and clean-ups to administrators', async () => {
  const handlers = { 'GET /api/session': editorSession }
  const { page } = await open(undefined, handlers)
  expect(byName(page.element, 'button', 'Edit sea')).not.toBeNull()
  expect(textOf(page)).not.toContain('Blocked tags')
  page.unmount()
  const { page: cleanups } = await open('/library/tags?part=cleanup', handlers)
  expect(textOf(cleanups)).toContain('Only administrators can change this.')
})

it('finds tags by their beginning and their kind', async () => {
  vi.useFakeTimers()
  const { page, calls } = await open()
  await page.get('input').setValue('Ada L')
  await vi.advanceTimersByTimeAsync(300)
  byName(page.element, 'button', 'Artist')?.click()
  await flushPromises()
  const last = callsTo(calls, 'GET', '/api/tags').at(-1)?.query
  expect([last?.get('prefix'), last?.get('namespace')]).toEqual(['ada_l', 'artist'])
})

it('changes what a tag means, and only what was changed', async () => {
  const { calls } = await open(undefined, {
    'PUT /api/tags/harbour/alias': changed,
    'PUT /api/tags/harbour/implications/boat': changed,
    'DELETE /api/tags/harbour/implications/sea': changed,
  })
  byName(document, 'button', 'Edit harbour')?.click()
  await flushPromises()
  const dialog = document.querySelector('[role="dialog"]') as HTMLElement
  byName(dialog, 'button', 'No longer imply sea')?.click()
  const [alias, implied] = dialog.querySelectorAll('input')
  const type = (field: HTMLInputElement | undefined, text: string) => {
    if (!field) return
    field.value = text
    field.dispatchEvent(new Event('input'))
  }
  type(alias, 'Port of call')
  type(implied, 'boat')
  dialog.querySelector('form')?.dispatchEvent(new Event('submit'))
  for (let turn = 0; turn < 4; turn++) await flushPromises()
  const writes = calls.filter(({ method }) => !['GET'].includes(method))
  expect(writes.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'PUT /api/tags/harbour/alias',
    'PUT /api/tags/harbour/implications/boat',
    'DELETE /api/tags/harbour/implications/sea',
  ])
  expect(writes[0]?.body).toEqual({ of: 'port_of_call' })
})

it('unblocks a tag, and takes that back with its reason', async () => {
  const blocked = { name: 'gore', reason: 'Not here.', created_at: '2026-11-01T00:00:00Z' }
  const { page, calls } = await open('/library/tags?part=blocked', {
    'GET /api/blocked-tags': () => ({ body: { blocked: [blocked], tags: 1, images: 3 } }),
    'DELETE /api/blocked-tags/gore': () => ({ status: 204 }),
    'PUT /api/blocked-tags/gore': () => ({ body: blocked }),
  })
  expect(textOf(page)).toContain('3 pictures carry one and go with the next clean-up.')
  byName(page.element, 'button', 'Unblock gore')?.click()
  await flushPromises()
  runNewestAction()
  await flushPromises()
  expect(callsTo(calls, 'PUT', '/api/blocked-tags/gore')[0]?.body).toEqual({ reason: 'Not here.' })
})

it('starts a clean-up and follows it to its end', async () => {
  vi.useFakeTimers()
  let runs: unknown[] = []
  const run = runSample({ kind: 'cleanup' })
  const { page, calls } = await open('/library/tags?part=cleanup', {
    'GET /api/cleanups': () => ({ body: { runs, next_cursor: null } }),
    'POST /api/cleanups': () => ((runs = [run]), { status: 202, body: run }),
  })
  await page.findAll('input[type="checkbox"]')[1]?.trigger('change')
  await page.get('form').trigger('submit')
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/cleanups')[0]?.body).toEqual({
    kinds: ['blocked-tags', 'files', 'counts', 'writing'],
  })
  expect(textOf(page)).toContain('214 of 390 parts')
  runs = [{ ...run, state: 'done', finished_at: '2026-11-21T09:01:00Z' }]
  await vi.advanceTimersByTimeAsync(1100)
  await flushPromises()
  expect(textOf(page)).toContain('Done')
  const asked = callsTo(calls, 'GET', '/api/cleanups').length
  await vi.advanceTimersByTimeAsync(5000)
  expect(callsTo(calls, 'GET', '/api/cleanups')).toHaveLength(asked)
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
