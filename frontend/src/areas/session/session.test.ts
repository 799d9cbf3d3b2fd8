import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { isFaved, toggleFave } from '@/areas/favorites/faves'
import { callsTo, fakeApi } from '@/testing/fakeApi'
import { runComposable } from '@/testing/mountPage'
import { postSample, userSample } from '@/testing/samples'
import { loginAddress, useLogOut, useSession } from './session'

it('comes back to where the log-in was started', () => {
  expect(loginAddress('/flickr/1@N00?photo=5')).toBe(
    '/api/auth/flickr/login?next=%2Fflickr%2F1%40N00%3Fphoto%3D5',
  )
})

it('leaves nothing of the user on the page after logging out', async () => {
  const calls = fakeApi({
    'GET /api/session': () => ({
      body: { user: userSample() },
    }),
    'POST /api/auth/logout': () => ({ status: 204 }),
    'PUT /api/favorites/5': () => ({ body: { favorited: true, run: null } }),
  })
  const { result } = await runComposable(() => ({ session: useSession(), logOut: useLogOut() }))
  await toggleFave(postSample(5))
  expect(result.session.user.value?.account.display_name).toBe('Ada Lind')
  await result.logOut.mutateAsync()
  await flushPromises()
  expect(result.session.user.value).toBeNull()
  expect(isFaved(postSample(5))).toBe(false)
  expect(callsTo(calls, 'POST', '/api/auth/logout')).toHaveLength(1)
})
