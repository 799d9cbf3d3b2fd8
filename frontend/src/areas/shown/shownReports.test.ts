import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { runComposable } from '@/testing/mountPage'
import { photoSample } from '@/testing/samples'
import { useShownReports } from './shownReports'

const address = '/api/recommendations/shown'
const seconds = async (count: number) => {
  await vi.advanceTimersByTimeAsync(count * 1000)
  await flushPromises()
}

async function reporting(view: () => string | null = () => '17', handlers = {}) {
  vi.useFakeTimers()
  const calls = fakeApi({ [`POST ${address}`]: () => ({ status: 204 }), ...handlers })
  const { result, page } = await runComposable(() => useShownReports(view))
  return { ...result, page, bodies: () => callsTo(calls, 'POST', address).map(({ body }) => body) }
}

it('gathers what was shown for a few seconds, with how many photographers spoke for it', async () => {
  const { note, bodies } = await reporting()
  note(photoSample(1))
  note(photoSample(2))
  await seconds(2)
  expect(bodies()).toEqual([])
  await seconds(3)
  expect(bodies()).toEqual([
    {
      view: '17',
      posts: [
        { id: 1, supporters: 2 },
        { id: 2, supporters: 2 },
      ],
    },
  ])
})

it('tells each photo once a view, and again when more speaks for it', async () => {
  const { note, bodies } = await reporting()
  note(photoSample(1))
  await seconds(5)
  note(photoSample(1))
  await seconds(5)
  expect(bodies()).toHaveLength(1)
  const stronger = photoSample(1)
  stronger.reasons.count = 3
  note(stronger)
  await seconds(5)
  expect(bodies()[1]).toEqual({ view: '17', posts: [{ id: 1, supporters: 3 }] })
})

it('keeps what did not arrive for the next time', async () => {
  let broken = true
  const { note, bodies } = await reporting(() => '17', {
    [`POST ${address}`]: () => (broken ? problemReply(503, 'busy', 'Later.') : { status: 204 }),
  })
  note(photoSample(1))
  await seconds(5)
  broken = false
  note(photoSample(2))
  await seconds(5)
  expect(bodies().at(-1)).toMatchObject({ posts: [{ id: 1 }, { id: 2 }] })
})

it('sends the rest by a beacon when the page is left', async () => {
  const beacons: Blob[] = []
  Object.assign(navigator, {
    sendBeacon: (_: string, letter: Blob) => Boolean(beacons.push(letter)),
  })
  const { note, bodies } = await reporting()
  note(photoSample(1))
  window.dispatchEvent(new Event('pagehide'))
  expect(beacons).toHaveLength(1)
  expect(beacons[0]?.type).toBe('application/json')
  const text = await new Promise((done) => {
    const reader = new FileReader()
    reader.onload = () => done(reader.result)
    vi.useRealTimers()
    reader.readAsText(beacons[0] as Blob)
  })
  expect(JSON.parse(String(text))).toEqual({ view: '17', posts: [{ id: 1, supporters: 2 }] })
  expect(bodies()).toEqual([])
})

it('reports everything at once before another view begins', async () => {
  const { note, flush, bodies } = await reporting()
  for (let id = 1; id <= 250; id++) note(photoSample(id))
  await flush()
  const sizes = bodies().map((body) => (body as { posts: unknown[] }).posts.length)
  expect(sizes).toEqual([200, 50])
})

it('tells nothing of a list that is not the reader’s own', async () => {
  const { note, bodies } = await reporting(() => null)
  note(photoSample(1))
  await seconds(5)
  expect(bodies()).toEqual([])
})
