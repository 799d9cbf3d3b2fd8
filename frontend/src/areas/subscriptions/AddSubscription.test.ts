import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { beforeEach, expect, it, vi } from 'vitest'
import type { Check } from '@/api/listingTypes'
import { announcement } from '@/components/announce'
import { toasts } from '@/components/toasts'
import { accessibilityProblems } from '@/testing/accessibility'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import {
  checkedSample,
  checkSample,
  sourceSample,
  subscriptionSample,
} from '@/testing/listingSamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { runSample } from '@/testing/samples'
import AddSubscription from './AddSubscription.vue'

const address = 'https://danbooru.donmai.us/posts?tags=night_sky'
const looking = checkSample({ run: runSample({ id: 31, kind: 'check' }), checked: null })
const checks = 'POST /api/subscriptions/checks'
const answer = 'GET /api/subscriptions/checks/31'

beforeEach(() => void vi.useFakeTimers())

async function open(
  check: Check | (() => Check) = checkSample(),
  handlers: Parameters<typeof fakeApi>[0] = {},
  path = '/subscriptions',
) {
  const calls = fakeApi({
    'GET /api/sources': () => ({ body: { sources: [sourceSample()] } }),
    [checks]: () => ({ status: 202, body: { run: looking.run } }),
    [answer]: () => ({ body: typeof check === 'function' ? check() : check }),
    ...handlers,
  })
  const { page, router } = await mountPage(AddSubscription, { path })
  await settle()
  return { page, router, calls, texts: () => callsTo(calls, 'POST', '/api/subscriptions/checks') }
}
const settle = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(0)
}
async function look(page: VueWrapper, text: string) {
  await page.get('input').setValue(text)
  await page.get('form').trigger('submit')
  await settle()
}

it('shows what was understood once the source has answered', async () => {
  let check = looking
  const { page, texts } = await open(() => check)
  await look(page, ` ${address} `)
  expect(texts().map(({ body }) => body)).toEqual([{ text: address }])
  expect(textOf(page)).toContain(`Asking the source about “${address}”`)
  check = checkSample({
    checked: checkedSample({
      followers: 1,
      rating: 'safe',
      newest_at: new Date(Date.now() - 1_200_000).toISOString(),
      note: 'Without a key, Danbooru searches for two tags at most.',
    }),
  })
  await vi.advanceTimersByTimeAsync(1_100)
  const words = textOf(page)
  expect(words).toContain('Danbooru · tag search · Safe')
  expect(words).toContain('123,456 posts · 1 follower · newest post 20 minutes ago')
  expect(words).toContain('two tags at most')
  expect(announcement.value).toBe('night sky, tag search at Danbooru')
})

it('looks at once at what is pasted, and at nothing while one types', async () => {
  const { page, texts } = await open()
  await page.get('input').setValue('danboo')
  await settle()
  expect(texts()).toEqual([])
  const field = page.get('input')
  void field.trigger('paste')
  await field.setValue(address)
  await settle()
  expect(texts().map(({ body }) => body)).toEqual([{ text: address }])
})

it('subscribes with the day and the interval that were chosen', async () => {
  const { page, calls } = await open(checkSample(), {
    'POST /api/subscriptions': () => ({ status: 201, body: subscriptionSample() }),
  })
  await look(page, address)
  const form = page.findAll('form')[1]
  expect(byName(page.element, 'button', 'Subscribe')).not.toBeNull()
  await form?.get('input[type="date"]').setValue('2025-03-01')
  await form?.get('select').setValue('21600')
  await form?.trigger('submit')
  await settle()
  expect(callsTo(calls, 'POST', '/api/subscriptions')[0]?.body).toEqual({
    check: 31,
    since: '2025-03-01T00:00:00.000Z',
    interval_seconds: 21_600,
  })
  expect(toasts.value[0]?.text).toContain('Its posts are on their way.')
  expect((page.get('input').element as HTMLInputElement).value).toBe('')
})

it('takes the newest posts and an adapting schedule where nothing is chosen', async () => {
  const { page, calls } = await open(checkSample(), {
    'POST /api/subscriptions': () => ({ status: 200, body: subscriptionSample() }),
  })
  await look(page, address)
  await page.findAll('form')[1]?.trigger('submit')
  await settle()
  expect(callsTo(calls, 'POST', '/api/subscriptions')[0]?.body).toEqual({
    check: 31,
    since: null,
    interval_seconds: null,
  })
  expect(toasts.value[0]?.text).toContain('was subscribed to already')
})

it('leads to the subscription that there is already', async () => {
  const { page } = await open(checkSample({ subscribed: 5 }))
  await look(page, address)
  const link = byName(page.element, 'link', 'Show the subscription')
  expect(link?.getAttribute('href')).toBe('/subscriptions/5')
  expect(byName(page.element, 'button', 'Subscribe')).toBeNull()
})

it('says why something cannot be subscribed to, and what can', async () => {
  const reason = 'Fovea does not know this site or this form of address.'
  const { page, texts } = await open(
    checkSample({ checked: null, problem: { code: 'unknown_site', reason, suggestions: [] } }),
  )
  await look(page, 'nonsense')
  expect(page.get('[role="alert"]').text()).toContain(reason)
  await page.get('ul button').trigger('click')
  await settle()
  expect(texts().at(-1)?.body).toEqual({ text: sourceSample().examples[0]?.example })
})

it('offers what may have been meant by a mistyped site, whoever says so', async () => {
  const reason = 'Fovea knows no site called danboru. Do you mean Danbooru?'
  const suggestions = ['danbooru: night_sky', 'safebooru: night_sky']
  const { page, texts } = await open(checkSample(), {
    [checks]: () => ({
      status: 422,
      body: { status: 422, code: 'unknown_site', title: '', detail: reason, suggestions },
    }),
  })
  await look(page, 'danboru: night_sky')
  expect(page.get('[role="alert"]').text()).toContain(reason)
  byName(page.element, 'button', 'safebooru: night_sky')?.click()
  await settle()
  expect(texts().at(-1)?.body).toEqual({ text: 'safebooru: night_sky' })
  expect(page.get('input').element.value).toBe('safebooru: night_sky')

  const later = await open(
    checkSample({
      checked: null,
      problem: { code: 'unknown_site', reason, suggestions: [address] },
    }),
  )
  await look(later.page, 'https://danboru.donmai.us/posts?tags=night_sky')
  byName(later.page.element, 'button', address)?.click()
  await settle()
  expect(later.texts().at(-1)?.body).toEqual({ text: address })
})

it('leads to the sources where a key is missing', async () => {
  const problem = {
    code: 'key_missing',
    reason: 'Gelbooru wants a key: set GELBOORU_API_KEY.',
    suggestions: [],
  }
  const { page } = await open(checkSample({ checked: null, problem }))
  await look(page, 'gelbooru: sky')
  expect(page.get('[role="alert"]').text()).toContain('set GELBOORU_API_KEY')
  const link = byName(page.element, 'link', 'See the sources and their keys')
  expect(link?.getAttribute('href')).toBe('/sources')
})

it('ends with a reason where the run fails, and can look again', async () => {
  const failed = runSample({
    id: 31,
    kind: 'check',
    state: 'failed',
    failures: [{ subject: 'check', name: null, code: 'gone', reason: 'It does not answer.' }],
    failure_count: 1,
  })
  const { page, texts } = await open(checkSample({ run: failed, checked: null }))
  await look(page, address)
  expect(page.get('[role="alert"]').text()).toContain('It does not answer.')
  await page.get('form').trigger('submit')
  await settle()
  expect(texts()).toHaveLength(2)
})

it('says what it waits for', async () => {
  const waiting = { code: 'budget', reason: 'Imgur may be asked again tomorrow.' }
  const { page } = await open({ ...looking, waiting })
  await look(page, address)
  expect(page.get('[role="status"]').text()).toContain('Imgur may be asked again tomorrow.')
})

it('leaves aside the answer about a text that is not the wanted one any more', async () => {
  let begin: (reply: object) => void = () => {}
  const { page } = await open(checkSample(), {
    [checks]: ({ body }) =>
      (body as { text: string }).text === 'slow'
        ? new Promise((done) => (begin = () => done({ status: 202, body: { run: looking.run } })))
        : problemReply(422, 'invalid_input', 'Paste an address.'),
  })
  await look(page, 'slow')
  await look(page, 'other')
  begin({})
  await settle()
  expect(textOf(page)).toContain('Paste an address.')
  expect(textOf(page)).not.toContain('night sky')
})

it('takes up what another page sent along, once', async () => {
  const { page, router, texts } = await open(
    checkSample(),
    {},
    `/subscriptions?add=${encodeURIComponent(address)}`,
  )
  expect(texts().map(({ body }) => body)).toEqual([{ text: address }])
  expect(textOf(page)).toContain('night sky')
  expect(router.currentRoute.value.query).toEqual({})
})

it('has nothing that axe complains about', async () => {
  const { page } = await open()
  await look(page, address)
  vi.useRealTimers()
  await flushPromises()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
