import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { Source } from '@/api/listingTypes'
import { callsTo, fakeApi } from '@/testing/fakeApi'
import { sourceSample } from '@/testing/listingSamples'
import { mountPage, textOf } from '@/testing/mountPage'
import SimulatedBanner from './SimulatedBanner.vue'

const status = (simulated: boolean) => () => ({
  body: {
    version: '0.1.0',
    simulated,
    simulator_url: null,
    flickr_login: true,
    public_url: '/',
    limits: { minimum_favorites: 5, minimum_photographers: 3 },
  },
})

async function open(simulated: boolean, sources: Source[] = []) {
  const calls = fakeApi({
    'GET /api/status': status(simulated),
    'GET /api/sources': () => ({ body: { sources } }),
  })
  const { page } = await mountPage(SimulatedBanner, { path: '/' })
  await flushPromises()
  await flushPromises()
  return { page, calls }
}

it('says that Flickr is simulated where only Flickr is', async () => {
  const flickr = sourceSample({ name: 'flickr', simulated: true })
  const { page } = await open(true, [flickr, sourceSample()])
  expect(textOf(page)).toContain('Running on simulated Flickr data.')
  expect(textOf(page)).not.toContain('any other site')
})

it('speaks of all sites where others are, too', async () => {
  const { page } = await open(true, [sourceSample({ simulated: true })])
  expect(textOf(page)).toContain('Running on simulated sites.')
  expect(textOf(page)).not.toContain('simulated Flickr')
})

it('says nothing of real ones, and does not ask about them', async () => {
  const { page, calls } = await open(false, [sourceSample()])
  expect(page.text()).toBe('')
  expect(callsTo(calls, 'GET', '/api/sources')).toEqual([])
})
