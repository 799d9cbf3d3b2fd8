import { flushPromises } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import type { Recommendations, Run } from '@/api/types'
import { accessibilityProblems } from '@/testing/accessibility'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { accountSample, recommendationsSample, runSample } from '@/testing/samples'
import RecommendationsView from './RecommendationsView.vue'

const account = '/api/accounts/flickr/1@N00'
const done = runSample({ state: 'done' })

async function open(answer: Partial<Recommendations>, run: Run = done, more = {}) {
  const calls = fakeApi({
    [`GET ${account}`]: () => ({
      body: {
        ...accountSample(),
        favorites: 1243,
        photographers: 388,
        favorites_pulled_at: null,
        run: null,
      },
    }),
    [`POST ${account}/runs`]: () => ({ status: 202, body: run }),
    [`GET /api/runs/7`]: () => ({ body: run }),
    [`GET ${account}/recommendations`]: () => ({ body: recommendationsSample(answer) }),
    ...more,
  })
  const { page } = await mountPage(RecommendationsView, {
    props: { externalId: '1@N00' },
    path: '/flickr/1@N00',
  })
  for (let turn = 0; turn < 3; turn++) await flushPromises()
  return { page, calls }
}
const controls = ['Fave Photo 1', 'Comment on Photo 1', 'Dismiss Photo 1', 'Dismiss Person 50']

describe('someone else’s list', () => {
  it('shows photos and people with reasons, and no controls at all', async () => {
    const { page } = await open({ editable: false })
    expect(page.get('h1').text()).toBe('Photos Ada Lind may love')
    expect(textOf(page)).toContain('2 photographers whose work they fave faved this: Cy, Dot')
    for (const name of [...controls, 'Look again'])
      expect(byName(document, 'button', name)).toBeNull()
    expect(byName(document, 'button', 'Open Photo 1, by Bo Marsh')).not.toBeNull()
    expect(page.find('[aria-label^="Follow on Flickr: Person 50"]').attributes()).toMatchObject({
      target: '_blank',
      rel: 'noopener noreferrer',
    })
  })

  it('ignores the keys that change things', async () => {
    const { calls } = await open({ editable: false })
    byName(document, 'button', 'Open Photo 1, by Bo Marsh')?.focus()
    for (const key of ['f', 'x', 'c'])
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    await flushPromises()
    expect(calls.filter(({ method }) => method === 'PUT')).toEqual([])
    expect(document.querySelector('[role="dialog"]')).toBeNull()
  })

  it('says honestly that there is too little to go by', async () => {
    const { page } = await open({
      enough: false,
      photos: [],
      people: [],
      based_on: { favorites: 2, photographers: 1, photographers_read: 0 },
    })
    expect(textOf(page)).toContain('Ada Lind has too few favourites to go by')
    expect(textOf(page)).toContain(
      'Found 2 of at least 5 public favourites, by 1 of at least 3 photographers.',
    )
    expect(byName(document, 'link', 'Try someone else')).not.toBeNull()
    expect(byName(document, 'link', 'Find photos to fave')).toBeNull()
  })
})

describe('one’s own list', () => {
  it('has the controls', async () => {
    const { page } = await open({ editable: true })
    expect(page.get('h1').text()).toBe('Photos for you')
    for (const name of controls) expect(byName(document, 'button', name)).not.toBeNull()
  })

  it('drops a dismissed photo, and brings it back on undo', async () => {
    const post = '/api/dismissals/posts/1'
    await open({ editable: true }, done, {
      [`PUT ${post}`]: () => ({ status: 204 }),
      [`DELETE ${post}`]: () => ({ status: 204 }),
    })
    byName(document, 'button', 'Dismiss Photo 1')?.click()
    await flushPromises()
    expect(byName(document, 'button', 'Open Photo 1, by Bo Marsh')).toBeNull()
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'u' }))
    await flushPromises()
    expect(byName(document, 'button', 'Open Photo 1, by Bo Marsh')).not.toBeNull()
  })

  it('leads to photos to fave when there is too little to go by', async () => {
    await open({ editable: true, enough: false, photos: [], people: [] })
    expect(byName(document, 'link', 'Find photos to fave')?.getAttribute('href')).toBe(
      '/flickr/1@N00/add-favorites',
    )
  })
})

describe('while it is read', () => {
  it('tells how far it is beside the first photos', async () => {
    const run = runSample({
      failures: [{ subject: 's', name: 'Eve', code: 'gone', reason: 'No longer on Flickr.' }],
      failure_count: 3,
    })
    const { page } = await open({}, run)
    expect(textOf(page)).toContain('212 of 388 photographers read')
    expect(page.get('[role="progressbar"]').attributes('aria-valuenow')).toBe('55')
    expect(textOf(page)).toContain('3 photographers could not be read')
    expect(textOf(page)).toContain('Eve — No longer on Flickr.')
    expect(textOf(page)).toContain('and 2 more')
    expect(byName(document, 'button', 'Open Photo 1, by Bo Marsh')).not.toBeNull()
  })

  it('does not call it too little before it is read', async () => {
    const { page } = await open({ enough: false, photos: [], people: [] }, runSample())
    expect(textOf(page)).not.toContain('too few')
    expect(page.find('[aria-label="Photos are on their way"]').exists()).toBe(true)
  })
})

describe('when something fails', () => {
  it('says what the API says about an account that is not there', async () => {
    const { page } = await open({}, done, {
      [`GET ${account}`]: () => problemReply(404, 'account_not_found', 'Nobody has this number.'),
    })
    expect(page.get('[role="alert"]').text()).toContain('Nobody has this number.')
    expect(byName(document, 'button', 'Try again')).toBeNull()
    expect(byName(document, 'link', 'Try someone else')).not.toBeNull()
  })

  it('shows why the list does not come, and gets it on another try', async () => {
    let broken = true
    const { page } = await open({}, done, {
      [`GET ${account}/recommendations`]: () =>
        broken
          ? problemReply(503, 'busy', 'The database rests.')
          : { body: recommendationsSample() },
    })
    expect(page.get('[role="alert"]').text()).toContain('The database rests.')
    broken = false
    byName(document, 'button', 'Try again')?.click()
    await flushPromises()
    await flushPromises()
    expect(byName(document, 'button', 'Open Photo 1, by Bo Marsh')).not.toBeNull()
  })

  it('shows why a run failed', async () => {
    const failed = runSample({
      state: 'failed',
      failures: [
        { subject: 's', name: null, code: 'private', reason: 'The favourites are private.' },
      ],
      failure_count: 1,
    })
    const { page } = await open({ enough: false, photos: [], people: [] }, failed)
    expect(page.get('[role="alert"]').text()).toContain('The favourites are private.')
  })
})

it('has nothing that axe complains about, in any of its states', async () => {
  const states: [Partial<Recommendations>, Run][] = [
    [{ editable: true }, done],
    [{ editable: false }, runSample()],
    [{ enough: false, photos: [], people: [] }, done],
  ]
  for (const [answer, run] of states) {
    const { page } = await open(answer, run)
    expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
    page.unmount()
  }
})
