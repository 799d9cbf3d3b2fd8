import { watchEffect } from 'vue'
import { translate } from '@/i18n'

/** Keeps the document's title; the words come from a getter, so that it follows what is loaded. */
export function usePageTitle(title: () => string | null): void {
  watchEffect(() => {
    const words = title()
    document.title =
      words === null ? translate('common.product') : translate('common.pageOf', { title: words })
  })
}
