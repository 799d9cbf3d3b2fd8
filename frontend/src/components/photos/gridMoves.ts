import type { Ref } from 'vue'

export interface Grid {
  focusTile: (index: number) => Promise<void>
  neighbour: (index: number, step: 1 | -1) => number
  scrollToTile: (index: number) => void
}

/** The tile that holds the focus, or null. */
export function focusedTile(): number | null {
  const tile = document.activeElement?.closest<HTMLElement>('[data-tile]')
  return tile?.dataset.tile === undefined ? null : Number(tile.dataset.tile)
}

/** The keys that move the focus between tiles, for `usePhotoKeys`. */
export function gridMoves(options: {
  grid: Ref<Grid | null>
  count: () => number
  isBlocked: () => boolean
}) {
  const { grid, count, isBlocked } = options
  const go = (index: number) =>
    void grid.value?.focusTile(Math.max(0, Math.min(count() - 1, index)))

  /** j and k start at the first photo; arrows only take over from scrolling once a photo has the focus. */
  const stepBy = (step: 1 | -1, mayStart: boolean) => () => {
    const here = focusedTile()
    if (isBlocked() || count() === 0 || (here === null && !mayStart)) return false
    go(here === null ? 0 : here + step)
  }
  const rowBy = (step: 1 | -1) => () => {
    const here = focusedTile()
    if (isBlocked() || here === null || !grid.value) return false
    go(grid.value.neighbour(here, step))
  }
  return {
    j: stepBy(1, true),
    k: stepBy(-1, true),
    ArrowRight: stepBy(1, false),
    ArrowLeft: stepBy(-1, false),
    ArrowDown: rowBy(1),
    ArrowUp: rowBy(-1),
  }
}
