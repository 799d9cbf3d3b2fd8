import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { Source } from '@/api/listingTypes'
import { accessibilityProblems } from '@/testing/accessibility'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { editorSession } from '@/testing/librarySamples'
import { sourceSample as source } from '@/testing/listingSamples'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import SourcesView from './SourcesView.vue'

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
const needsKey = source({
  name: 'gelbooru',
  title: 'Gelbooru',
  auth: 'required',
  key: 'missing',
  key_names: ['GELBOORU_USER_ID', 'GELBOORU_API_KEY'],
})
const failing = source({ failed_at: ago(300), reason: 'It answered with a page.' })

async function open(sources: Source[], handlers: Parameters<typeof fakeApi>[0] = {}) {
  fakeApi({
    'GET /api/session': editorSession,
    'GET /api/sources': () => ({ body: { sources } }),
    ...handlers,
  })
  const opened = await mountPage(SourcesView, { path: '/sources' })
  await flushPromises()
  return opened
}

it('tells what a site costs, and what was spent', async () => {
  const cost = {
    post: 0.005,
    person: 0.01,
    told_by: 'https://docs.x.com/x-api/getting-started/pricing',
    spent_today: 0.215,
    spent_this_month: 3.4,
    most_a_day: 5,
  }
  const { page } = await open([source({ title: 'X', cost }), source({ name: 'free' })])
  const words = textOf(page)
  expect(words).toContain(
    '$0.005 a post, $0.01 a person; $0.215 spent today, $3.40 this month; at most $5.00 a day',
  )
  expect(words.match(/Cost/g)).toHaveLength(1)
})

it('tells how each site is, its rate, and why the last call failed', async () => {
  const { page } = await open([failing, needsKey])
  const words = textOf(page)
  expect(words).toContain('The last call failed.')
  expect(words).toContain('5 minutes ago: It answered with a page.')
  expect(words).toContain('5 calls a second')
  expect(words).toContain(
    'Needs a key before it can be asked: set GELBOORU_USER_ID and GELBOORU_API_KEY.',
  )
  expect(words).not.toContain('simulated')
})

it('shows only what needs attention when asked, and keeps that in the address', async () => {
  const { page, router } = await open([source({ succeeded_at: ago(5) }), needsKey])
  byName(page.element, 'button', 'Need attention 1')?.click()
  await flushPromises()
  expect(router.currentRoute.value.query.show).toBe('attention')
  expect(page.findAll('article h2').map((heading) => heading.text())).toEqual(['Gelbooru'])
})

it('leads from an example to trying it, for editors', async () => {
  const { page } = await open([source()])
  const example = 'https://danbooru.donmai.us/posts?tags=sky'
  const link = byName(page.element, 'link', `Try ${example}`)
  expect(link?.getAttribute('href')).toBe(`/subscriptions?add=${example}`)
  const visitor = await open([source()], { 'GET /api/session': () => ({ body: { user: null } }) })
  expect(byName(visitor.page.element, 'link', `Try ${example}`)).toBeNull()
  expect(textOf(visitor.page)).toContain(example)
})

it('says that the sites are simulated where they are', async () => {
  const { page } = await open([source({ simulated: true })])
  expect(textOf(page)).toContain('These sites are simulated on this machine')
})

it('says why there is nothing, and tries again', async () => {
  let broken = true
  const { page } = await open([], {
    'GET /api/sources': () =>
      broken ? problemReply(503, 'busy', 'The cache rests.') : { body: { sources: [source()] } },
  })
  expect(textOf(page)).toContain('The cache rests.')
  broken = false
  byName(page.element, 'button', 'Try again')?.click()
  await flushPromises()
  expect(textOf(page)).toContain('Danbooru')
})

it('has nothing that axe complains about', async () => {
  const { page } = await open([failing, needsKey])
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
