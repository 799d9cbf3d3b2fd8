import { inject, provide, ref, shallowRef, type InjectionKey } from 'vue'
import type { PersonRecommendation, PhotoRecommendation } from '@/api/types'

/** What can be shown beside the list, one at a time. */
export type Panel =
  | { kind: 'photo'; item: PhotoRecommendation }
  | { kind: 'person'; person: PersonRecommendation }
  | { kind: 'folded'; item: PhotoRecommendation }
  | { kind: 'steering' }

export interface Panels {
  /** Opens a panel beside an element; a second time closes it. */
  toggle: (panel: Panel, anchor: HTMLElement) => void
}
const key: InjectionKey<Panels> = Symbol('panels')
const none: Panels = { toggle: () => {} }

export const usePanels = () => inject(key, none)

export function providePanels() {
  const open = ref(false)
  const panel = shallowRef<Panel | null>(null)
  const anchor = shallowRef<HTMLElement | null>(null)

  function toggle(wanted: Panel, beside: HTMLElement) {
    const again = open.value && anchor.value === beside
    open.value = !again
    panel.value = wanted
    anchor.value = beside
  }
  provide(key, { toggle })
  return { open, panel, anchor, toggle }
}
