import { useMutation } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref } from 'vue'
import { useRouter } from 'vue-router'
import { api, answerOf } from '@/api/client'
import { asProblem } from '@/api/problem'
import type { Account } from '@/api/types'
import { formatWait } from '@/components/formats'
import { translate as t } from '@/i18n'
import { rememberLookup } from './recentLookups'

/** Finding the account that a URL or a name means, and going to it; `complaint` says why not. */
export function useLookup() {
  const router = useRouter()
  const complaint = ref<string | null>(null)
  const secondsToWait = ref(0)
  const clock = setInterval(() => {
    if (secondsToWait.value > 0) secondsToWait.value -= 1
  }, 1000)
  onScopeDispose(() => clearInterval(clock))

  async function arrive(account: Account) {
    if (account.state !== 'active') {
      complaint.value = t(`welcome.${account.state}`, { name: account.display_name })
      return
    }
    rememberLookup(account)
    await router.push({
      name: 'recommendations',
      params: { externalId: account.external_id },
    })
  }
  const lookup = useMutation({
    mutationFn: (query: string) => answerOf(api.POST('/api/accounts/lookup', { body: { query } })),
    onSuccess: arrive,
    onError: (thrown) => {
      const problem = asProblem(thrown)
      complaint.value = problem.detail
      secondsToWait.value = Math.ceil(problem.retryAfter ?? 0)
    },
  })

  function submit(query: string) {
    complaint.value = query.trim() === '' ? t('welcome.form.empty') : null
    if (complaint.value === null) lookup.mutate(query.trim())
  }
  return {
    submit,
    complaint,
    busy: lookup.isPending,
    mustWait: computed(() => secondsToWait.value > 0),
    wait: computed(() =>
      secondsToWait.value > 0
        ? t('common.retryIn', { time: formatWait(secondsToWait.value) })
        : null,
    ),
  }
}
