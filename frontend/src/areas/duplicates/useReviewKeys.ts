import type { DuplicateGroup } from '@/api/libraryTypes'
import { usePhotoKeys } from '@/components/photos/usePhotoKeys'
import { runNewestAction } from '@/components/toasts'
import type { Decisions } from './useDecisions'

const here = (selector: string) => document.activeElement?.closest<HTMLElement>(selector) ?? null

/** The keyboard of the review: between groups, between pictures of one, and the decisions about them. */
export function useReviewKeys(options: {
  groups: () => DuplicateGroup[]
  decisions: Decisions
  editable: () => boolean
  isBlocked: () => boolean
  showHelp: () => void
}) {
  const { groups, decisions } = options

  function step(among: HTMLElement[], current: HTMLElement | null, by: 1 | -1) {
    const place = current === null ? (by === 1 ? -1 : 0) : among.indexOf(current)
    const next = among[Math.max(0, Math.min(among.length - 1, place + by))]
    next?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    return next
  }
  const toGroup = (by: 1 | -1) => () => {
    if (options.isBlocked()) return false
    const all = [...document.querySelectorAll<HTMLElement>('[data-group]')]
    const next = step(all, here('[data-group]'), by)
    next?.querySelector<HTMLElement>('[data-image-focus]')?.focus()
  }
  const toImage = (by: 1 | -1) => () => {
    const group = here('[data-group]')
    if (options.isBlocked() || !group) return false
    const all = [...group.querySelectorAll<HTMLElement>('[data-image]')]
    step(all, here('[data-image]'), by)?.querySelector<HTMLElement>('[data-image-focus]')?.focus()
  }
  const decide = (act: (group: DuplicateGroup) => void) => () => {
    const id = Number(here('[data-group]')?.dataset.group)
    const group = groups().find((one) => one.id === id)
    if (options.isBlocked() || !options.editable() || !group) return false
    toGroup(1)()
    act(group)
  }
  usePhotoKeys({
    j: toGroup(1),
    k: toGroup(-1),
    ArrowRight: toImage(1),
    ArrowLeft: toImage(-1),
    b: decide((group) => decisions.keepBest(group)),
    x: () => {
      const image = Number(here('[data-image]')?.dataset.image)
      if (Number.isNaN(image)) return false
      return decide((group) => void decisions.keep(group, image))()
    },
    n: decide((group) => void decisions.allDistinct(group)),
    u: () => runNewestAction(),
    '?': () => {
      if (options.isBlocked()) return false
      options.showHelp()
    },
  })
}
