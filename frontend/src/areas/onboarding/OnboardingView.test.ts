import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { accessibilityProblems } from '@/testing/accessibility'
import { fakeApi, problemReply } from '@/testing/fakeApi'
import { byName, mountPage, textOf } from '@/testing/mountPage'
import { localUserSample, postSample, recommendationsSample, userSample } from '@/testing/samples'
import OnboardingView from './OnboardingView.vue'

const group = {
  external_id: '9@N00',
  name: 'Central',
  members: 1200,
  photos: 5000,
  url: 'https://www.flickr.com/groups/9@N00/',
  icon_url: null,
}
const photosAddress = 'GET /api/groups/flickr/9@N00/photos'

async function open(handlers = {}, user: unknown = undefined) {
  const known = { favorites: 4, photographers: 2 }
  fakeApi({
    'GET /api/session': () => ({
      body: {
        user: user === undefined ? userSample() : user,
      },
    }),
    'GET /api/groups': () => ({ body: { groups: [group] } }),
    [photosAddress]: ({ query }: { query: URLSearchParams }) => ({
      body:
        query.get('page') === '1'
          ? { group, photos: [postSample(1), postSample(2)], next_page: 2 }
          : { group, photos: [postSample(2), postSample(3)], next_page: null },
    }),
    'GET /api/accounts/flickr/1@N00/recommendations': () => ({
      body: recommendationsSample({
        editable: true,
        enough: known.favorites >= 5 && known.photographers >= 3,
        photos: [],
        people: [],
        based_on: { ...known, photographers_read: 0 },
      }),
    }),
    'PUT /api/favorites/1': () => {
      known.favorites += 1
      known.photographers += 1
      return { body: { favorited: true, run: null } }
    },
    ...handlers,
  })
  const { page } = await mountPage(OnboardingView, {
    props: { externalId: '1@N00' },
    path: '/flickr/1@N00/add-favorites',
  })
  for (let turn = 0; turn < 3; turn++) await flushPromises()
  return page
}

it('counts towards the goal and opens the way when it is reached', async () => {
  const page = await open()
  expect(textOf(page)).toContain('4 of 5 favourites, 2 of 3 photographers')
  expect(byName(document, 'link', 'Take me to my recommendations')).toBeNull()
  byName(document, 'button', 'Fave Photo 1')?.click()
  for (let turn = 0; turn < 4; turn++) await flushPromises()
  expect(textOf(page)).toContain('5 favourites by 3 photographers')
  expect(byName(document, 'link', 'Take me to my recommendations')).not.toBeNull()
})

it('does not count a fave that Flickr refused', async () => {
  const page = await open({
    'PUT /api/favorites/1': () => problemReply(502, 'source_refused', 'Not this one.'),
  })
  byName(document, 'button', 'Fave Photo 1')?.click()
  for (let turn = 0; turn < 4; turn++) await flushPromises()
  expect(textOf(page)).toContain('4 of 5 favourites')
})

it('pages through a group to its end without repeating a photo', async () => {
  const page = await open()
  byName(document, 'button', 'More photos')?.click()
  for (let turn = 0; turn < 3; turn++) await flushPromises()
  expect(page.findAll('[role="listitem"]')).toHaveLength(3)
  expect(textOf(page)).toContain('That’s every photo of this group that you have not faved.')
})

it('offers another try when a group’s photos do not come', async () => {
  const page = await open({
    [photosAddress]: () => problemReply(503, 'source_unavailable', 'Later.'),
  })
  expect(page.get('[role="alert"]').text()).toContain('Later.')
})

it('is for the person whose page it is', async () => {
  const page = await open({}, null)
  expect(textOf(page)).toContain('Only Ada Lind can add favourites here')
  expect(byName(document, 'link', 'Log in with Flickr')).not.toBeNull()
  expect(byName(document, 'button', 'Fave Photo 1')).toBeNull()
})

it('tells whoever is not at Flickr how to be', async () => {
  const page = await open({}, localUserSample())
  expect(textOf(page)).toContain('you are logged in here as mia, a name that Flickr does not know')
  expect(byName(document, 'link', 'Log in with Flickr')).not.toBeNull()
  expect(byName(document, 'link', 'Go to my page')).toBeNull()
})

it('has nothing that axe complains about', async () => {
  const page = await open()
  expect(await accessibilityProblems(page.element.parentElement as Element)).toEqual([])
})
