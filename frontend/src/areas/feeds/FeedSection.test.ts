import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { toasts } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import FeedSection from './FeedSection.vue'

const feedOf = (token: string) => ({
  rss_url: `https://fovea.example/api/feeds/${token}/recommendations.rss`,
  json_url: `https://fovea.example/api/feeds/${token}/recommendations.json`,
  created_at: '2026-11-01T00:00:00Z',
})

async function settle() {
  for (let turn = 0; turn < 4; turn++) await flushPromises()
}
async function open(feed: ReturnType<typeof feedOf> | null, handlers = {}) {
  const calls = fakeApi({ 'GET /api/feeds': () => ({ body: { feed } }), ...handlers })
  const { page } = await mountPage(FeedSection)
  await settle()
  return { page, calls }
}
const addresses = () =>
  [...document.querySelectorAll<HTMLInputElement>('input[readonly]')].map(({ value }) => value)
const inDialog = (name: string) =>
  byName(document.querySelector('[role="dialog"]') as Element, 'button', name)

it('makes a feed, and says who could read it', async () => {
  const { page } = await open(null, {
    'POST /api/feeds': () => ({ status: 201, body: { feed: feedOf('one') } }),
  })
  expect(textOf(page)).toContain('Whoever has one of these addresses can read your list')
  byName(document, 'button', 'Make a feed')?.click()
  await settle()
  expect(addresses()).toEqual([feedOf('one').rss_url, feedOf('one').json_url])
})

it('copies an address', async () => {
  const writeText = vi.fn(() => Promise.resolve())
  Object.assign(navigator, { clipboard: { writeText } })
  await open(feedOf('one'))
  byName(document, 'button', 'Copy the RSS address')?.click()
  await settle()
  expect(writeText).toHaveBeenCalledWith(feedOf('one').rss_url)
})

it('helps oneself to copy where the browser does not let it', async () => {
  Object.assign(navigator, { clipboard: { writeText: () => Promise.reject(new Error('no')) } })
  await open(feedOf('one'))
  byName(document, 'button', 'Copy the JSON Feed address')?.click()
  await settle()
  expect(toasts.value.at(-1)?.text).toContain('copy it by hand')
})

it('replaces both addresses only after asking', async () => {
  const { calls } = await open(feedOf('one'), {
    'POST /api/feeds': () => ({ status: 201, body: { feed: feedOf('two') } }),
  })
  byName(document, 'button', 'Replace the addresses')?.click()
  await settle()
  expect(callsTo(calls, 'POST', '/api/feeds')).toHaveLength(0)
  inDialog('Replace the addresses')?.click()
  await settle()
  expect(addresses()[0]).toBe(feedOf('two').rss_url)
})

it('removes the feed only after asking, and says why where that fails', async () => {
  let broken = true
  await open(feedOf('one'), {
    'DELETE /api/feeds': () => (broken ? problemReply(503, 'busy', 'Not now.') : { status: 204 }),
  })
  byName(document, 'button', 'Remove the feed')?.click()
  await settle()
  inDialog('Remove the feed')?.click()
  await settle()
  expect(document.querySelector('[role="dialog"] [role="alert"]')?.textContent).toContain(
    'Not now.',
  )
  broken = false
  inDialog('Remove the feed')?.click()
  await settle()
  expect(addresses()).toEqual([])
  expect(byName(document, 'button', 'Make a feed')).not.toBeNull()
})

it('has nothing that axe complains about', async () => {
  const { page } = await open(feedOf('one'))
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
