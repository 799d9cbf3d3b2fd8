import { inject, provide, type InjectionKey, type Ref, ref } from 'vue'
import type { Account, Post } from '@/api/types'
import type { MuteKind } from '@/areas/steering/steering'

/** What the owner of a list may do with what is in it. */
export interface PhotoActions {
  fave: (post: Post) => void
  comment: (post: Post) => void
  dismiss: (post: Post) => void
  /** `value` as the API names it, `name` as people do. */
  mute: (post: Post, kind: MuteKind, value: string, name: string) => void
  dismissPerson: (account: Account) => void
}

const key: InjectionKey<Readonly<Ref<PhotoActions | null>>> = Symbol('photo actions')

/** Null makes everything below read-only: controls are not drawn at all, rather than drawn and refused. */
export const providePhotoActions = (actions: Readonly<Ref<PhotoActions | null>>) =>
  provide(key, actions)

export const usePhotoActions = () => inject(key, () => ref(null), true)
