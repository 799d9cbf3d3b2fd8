import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { toasts } from '@/components/toasts'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { runComposable } from '@/testing/mountPage'
import { steeringSample } from '@/testing/samples'
import { useSliders } from './useSliders'

const wait = async (milliseconds: number) => {
  await vi.advanceTimersByTimeAsync(milliseconds)
  await flushPromises()
}

async function sliders(handlers = {}) {
  vi.useFakeTimers()
  const calls = fakeApi({
    'GET /api/steering': () => ({ body: steeringSample() }),
    'PATCH /api/steering': ({ body }: { body: unknown }) => ({
      body: steeringSample(body as object),
    }),
    ...handlers,
  })
  const onMoved = vi.fn()
  const { result, page } = await runComposable(() =>
    useSliders({ freshness: 0, adventure: 0 }, onMoved),
  )
  return {
    ...result,
    page,
    onMoved,
    saved: () => callsTo(calls, 'PATCH', '/api/steering').map(({ body }) => body),
  }
}

it('saves once a slider rests, not on its way', async () => {
  const { move, saved, onMoved } = await sliders()
  for (const value of [0.1, 0.2, 0.3]) {
    move('freshness', value)
    await wait(100)
  }
  expect(saved()).toEqual([])
  await wait(500)
  expect(saved()).toEqual([{ freshness: 0.3, adventure: 0 }])
  expect(onMoved).toHaveBeenCalledTimes(1)
})

it('saves both sliders when both were moved', async () => {
  const { move, saved } = await sliders()
  move('freshness', -0.4)
  move('adventure', 1)
  await wait(500)
  expect(saved()).toEqual([{ freshness: -0.4, adventure: 1 }])
})

it('goes back, with the reason, when the server does not take it', async () => {
  const { move, positions, onMoved } = await sliders({
    'PATCH /api/steering': () => problemReply(503, 'busy', 'Try again later.'),
  })
  move('freshness', 0.5)
  await wait(500)
  expect(positions.freshness).toBe(0)
  expect(onMoved).not.toHaveBeenCalled()
  expect(toasts.value.at(-1)?.text).toBe('The sliders were not moved. Try again later.')
})

it('saves what was moved just before the panel closed', async () => {
  const { move, saved, page } = await sliders()
  move('adventure', -1)
  page.unmount()
  await wait(0)
  expect(saved()).toEqual([{ freshness: 0, adventure: -1 }])
})

it('does not save a position that was taken back', async () => {
  const { move, forget, saved } = await sliders()
  move('adventure', -1)
  forget()
  await wait(1000)
  expect(saved()).toEqual([])
})
