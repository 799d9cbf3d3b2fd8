import { queryOptions } from '@tanstack/vue-query'
import { api, answerOf } from '@/api/client'
import type { Mute, Steering, SteeringReset } from '@/api/types'

export type Sliders = Pick<Steering, 'freshness' | 'adventure'>
export type MuteKind = Mute['kind']

/** What the user set: sliders, mutes, and how much else is kept back. */
export const steeringOptions = queryOptions({
  queryKey: ['steering'],
  queryFn: () => answerOf(api.GET('/api/steering')),
  staleTime: 0,
})

export const moveSliders = (sliders: Partial<Sliders>): Promise<Steering> =>
  answerOf(api.PATCH('/api/steering', { body: sliders }))

const pathOf = (kind: MuteKind, value: string) => ({ params: { path: { kind, value } } })

/** Mutes a photographer (account number), a tag, or a group (its outside id). */
export const mute = (kind: MuteKind, value: string): Promise<Mute> =>
  answerOf(api.PUT('/api/steering/mutes/{kind}/{value}', pathOf(kind, value)))

export const unmute = (kind: MuteKind, value: string): Promise<unknown> =>
  answerOf(api.DELETE('/api/steering/mutes/{kind}/{value}', pathOf(kind, value)))

/** Gives the word with which it can be taken back for a day. */
export const reset = async (what: SteeringReset): Promise<string> =>
  (await answerOf(api.POST('/api/steering/reset', { body: what }))).undo

export const takeBack = (undo: string): Promise<unknown> =>
  answerOf(api.POST('/api/steering/undo', { body: { undo } }))

/** The groups a photo is in; Flickr is asked for them. */
export const groupsOptions = (postId: number) =>
  queryOptions({
    queryKey: ['groups-of-photo', postId],
    queryFn: () =>
      answerOf(api.GET('/api/posts/{post_id}/groups', { params: { path: { post_id: postId } } })),
    staleTime: 300_000,
  })
