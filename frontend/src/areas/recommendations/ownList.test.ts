import { flushPromises } from '@vue/test-utils'
import { expect, it, vi } from 'vitest'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage } from '@/testing/mountPage'
import { accountSample, photoSample, recommendationsSample, runSample } from '@/testing/samples'
import RecommendationsView from './RecommendationsView.vue'

const account = '/api/accounts/flickr/1@N00'
const photographer = accountSample({ id: 2, external_id: '2@N00', display_name: 'Bo Marsh' })
const favoriteRun = (state: 'running' | 'done') =>
  runSample({ id: 8, kind: 'favorite', state, account: photographer })

/** The owner's page; faving photo 1 starts run 8, after which the list holds photo 9 too. */
async function openOwnPage(handlers = {}) {
  let read = false
  fakeApi({
    [`GET ${account}`]: () => ({
      body: {
        ...accountSample(),
        favorites: 9,
        photographers: 4,
        favorites_pulled_at: null,
        run: null,
      },
    }),
    [`POST ${account}/runs`]: () => ({ body: runSample({ state: 'done' }) }),
    'GET /api/runs/7': () => ({ body: runSample({ state: 'done' }) }),
    [`GET ${account}/recommendations`]: () => ({
      body: recommendationsSample({
        editable: true,
        photos: (read ? [9, 2, 3] : [1, 2, 3]).map((id) => photoSample(id)),
      }),
    }),
    'PUT /api/favorites/1': () => ({ body: { favorited: true, run: favoriteRun('running') } }),
    'GET /api/runs/8': () => {
      read = true
      return { body: favoriteRun('done') }
    },
    ...handlers,
  })
  const { router } = await mountPage(RecommendationsView, {
    props: { externalId: '1@N00' },
    path: '/flickr/1@N00',
  })
  await settle()
  return router
}
async function settle(turns = 5) {
  for (let turn = 0; turn < turns; turn++) await flushPromises()
}
const open = (id: number) => byName(document, 'button', `Open Photo ${id}, by Bo Marsh`)
const press = (key: string) =>
  (document.activeElement ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  )

it('reads the photographer after a fave, and shows what that brings within seconds', async () => {
  vi.useFakeTimers()
  await openOwnPage()
  byName(document, 'button', 'Fave Photo 1')?.click()
  await settle()
  await vi.advanceTimersByTimeAsync(4000)
  await settle()
  expect(byName(document, 'button', 'Fave Photo 1')?.getAttribute('aria-pressed')).toBe('true')
  expect(open(9)?.closest('article')?.textContent).toContain('New')
  expect(open(2)?.closest('article')?.textContent).not.toContain('New')
})

it('leaves the list alone when the fave was refused', async () => {
  vi.useFakeTimers()
  await openOwnPage({ 'PUT /api/favorites/1': () => problemReply(502, 'source_refused', 'No.') })
  byName(document, 'button', 'Fave Photo 1')?.click()
  await settle()
  await vi.advanceTimersByTimeAsync(4000)
  expect(byName(document, 'button', 'Fave Photo 1')?.getAttribute('aria-pressed')).toBe('false')
  expect(open(9)).toBeNull()
})

it('moves between photos, faves and asks for help with single keys', async () => {
  await openOwnPage()
  press('j')
  await settle()
  expect(document.activeElement).toBe(open(1))
  press('j')
  await settle()
  expect(document.activeElement).toBe(open(2))
  press('k')
  await settle()
  press('f')
  await settle()
  expect(byName(document, 'button', 'Fave Photo 1')?.getAttribute('aria-pressed')).toBe('true')
  press('?')
  await settle()
  expect(document.querySelector('[role="dialog"]')?.textContent).toContain('Keyboard shortcuts')
})

it('gives the focus to the photo that takes the place of a dismissed one', async () => {
  await openOwnPage({ 'PUT /api/dismissals/posts/2': () => ({ status: 204 }) })
  open(2)?.focus()
  press('x')
  await settle()
  expect(open(2)).toBeNull()
  expect(document.activeElement).toBe(open(3))
})

it('shows a photo large with its reasons, and the next one', async () => {
  const router = await openOwnPage()
  open(1)?.click()
  await settle()
  const dialog = () => document.querySelector('[role="dialog"]')
  expect(router.currentRoute.value.query.photo).toBe('1')
  expect(dialog()?.textContent).toContain('Why this photo')
  expect(dialog()?.textContent).toContain('4 favourites in common')
  byName(document, 'button', 'Next photo')?.click()
  await settle()
  expect(dialog()?.querySelector('h2')?.textContent?.trim()).toBe('Photo 2')
})

it('shows the next photo when the large one is dismissed', async () => {
  const router = await openOwnPage({ 'PUT /api/dismissals/posts/1': () => ({ status: 204 }) })
  open(1)?.click()
  await settle()
  press('x')
  await settle()
  expect(router.currentRoute.value.query.photo).toBe('2')
})

it('sends a comment, and keeps it with the reason when Flickr does not take it', async () => {
  let closed = true
  await openOwnPage({
    'POST /api/posts/1/comments': () =>
      closed
        ? problemReply(502, 'source_refused', 'Comments are closed.')
        : { status: 201, body: { comment: { external_id: '1', url: null, text: 'Lovely' } } },
  })
  byName(document, 'button', 'Comment on Photo 1')?.click()
  await settle()
  const field = document.querySelector('textarea') as HTMLTextAreaElement
  field.value = 'Lovely'
  field.dispatchEvent(new Event('input'))
  await settle()
  const submit = () => document.querySelector('form')?.dispatchEvent(new Event('submit'))
  submit()
  await settle()
  expect(document.querySelector('[role="dialog"] [role="alert"]')?.textContent).toContain(
    'Comments are closed.',
  )
  expect(field.value).toBe('Lovely')
  closed = false
  submit()
  await settle()
  expect(document.querySelector('textarea')).toBeNull()
})
