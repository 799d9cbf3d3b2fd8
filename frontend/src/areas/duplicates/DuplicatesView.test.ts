import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { runNewestAction } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { editorSession, cardSample, imageSample } from '@/testing/librarySamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import DuplicatesView from './DuplicatesView.vue'

const copy = (id: number, fields = {}) => ({
  ...cardSample(id),
  ...{ bytes: id * 1000, kept: true, post_count: 1, posted_at: null, tags: [], best: false },
  ...fields,
})
const groups = [
  {
    ...{ id: 1, size: 3, distinct: [] },
    images: [copy(1, { best: true, width: 2400 }), copy(2), copy(3)],
    distances: [
      [0, 2, 4],
      [2, 0, 3],
      [4, 3, 0],
    ],
  },
  {
    ...{ id: 10, size: 2, distinct: [] },
    images: [copy(10, { best: true }), copy(11)],
    distances: [
      [0, 0],
      [0, 0],
    ],
  },
]

async function open(handlers: Parameters<typeof fakeApi>[0] = {}) {
  const calls = fakeApi({
    'GET /api/session': editorSession,
    'GET /api/duplicates': () => ({ body: { groups, total: 2, next_cursor: null } }),
    'POST /api/duplicates/merges': () => ({
      status: 201,
      body: { merges: [{ id: 7 }, { id: 8 }], image: imageSample(1) },
    }),
    ...handlers,
  })
  const { page } = await mountPage(DuplicatesView)
  await flushPromises()
  return { page, calls }
}
const shown = () => document.querySelectorAll('[data-group]').length
const press = (key: string) =>
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))

it('marks what differs and how far copies are apart', async () => {
  const { page } = await open()
  expect(textOf(page)).toContain('4 bits apart')
  const marks = [...page.element.querySelectorAll('mark')].map((mark) => mark.textContent)
  expect(marks.some((text) => text?.includes('2,400 × 800'))).toBe(true)
  expect(marks.some((text) => text?.includes('JPEG'))).toBe(false)
})

it('merges the others into the best, and takes that back, the last first', async () => {
  const undone: string[] = []
  const undo = (id: number) => ({
    [`DELETE /api/duplicates/merges/${id}`]: () => {
      undone.push(String(id))
      return { body: { id, kept_id: 1, dropped_id: 2, made_at: '', undone_at: '' } }
    },
  })
  const { calls, page } = await open({ ...undo(7), ...undo(8) })
  byName(page.element, 'button', 'Keep the best')?.click()
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/duplicates/merges')[0]?.body).toEqual({
    kept_id: 1,
    dropped_ids: [2, 3],
  })
  expect(shown()).toBe(1)
  runNewestAction()
  await flushPromises()
  await flushPromises()
  expect(undone).toEqual(['8', '7'])
  expect(shown()).toBe(2)
})

it('brings a group back when merging did not work', async () => {
  const { page } = await open({
    'POST /api/duplicates/merges': () => problemReply(409, 'conflict', 'One of them is gone.'),
  })
  byName(page.element, 'button', 'Keep the best')?.click()
  await flushPromises()
  expect(shown()).toBe(2)
})

it('says of every pair that they are not duplicates', async () => {
  const pairs = ['1/2', '1/3', '2/3'].map((pair) => `PUT /api/duplicates/distinct/${pair}`)
  const { calls, page } = await open(
    Object.fromEntries(pairs.map((pair) => [pair, () => ({ status: 204 })])),
  )
  byName(page.element, 'button', 'Not duplicates')?.click()
  await flushPromises()
  expect(calls.filter(({ method }) => method === 'PUT')).toHaveLength(3)
  expect(shown()).toBe(1)
})

it('is worked through with the keyboard', async () => {
  const { calls } = await open()
  const body = document.body
  body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
  press('ArrowRight')
  expect(document.activeElement?.closest('[data-image]')?.getAttribute('data-image')).toBe('2')
  press('x')
  await flushPromises()
  expect(callsTo(calls, 'POST', '/api/duplicates/merges')[0]?.body).toEqual({
    kept_id: 2,
    dropped_ids: [1, 3],
  })
  expect(document.activeElement?.closest('[data-group]')?.getAttribute('data-group')).toBe('10')
})

it('lets a visitor compare, not decide', async () => {
  const { page, calls } = await open({ 'GET /api/session': () => ({ body: { user: null } }) })
  expect(byName(page.element, 'button', 'Keep the best')).toBeNull()
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
  press('b')
  await flushPromises()
  expect(calls.filter(({ method }) => method === 'POST')).toEqual([])
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
