import { translate as t } from '@/i18n'
import { announce } from './announce'
import { showToast } from './toasts'

/** Puts a text on the clipboard and says so; false, with a notice, where the browser does not allow it. */
export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    announce(t('common.copied', { what }))
    return true
  } catch {
    showToast({ tone: 'problem', text: t('common.copyFailed') })
    return false
  }
}
