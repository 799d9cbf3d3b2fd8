import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import type { User } from '@/api/types'
import { fakeApi } from '@/testing/fakeApi'
import { mountPage } from '@/testing/mountPage'
import { localUserSample, userSample } from '@/testing/samples'
import SessionMenu from './SessionMenu.vue'

async function itemsFor(user: User) {
  fakeApi({})
  const { page } = await mountPage(SessionMenu, { props: { user } })
  await page.get('button').trigger('click')
  await flushPromises()
  const items = [...document.querySelectorAll('[role="menuitem"]')].map((item) =>
    item.textContent?.trim(),
  )
  page.unmount()
  return items
}

it('has what is at Flickr for those only who are there', async () => {
  expect(await itemsFor(userSample())).toEqual([
    'My recommendations',
    'Add favourites',
    'Settings',
    'Log out',
  ])
  expect(await itemsFor(localUserSample())).toEqual(['Settings', 'Log out'])
})

it('leads administrators to the users', async () => {
  expect(await itemsFor(localUserSample({ role: 'administrator' }))).toContain('Users')
  expect(await itemsFor(localUserSample({ role: 'editor' }))).not.toContain('Users')
})
