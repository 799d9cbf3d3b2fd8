import type { Post } from '@/api/types'
import { formatDay } from '@/components/formats'
import { translate } from '@/i18n'

export const titleOf = (post: Post): string => post.title.trim() || translate('common.untitled')

/** When it was taken, else when it was posted. */
export const dayOf = (post: Post): string | null => formatDay(post.taken_at ?? post.posted_at)

/** What a screen reader hears for the picture; nobody described it, so its title and maker have to do. */
export const describe = (post: Post): string =>
  `${titleOf(post)}, ${translate('common.by', { name: post.owner.display_name })}`
