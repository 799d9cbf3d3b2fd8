import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { runNewestAction, toasts } from '@/components/toasts'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { runComposable } from '@/testing/mountPage'
import { accountSample, postSample } from '@/testing/samples'
import { useMutes } from './useMutes'

const other = accountSample({ id: 9, display_name: 'Eve' })
const muteSample = { kind: 'tag', value: 'sea', label: 'sea', muted_at: '', account: null }

async function mutes(handlers: Parameters<typeof fakeApi>[0]) {
  const calls = fakeApi(handlers)
  const onChange = vi.fn()
  const { result } = await runComposable(() => useMutes(onChange))
  return { ...result, calls, onChange }
}

it('hides everything of a photographer at once, and brings it back on undo', async () => {
  const path = '/api/steering/mutes/account/2'
  const { hides, muteFrom, calls, onChange } = await mutes({
    [`PUT ${path}`]: () => ({ body: muteSample }),
    [`DELETE ${path}`]: () => ({ status: 204 }),
  })
  const done = muteFrom(postSample(1), 'account', '2', 'Bo Marsh')
  expect(hides(postSample(1)) && hides(postSample(7))).toBe(true)
  expect(hides(postSample(8, { owner: other }))).toBe(false)
  await done
  expect(toasts.value.at(-1)?.text).toBe('Photos by Bo Marsh are muted.')
  expect(onChange).toHaveBeenCalledTimes(1)
  expect(runNewestAction()).toBe(true)
  await flushPromises()
  expect(hides(postSample(1))).toBe(false)
  expect(callsTo(calls, 'DELETE', path)).toHaveLength(1)
  expect(onChange).toHaveBeenCalledTimes(2)
})

it('hides the photos that carry a tag, however it is written', async () => {
  const { hides, muteFrom } = await mutes({
    'PUT /api/steering/mutes/tag/Long Exposure': () => ({ body: muteSample }),
  })
  await muteFrom(postSample(1), 'tag', 'Long Exposure', 'Long Exposure')
  expect(hides(postSample(2, { tags: ['night', 'long exposure'] }))).toBe(true)
  expect(hides(postSample(3, { tags: ['night'] }))).toBe(false)
})

it('hides the one photo that it knows to be in a group', async () => {
  const { hides, muteFrom } = await mutes({
    'PUT /api/steering/mutes/group/34@N01': () => ({ body: muteSample }),
  })
  await muteFrom(postSample(1), 'group', '34@N01', 'Print Boldly')
  expect(hides(postSample(1))).toBe(true)
  expect(hides(postSample(2))).toBe(false)
})

it('comes back by itself, with the reason, when the server refuses', async () => {
  const { hides, muteFrom } = await mutes({
    'PUT /api/steering/mutes/tag/sea': () => problemReply(503, 'busy', 'Try again later.'),
  })
  await muteFrom(postSample(1), 'tag', 'sea', 'sea')
  expect(hides(postSample(1))).toBe(false)
  expect(toasts.value.at(-1)?.text).toBe('sea was not muted. Try again later.')
})
