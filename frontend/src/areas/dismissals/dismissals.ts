import { api, answerOf } from '@/api/client'

type Kind = 'photo' | 'person'

/** Never show a photo, or suggest a person, again. `id` is the post's or the account's. */
export const dismiss = (kind: Kind, id: number): Promise<unknown> =>
  answerOf(
    kind === 'photo'
      ? api.PUT('/api/dismissals/posts/{post_id}', { params: { path: { post_id: id } } })
      : api.PUT('/api/dismissals/accounts/{account_id}', { params: { path: { account_id: id } } }),
  )

/** Takes a dismissal back. */
export const restore = (kind: Kind, id: number): Promise<unknown> =>
  answerOf(
    kind === 'photo'
      ? api.DELETE('/api/dismissals/posts/{post_id}', { params: { path: { post_id: id } } })
      : api.DELETE('/api/dismissals/accounts/{account_id}', {
          params: { path: { account_id: id } },
        }),
  )

export const fetchDismissals = () => answerOf(api.GET('/api/dismissals'))
