import { useI18n } from 'vue-i18n'
import { asProblem } from '@/api/problem'
import { showToast } from '@/components/toasts'
import { useLogOut } from './session'

/** Logging out of this browser, with a notice of how it went. */
export function useLeave() {
  const { t } = useI18n()
  const logOut = useLogOut()

  const leave = () =>
    logOut.mutate(undefined, {
      onSuccess: () => showToast({ text: t('session.loggedOut') }),
      onError: (error) =>
        showToast({
          tone: 'problem',
          text: t('session.logOutFailed', { detail: asProblem(error).detail }),
        }),
    })
  return { leave, isLeaving: logOut.isPending }
}
