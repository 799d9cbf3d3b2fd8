import { useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { announce } from '@/components/announce'
import { translate as t } from '@/i18n'
import { accept, suggestionOptions } from './suggestions'

const pause = 140

/** The list under the search box: what it holds, which entry is marked, and what the keys do to it. */
export function useSuggestions(text: Ref<string>, caret: Ref<number>) {
  const wanted = ref<{ q: string; caret: number } | null>(null)
  const open = ref(false)
  const marked = ref(-1)
  let timer: ReturnType<typeof setTimeout> | undefined

  const query = useQuery(
    computed(() => ({
      ...suggestionOptions(wanted.value?.q ?? '', wanted.value?.caret ?? 0),
      enabled: wanted.value !== null,
    })),
  )
  const answer = computed(() => query.data.value ?? null)
  const list = computed(() => (open.value ? (answer.value?.suggestions ?? []) : []))
  watch(list, (now) => {
    marked.value = -1
    if (open.value && !query.isFetching.value)
      announce(t('library.search.suggested', { count: now.length }, now.length))
  })

  /** Asks soon; typing on asks later. */
  function ask() {
    clearTimeout(timer)
    timer = setTimeout(() => {
      wanted.value = { q: text.value, caret: caret.value }
      open.value = true
    }, pause)
  }
  function close() {
    clearTimeout(timer)
    open.value = false
    marked.value = -1
  }
  onScopeDispose(() => clearTimeout(timer))

  function move(step: 1 | -1) {
    if (list.value.length === 0) return ask()
    // Past either end comes the text itself, as it was typed.
    const places = list.value.length + 1
    marked.value = ((marked.value + 1 + step + places) % places) - 1
  }
  /** The query with the marked (or given) suggestion in it; null where none is. */
  function take(index = marked.value) {
    const suggestion = list.value[index]
    // A list for what was typed before would be put in the wrong place.
    if (!suggestion || !answer.value || wanted.value?.q !== text.value) return null
    return accept(text.value, answer.value, suggestion)
  }
  return { list, open, marked, ask, close, move, take }
}
