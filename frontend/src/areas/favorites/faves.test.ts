import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { toasts } from '@/components/toasts'
import { callsTo, fakeApi, problemReply } from '@/testing/fakeApi'
import { mountPage } from '@/testing/mountPage'
import { postSample, runSample } from '@/testing/samples'
import FaveButton from './FaveButton.vue'
import { isFaved, isPending, toggleFave } from './faves'

const address = '/api/favorites/5'

async function starOf(post = postSample(5)) {
  const { page } = await mountPage(FaveButton, {
    props: { post, onFave: () => void toggleFave(post) },
  })
  return page.get('button')
}

it('shows that it is at work until Flickr has confirmed, and only then the star', async () => {
  let confirm = () => {}
  const confirmed = new Promise<void>((done) => (confirm = done))
  fakeApi({
    [`PUT ${address}`]: async () => {
      await confirmed
      return { body: { favorited: true, run: null } }
    },
  })
  const star = await starOf()
  await star.trigger('click')
  expect(star.attributes()).toMatchObject({ 'aria-busy': 'true', 'aria-pressed': 'false' })
  confirm()
  await flushPromises()
  await flushPromises()
  expect(star.attributes()).toMatchObject({ 'aria-busy': 'false', 'aria-pressed': 'true' })
})

it('goes back and says why when Flickr refuses', async () => {
  fakeApi({
    [`PUT ${address}`]: () => problemReply(502, 'source_refused', 'You may not fave this photo.'),
  })
  const star = await starOf()
  await star.trigger('click')
  await flushPromises()
  await flushPromises()
  expect(star.attributes()).toMatchObject({ 'aria-busy': 'false', 'aria-pressed': 'false' })
  expect(toasts.value.at(-1)).toMatchObject({
    tone: 'problem',
    text: '“Photo 5” was not faved. You may not fave this photo.',
  })
})

it('keeps a favourite when unfaving fails', async () => {
  fakeApi({ [`DELETE ${address}`]: () => problemReply(503, 'source_unavailable', 'Later.') })
  const post = postSample(5, { favorited: true })
  await toggleFave(post)
  expect(isFaved(post)).toBe(true)
  expect(toasts.value.at(-1)?.text).toBe('“Photo 5” is still a favourite. Later.')
})

it('gives the run that reads the photographer', async () => {
  const run = runSample({ kind: 'favorite' })
  fakeApi({ [`PUT ${address}`]: () => ({ body: { favorited: true, run } }) })
  expect(await toggleFave(postSample(5))).toEqual(run)
})

it('does not ask twice while the first answer is awaited', async () => {
  const calls = fakeApi({ [`PUT ${address}`]: () => ({ body: { favorited: true, run: null } }) })
  const post = postSample(5)
  const first = toggleFave(post)
  expect(isPending(post)).toBe(true)
  await Promise.all([first, toggleFave(post)])
  expect(callsTo(calls, 'PUT', address)).toHaveLength(1)
  expect(isPending(post)).toBe(false)
})
