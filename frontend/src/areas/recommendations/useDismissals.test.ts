import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { runNewestAction, toasts } from '@/components/toasts'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { useDismissals } from './useDismissals'

const photo = '/api/dismissals/posts/5'

it('hides at once and comes back on undo', async () => {
  const calls = fakeApi({
    [`PUT ${photo}`]: () => ({ status: 204 }),
    [`DELETE ${photo}`]: () => ({ status: 204 }),
  })
  const { hidden, hide } = useDismissals('photo')
  const afterUndo = vi.fn()
  const done = hide(5, 'Harbour', afterUndo)
  expect(hidden.has(5)).toBe(true)
  await done
  expect(toasts.value.at(-1)).toMatchObject({
    text: 'You will not see “Harbour” again, and less like it.',
  })
  expect(runNewestAction()).toBe(true)
  expect(hidden.has(5)).toBe(false)
  expect(afterUndo).toHaveBeenCalled()
  await flushPromises()
  expect(callsTo(calls, 'DELETE', photo)).toHaveLength(1)
  expect(runNewestAction()).toBe(false)
})

it('comes back by itself, with the reason, when the server refuses', async () => {
  fakeApi({ [`PUT ${photo}`]: () => problemReply(503, 'busy', 'Try again later.') })
  const { hidden, hide } = useDismissals('photo')
  await hide(5, 'Harbour')
  expect(hidden.has(5)).toBe(false)
  expect(toasts.value.at(-1)?.text).toBe('“Harbour” was not dismissed. Try again later.')
})

it('stays dismissed when the undo fails', async () => {
  const person = '/api/dismissals/accounts/9'
  fakeApi({
    [`PUT ${person}`]: () => ({ status: 204 }),
    [`DELETE ${person}`]: () => problemReply(503, 'busy', 'Try again later.'),
  })
  const { hidden, hide } = useDismissals('person')
  await hide(9, 'Bo')
  runNewestAction()
  await flushPromises()
  await flushPromises()
  expect(hidden.has(9)).toBe(true)
  expect(toasts.value.at(-1)?.text).toBe('Undo did not work for “Bo”. Try again later.')
})
