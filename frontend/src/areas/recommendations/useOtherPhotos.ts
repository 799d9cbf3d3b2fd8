import { ref, watch } from 'vue'
import { provideExplanations } from '@/areas/why/explanations'
import { useShownReports } from '@/areas/shown/shownReports'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'
import type { PhotoRecommendation } from '@/api/types'
import { asProblem } from '@/api/problem'
import type { RecommendationList } from './useRecommendationList'

const looked = 1_000

/**
 * What a list remembers of being looked at: reports what was shown, also in the large view (`large`), and leads to
 * other photos than these.
 */
export function useOtherPhotos(list: RecommendationList, large: () => PhotoRecommendation | null) {
  const reports = useShownReports(() => list.answer.value?.view ?? null)
  watch(large, (item, _, onCleanup) => {
    if (item === null) return
    const timer = setTimeout(() => reports.note(item), looked)
    onCleanup(() => clearTimeout(timer))
  })
  provideExplanations({
    key: () => [
      list.answer.value?.account.external_id,
      list.view.value,
      list.seenIncluded.value,
      list.answer.value?.parameters,
      list.answer.value?.based_on,
    ],
    pageOf: list.pageOf,
    explain: list.explain,
  })

  const failed = () =>
    showToast({
      tone: 'problem',
      text: t('shown.othersFailed', { detail: asProblem(list.error.value).detail }),
    })
  const top = () => window.scrollTo({ top: 0, behavior: 'smooth' })

  const busy = ref(false)
  const alone = (act: () => Promise<unknown>) => async () => {
    if (busy.value) return
    busy.value = true
    await act().finally(() => (busy.value = false))
  }
  const showOthers = alone(async () => {
    // Whatever is on the screen now has to be known before it can be left out.
    await reports.flush()
    if (!(await list.showOthers())) return failed()
    announce(t('shown.othersShown'))
    top()
  })
  const includeSeen = (include: boolean) =>
    alone(async () => {
      if (!(await list.includeSeen(include))) return failed()
      announce(t(include ? 'shown.seenIncluded' : 'shown.othersShown'))
    })()
  return { showOthers, includeSeen, busy }
}
