import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import type { Run } from '@/api/types'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { runComposable } from '@/testing/mountPage'
import { runSample } from '@/testing/samples'
import { pollEvery } from './runs'
import { useRefresh } from './useRefresh'

const start = 'POST /api/accounts/flickr/1@N00/runs'

async function second() {
  await vi.advanceTimersByTimeAsync(1000)
  await flushPromises()
}

function serving(answers: (Run | 'lost')[]) {
  let next = 0
  return fakeApi({
    [start]: () => ({ status: 202, body: runSample() }),
    'GET /api/runs/7': () => {
      const answer = answers[Math.min(next++, answers.length - 1)]
      return answer === 'lost' ? problemReply(503, 'busy', 'Later.') : { body: answer }
    },
  })
}

it('asks each second until the run ends, and then no more', async () => {
  vi.useFakeTimers()
  const calls = serving([runSample(), runSample(), runSample({ state: 'done' })])
  const onProgress = vi.fn()
  const { result } = await runComposable(() => useRefresh('1@N00', onProgress))
  for (let seconds = 0; seconds < 4; seconds++) await second()
  expect(result.run.value?.state).toBe('done')
  expect(result.running.value).toBe(false)
  expect(onProgress).toHaveBeenCalled()
  const asked = callsTo(calls, 'GET', '/api/runs/7').length
  for (let seconds = 0; seconds < 10; seconds++) await second()
  expect(callsTo(calls, 'GET', '/api/runs/7')).toHaveLength(asked)
})

it('goes on when an answer gets lost', async () => {
  vi.useFakeTimers()
  serving(['lost', 'lost', runSample({ state: 'done' })])
  const { result } = await runComposable(() => useRefresh('1@N00', () => {}))
  await second()
  expect(result.unavailable.value).toBe(true)
  for (let seconds = 0; seconds < 4; seconds++) await second()
  expect(result.run.value?.state).toBe('done')
})

it('says why a run did not start', async () => {
  fakeApi({ [start]: () => problemReply(503, 'source_unavailable', 'Flickr does not answer.') })
  const { result } = await runComposable(() => useRefresh('1@N00', () => {}))
  expect(result.startError.value?.message).toBe('Flickr does not answer.')
  expect(result.running.value).toBe(false)
})

it('asks less often while the run waits for the source', () => {
  const later = new Date(Date.now() + 1_500_000).toISOString()
  expect(pollEvery(runSample({ deferred_until: later }))).toBe(10_000)
  expect(pollEvery(runSample())).toBe(1000)
  expect(pollEvery(runSample({ state: 'failed' }))).toBe(false)
})
