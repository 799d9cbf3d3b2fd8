import { computed, ref, watch, type Ref } from 'vue'
import type { CrawlPicture } from '@/api/crawlTypes'

/** Pictures that are chosen, to be moved together; who is not shown any more is not chosen any more. */
export function useChosen(shown: Ref<readonly CrawlPicture[]>) {
  const numbers = ref(new Set<number>())
  let last: number | null = null
  const chosen = computed(() => shown.value.filter(({ image }) => numbers.value.has(image.id)))
  watch(shown, (now) => {
    const here = new Set(now.map(({ image }) => image.id))
    if ([...numbers.value].some((number) => !here.has(number)))
      numbers.value = new Set([...numbers.value].filter((number) => here.has(number)))
  })

  function toggle(index: number) {
    const number = shown.value[index]?.image.id
    if (number === undefined) return
    const next = new Set(numbers.value)
    if (!next.delete(number)) next.add(number)
    numbers.value = next
    last = number
  }
  /** Chooses all from the one that was chosen last up to this one. */
  function extendTo(index: number) {
    const from = shown.value.findIndex(({ image }) => image.id === last)
    if (from < 0) return toggle(index)
    const [start, end] = from < index ? [from, index] : [index, from]
    const between = shown.value.slice(start, end + 1).map(({ image }) => image.id)
    numbers.value = new Set([...numbers.value, ...between])
  }
  const all = () => (numbers.value = new Set(shown.value.map(({ image }) => image.id)))
  const none = () => (numbers.value = new Set())
  const has = (number: number) => numbers.value.has(number)
  return { chosen, has, toggle, extendTo, all, none }
}
