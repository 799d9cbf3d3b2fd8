import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref } from 'vue'
import { asProblem } from '@/api/problem'
import { translate as t } from '@/i18n'
import { checkOptions, startCheck } from './checks'

/** What keeps a text from being subscribed to, in words. */
export interface CheckProblem {
  code: string
  reason: string
  /** What may have been meant, where a site is mistyped. */
  suggestions?: readonly string[]
}

const textsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

/**
 * Looks at what somebody pasted. `state` goes from `idle` over `looking` to `understood` or `problem`; an answer
 * about a text that is not the wanted one any more is left aside.
 */
export function useCheck() {
  const client = useQueryClient()
  const text = ref('')
  const id = ref<number | null>(null)

  const start = useMutation({
    mutationFn: startCheck,
    onSuccess: ({ run }, about) => {
      if (about === text.value) id.value = run.id
    },
  })
  const query = useQuery(
    computed(() => ({ ...checkOptions(id.value ?? 0), enabled: id.value !== null })),
  )
  const check = computed(() => (id.value === null ? null : (query.data.value ?? null)))
  const checked = computed(() => check.value?.checked ?? null)

  const problem = computed((): CheckProblem | null => {
    const thrown = start.error.value ?? (id.value === null ? null : query.error.value)
    if (thrown && !check.value) {
      const { code, detail, facts } = asProblem(thrown)
      return { code, reason: detail, suggestions: textsIn(facts.suggestions) }
    }
    if (check.value?.problem) return check.value.problem
    const run = check.value?.run
    if (!run || run.state === 'running' || checked.value) return null
    const failure = run.failures[0]
    return {
      code: failure?.code ?? 'unexpected',
      reason: failure?.reason ?? t('subscriptions.add.noReason'),
    }
  })
  const state = computed(() => {
    if (!text.value) return 'idle'
    if (problem.value) return 'problem'
    return checked.value ? 'understood' : 'looking'
  })

  function look(wanted: string) {
    const next = wanted.trim()
    if (!next || (next === text.value && ['looking', 'understood'].includes(state.value))) return
    text.value = next
    id.value = null
    start.reset()
    start.mutate(next)
  }
  function forget() {
    text.value = ''
    id.value = null
    start.reset()
    client.removeQueries({ queryKey: ['subscription-check'] })
  }
  return { text, id, check, checked, problem, state, look, forget }
}
export type Looking = ReturnType<typeof useCheck>
