import { computed, nextTick, ref, type Ref } from 'vue'
import { announce } from '@/components/announce'
import { focusOnTile, moveAmongTiles } from './tiles'

interface About<Match> {
  /** By which a match is known: its tile has it as `data-match`. */
  idOf: (match: Match) => string | number
  /** What a screen reader hears of the one that is gone to. */
  words: (match: Match, place: { index: number; total: number }) => string
}

/** Which match is compared, and going from one to the next: with the focus, or in the comparison. */
export function useComparison<Match>(
  matches: Ref<readonly Match[]>,
  { idOf, words }: About<Match>,
) {
  const openId = ref<string | number | null>(null)
  const lastId = ref<string | number | null>(null)
  const index = computed(() => matches.value.findIndex((match) => idOf(match) === openId.value))
  const open = computed(() => matches.value[index.value] ?? null)

  function show(match: Match) {
    openId.value = lastId.value = idOf(match)
  }
  function step(by: 1 | -1) {
    const next = matches.value[index.value + by]
    if (!next) return
    show(next)
    announce(words(next, { index: index.value + 1, total: matches.value.length }))
  }
  /** The focus goes back to the match that was looked at last. */
  async function closed() {
    await nextTick()
    focusOnTile(String(lastId.value))
  }
  return {
    open,
    index,
    show,
    step,
    closed,
    move: moveAmongTiles,
    close: () => (openId.value = null),
  }
}
