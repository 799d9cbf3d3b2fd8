import type { Ref } from 'vue'
import type { Post } from '@/api/types'
import type { PhotoActions } from './photoActions'
import { usePhotoKeys } from './usePhotoKeys'

export interface Grid {
  focusTile: (index: number) => Promise<void>
  neighbour: (index: number, step: 1 | -1) => number
}

/** The tile that holds the focus, or null. */
function focusedTile(): number | null {
  const tile = document.activeElement?.closest<HTMLElement>('[data-tile]')
  return tile?.dataset.tile === undefined ? null : Number(tile.dataset.tile)
}

/** Moving between photos and acting on them with the keyboard. Does nothing while `isBlocked` (a dialog is open). */
export function useGridKeys(options: {
  grid: Ref<Grid | null>
  posts: () => Post[]
  actions: () => PhotoActions | null
  isBlocked: () => boolean
  showHelp: () => void
}) {
  const { grid, posts, actions } = options

  const go = (index: number) =>
    void grid.value?.focusTile(Math.max(0, Math.min(posts().length - 1, index)))

  /** j and k start at the first photo; arrows only take over from scrolling once a photo has the focus. */
  const stepBy = (step: 1 | -1, mayStart: boolean) => () => {
    const here = focusedTile()
    if (options.isBlocked() || posts().length === 0 || (here === null && !mayStart)) return false
    go(here === null ? 0 : here + step)
  }
  const rowBy = (step: 1 | -1) => () => {
    const here = focusedTile()
    if (options.isBlocked() || here === null || !grid.value) return false
    go(grid.value.neighbour(here, step))
  }
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
    j: stepBy(1, true),
    k: stepBy(-1, true),
    ArrowRight: stepBy(1, false),
    ArrowLeft: stepBy(-1, false),
    ArrowDown: rowBy(1),
    ArrowUp: rowBy(-1),
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
