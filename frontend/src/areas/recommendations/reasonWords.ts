import type { Reasons } from '@/api/types'
import { formatNumber } from '@/components/formats'
import { translate as t } from '@/i18n'

/** "3 photographers whose work you fave faved this: A, B, C". `mine`: the reader's own list. */
export function reasonWords(reasons: Reasons, mine: boolean): string {
  const named = reasons.accounts.map(({ account }) => account.display_name).join(', ')
  const unnamed = reasons.count - reasons.accounts.length
  const names =
    unnamed > 0
      ? t('recommendations.reasons.others', { names: named, count: formatNumber(unnamed) })
      : named
  return t(
    mine ? 'recommendations.reasons.mine' : 'recommendations.reasons.theirs',
    { count: formatNumber(reasons.count), names },
    reasons.count,
  )
}
