/** The matches of a page: whatever has `data-match`; in it, `data-match-focus` takes the focus. */
const tiles = () => [...document.querySelectorAll<HTMLElement>('[data-match]')]

function focusOn(tile: HTMLElement | undefined) {
  tile?.querySelector<HTMLElement>('[data-match-focus]')?.focus()
  tile?.scrollIntoView({ block: 'nearest' })
}

export const focusOnTile = (id: string): void =>
  focusOn(tiles().find(({ dataset }) => dataset.match === id))

/** Moves the focus between the matches of the page; false where there are none. */
export function moveAmongTiles(by: 1 | -1): boolean {
  const all = tiles()
  const here = document.activeElement?.closest<HTMLElement>('[data-match]') ?? null
  const place = here ? all.indexOf(here) + by : by === 1 ? 0 : all.length - 1
  focusOn(all[Math.max(0, Math.min(all.length - 1, place))])
  return all.length > 0
}
