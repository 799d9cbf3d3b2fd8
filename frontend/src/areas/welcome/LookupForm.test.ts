import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { mountPage } from '@/testing/mountPage'
import { accountSample } from '@/testing/samples'
import LookupForm from './LookupForm.vue'
import { recentLookups } from './recentLookups'

const lookup = 'POST /api/accounts/lookup'

async function submit(query: string, answer: Parameters<typeof fakeApi>[0][string]) {
  const calls = fakeApi({ [lookup]: answer })
  const { page, router } = await mountPage(LookupForm)
  await page.get('input').setValue(query)
  await page.get('form').trigger('submit')
  await flushPromises()
  await flushPromises()
  return { page, router, calls, complaint: () => page.get('[role="alert"]').text() }
}

it('goes to the account that was meant, and remembers it', async () => {
  const { router, calls } = await submit('  flickr.com/photos/ada ', () => ({
    body: accountSample({ external_id: '12@N00' }),
  }))
  expect(calls[0]?.body).toEqual({ query: 'flickr.com/photos/ada' })
  expect(router.currentRoute.value.path).toBe('/flickr/12@N00')
  expect(recentLookups.value[0]?.external_id).toBe('12@N00')
})

it('asks for something to look up', async () => {
  const { complaint, calls } = await submit('   ', () => ({ body: accountSample() }))
  expect(complaint()).toBe('Paste a Flickr address, or type a user name.')
  expect(calls).toEqual([])
})

it.each([
  ['account_not_found', 404, 'Nobody goes by that name.'],
  ['account_private', 403, 'This person keeps their favourites private.'],
  ['source_unavailable', 503, 'Flickr does not answer.'],
])('says why at the field: %s', async (code, status, detail) => {
  const { page, complaint, router } = await submit('x', () => problemReply(status, code, detail))
  expect(complaint()).toBe(detail)
  expect(page.get('input').attributes('aria-invalid')).toBe('true')
  expect(router.currentRoute.value.path).toBe('/')
})

it('says when to try again after too many look-ups, and waits that long', async () => {
  const { page, complaint } = await submit('x', () =>
    problemReply(429, 'too_many_requests', 'Many look-ups.', { 'Retry-After': '40' }),
  )
  expect(complaint()).toBe('Many look-ups. Try again in 40 seconds.')
  expect(page.get('button').attributes('disabled')).toBeDefined()
})

it.each([
  ['private', 'Ada Lind keeps their favourites private'],
  ['gone', 'Ada Lind is no longer on Flickr'],
] as const)('does not go to an account that is %s', async (state, words) => {
  const { complaint, router } = await submit('x', () => ({ body: accountSample({ state }) }))
  expect(complaint()).toContain(words)
  expect(router.currentRoute.value.path).toBe('/')
})
