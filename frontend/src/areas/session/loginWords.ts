import { asProblem } from '@/api/problem'
import { formatWait } from '@/components/formats'
import { translate as t } from '@/i18n'

/** Why a password was not taken, and what to do. */
export function loginWords(thrown: unknown): string {
  const { status, code, detail, retryAfter } = asProblem(thrown)
  if (status === 429) return t('session.login.throttled', { time: formatWait(retryAfter ?? 60) })
  if (code === 'login_failed') return t('session.login.wrong')
  if (code === 'user_disabled') return t('session.login.disabled')
  return detail
}
