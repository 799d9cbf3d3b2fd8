import { computed, nextTick, ref, type Ref } from 'vue'
import type { ImageMatch } from '@/api/imageSearchTypes'
import { titleOfCard } from '@/areas/library/cardWords'
import { announce } from '@/components/announce'
import { translate as t } from '@/i18n'
import { nameOf } from './groups'

const tiles = () => [...document.querySelectorAll<HTMLElement>('[data-match]')]
const focusOn = (tile: HTMLElement | undefined) => {
  tile?.querySelector<HTMLElement>('[data-match-focus]')?.focus()
  tile?.scrollIntoView({ block: 'nearest' })
}

/** Which match is compared, and going from one to the next: with the focus, or in the comparison. */
export function useComparison(matches: Ref<readonly ImageMatch[]>) {
  const openId = ref<number | null>(null)
  const lastId = ref<number | null>(null)
  const index = computed(() => matches.value.findIndex(({ image }) => image.id === openId.value))
  const open = computed(() => matches.value[index.value] ?? null)

  function show(match: ImageMatch) {
    openId.value = lastId.value = match.image.id
  }
  function step(by: 1 | -1) {
    const next = matches.value[index.value + by]
    if (!next) return
    show(next)
    announce(
      t('imageSearch.compare.announce', {
        index: index.value + 1,
        total: matches.value.length,
        title: titleOfCard(next.image),
        similarity: t(`imageSearch.group.${nameOf(next.similarity)}.title`),
      }),
    )
  }
  /** The focus goes back to the match that was looked at last. */
  async function closed() {
    await nextTick()
    focusOn(tiles().find(({ dataset }) => Number(dataset.match) === lastId.value))
  }
  /** Moves the focus between the matches of the page; false where there are none. */
  function move(by: 1 | -1): boolean {
    const all = tiles()
    const here = document.activeElement?.closest<HTMLElement>('[data-match]') ?? null
    const place = here ? all.indexOf(here) + by : by === 1 ? 0 : all.length - 1
    focusOn(all[Math.max(0, Math.min(all.length - 1, place))])
    return all.length > 0
  }
  return { open, index, show, step, closed, move, close: () => (openId.value = null) }
}
