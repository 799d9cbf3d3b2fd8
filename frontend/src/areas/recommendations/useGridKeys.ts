import type { Ref } from 'vue'
import type { Post } from '@/api/types'
import { focusedTile, gridMoves, type Grid } from '@/components/photos/gridMoves'
import { usePhotoKeys } from '@/components/photos/usePhotoKeys'
import type { PhotoActions } from './photoActions'

/** Moving between photos and acting on them with the keyboard. Does nothing while `isBlocked` (a dialog is open). */
export function useGridKeys(options: {
  grid: Ref<Grid | null>
  posts: () => Post[]
  actions: () => PhotoActions | null
  isBlocked: () => boolean
  showHelp: () => void
}) {
  const { grid, posts, actions } = options

  const act = (name: 'fave' | 'comment' | 'dismiss') => () => {
    const here = focusedTile()
    const post = here === null ? undefined : posts()[here]
    const may = actions()
    if (options.isBlocked() || !post || !may) return false
    may[name](post)
  }

  /** Presses what the tile that holds the focus has for it. */
  const press = (selector: string) => () => {
    const tile = document.activeElement?.closest<HTMLElement>('[data-tile]')
    const control = tile?.querySelector<HTMLElement>(selector)
    if (options.isBlocked() || !control) return false
    control.click()
  }

  usePhotoKeys({
    ...gridMoves({ grid, count: () => posts().length, isBlocked: options.isBlocked }),
    f: act('fave'),
    c: act('comment'),
    x: act('dismiss'),
    w: press('[data-why]'),
    m: press('[data-photo-menu]'),
    '?': () => {
      if (options.isBlocked()) return false
      options.showHelp()
    },
  })
}
