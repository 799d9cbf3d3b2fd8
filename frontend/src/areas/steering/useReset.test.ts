import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { runNewestAction, toasts } from '@/components/toasts'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { runComposable } from '@/testing/mountPage'
import { useReset } from './useReset'

const reset = '/api/steering/reset'
const undo = '/api/steering/undo'

it('resets what is named and nothing else, and takes it back with the word it got', async () => {
  const calls = fakeApi({
    [`POST ${reset}`]: () => ({ body: { undo: 'word' } }),
    [`POST ${undo}`]: () => ({ status: 204 }),
  })
  const afterwards = vi.fn()
  const { result } = await runComposable(() => useReset(afterwards))
  expect(await result.resetOnly({ sliders: true }, 'Done.')).toBe(true)
  expect(callsTo(calls, 'POST', reset)[0]?.body).toEqual({
    sliders: true,
    mutes: false,
    dismissals: false,
    memory: false,
  })
  expect(afterwards).toHaveBeenCalledTimes(1)
  expect(runNewestAction()).toBe(true)
  await flushPromises()
  await flushPromises()
  expect(callsTo(calls, 'POST', undo)[0]?.body).toEqual({ undo: 'word' })
  expect(afterwards).toHaveBeenCalledTimes(2)
})

it('says why nothing was reset, or why it is too late to undo', async () => {
  let broken = true
  fakeApi({
    [`POST ${reset}`]: () =>
      broken ? problemReply(503, 'busy', 'Later.') : { body: { undo: 'word' } },
    [`POST ${undo}`]: () => problemReply(404, 'not_found', 'That was more than a day ago.'),
  })
  const { result } = await runComposable(() => useReset())
  expect(await result.resetOnly({ mutes: true }, 'Done.')).toBe(false)
  expect(toasts.value.at(-1)?.text).toBe('Nothing was reset. Later.')
  broken = false
  await result.resetOnly({ mutes: true }, 'Done.')
  runNewestAction()
  await flushPromises()
  await flushPromises()
  expect(toasts.value.at(-1)?.text).toBe('Undo did not work. That was more than a day ago.')
})
