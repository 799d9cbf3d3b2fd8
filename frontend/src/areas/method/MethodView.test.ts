import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { Method } from '@/api/types'
import { accessibilityProblems } from '@/testing/accessibility'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { methodSample, userSample } from '@/testing/samples'
import MethodView from './MethodView.vue'

const address = 'GET /api/accounts/flickr/1@N00/recommendations/method'
const user = userSample()

async function open(fields: Partial<Method> = {}, handlers = {}) {
  fakeApi({
    [address]: () => ({ body: methodSample(fields) }),
    'GET /api/session': () => ({ body: { user } }),
    ...handlers,
  })
  const { page } = await mountPage(MethodView, { props: { externalId: '1@N00' } })
  await flushPromises()
  await flushPromises()
  return page
}

it('explains the method with one’s own numbers', async () => {
  const page = await open()
  expect(page.get('h1').text()).toBe('How your list is made')
  const words = textOf(page)
  for (const part of [
    'Photographers who share your rare favourites have most say.',
    'Then the weights are added up.',
    '412,806',
    'Kept out: 3 photos and 1 person dismissed, 2 muted.',
    '4 in common of 900',
  ])
    expect(words).toContain(part)
})

it('says what a weight is made of to those who cannot see the bar', async () => {
  const page = await open()
  expect(textOf(page)).toContain(
    'weight 1.25: Favourites in common 1, Your favourites of theirs 0.5, What you want less of -0.25',
  )
})

it('shows where the sliders put a parameter', async () => {
  const page = await open()
  const lines = page.findAll('[role="img"]').map((line) => line.attributes('aria-label'))
  expect(lines).toEqual([
    '1, between 0 and 1.5, normally 0.75. Moved by your sliders',
    '0.5, between 0 and 1, normally 0.5',
  ])
  expect(textOf(page)).toContain('Rare taste counts most, and fewer photos by those you know.')
})

it('works one photo out to its score', async () => {
  const page = await open()
  expect(textOf(page)).toContain('Photo 1')
  expect(textOf(page)).toContain('Together, the score 1')
})

it('does not show somebody’s sliders to others, nor call the list theirs', async () => {
  const page = await open({}, { 'GET /api/session': () => ({ body: { user: null } }) })
  expect(page.get('h1').text()).toBe('How Ada Lind’s list is made')
  expect(textOf(page)).not.toContain('Your sliders')
})

it('is honest where there are no numbers yet', async () => {
  const page = await open({ strongest: [], example: null })
  expect(textOf(page)).toContain('Nobody yet: too few favourites are known.')
  expect(textOf(page)).toContain('As soon as there is a list, its first photo is worked out here.')
})

it('says why it does not come', async () => {
  const page = await open({}, { [address]: () => problemReply(503, 'busy', 'The database rests.') })
  expect(page.get('[role="alert"]').text()).toContain('The database rests.')
  expect(byName(document, 'button', 'Try again')).not.toBeNull()
})

it('has nothing that axe complains about', async () => {
  const page = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
