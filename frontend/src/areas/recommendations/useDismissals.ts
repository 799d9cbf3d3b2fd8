import { reactive } from 'vue'
import { asProblem } from '@/api/problem'
import { dismiss, restore } from '@/areas/dismissals/dismissals'
import { announce } from '@/components/announce'
import { showToast } from '@/components/toasts'
import { translate as t } from '@/i18n'

type Kind = 'photo' | 'person'

const words = {
  photo: {
    done: (title: string) => t('recommendations.dismissed.photo', { title }),
    failed: (title: string, detail: string) =>
      t('recommendations.dismissed.photoFailed', { title, detail }),
  },
  person: {
    done: (name: string) => t('recommendations.dismissed.person', { name }),
    failed: (name: string, detail: string) =>
      t('recommendations.dismissed.personFailed', { name, detail }),
  },
}

/**
 * What is hidden from a list because it was dismissed. A dismissal hides at once, offers to undo, and comes back
 * with the reason where the server refused it. `afterUndo` may bring the focus back.
 */
export function useDismissals(kind: Kind) {
  const hidden = reactive(new Set<number>())

  async function undo(id: number, name: string, afterUndo?: () => void) {
    hidden.delete(id)
    afterUndo?.()
    try {
      await restore(kind, id)
      announce(t('recommendations.dismissed.restored', { name }))
    } catch (thrown) {
      hidden.add(id)
      const { detail } = asProblem(thrown)
      showToast({
        tone: 'problem',
        text: t('recommendations.dismissed.restoreFailed', { name, detail }),
      })
    }
  }

  async function hide(id: number, name: string, afterUndo?: () => void) {
    if (hidden.has(id)) return
    hidden.add(id)
    try {
      await dismiss(kind, id)
      showToast({
        text: words[kind].done(name),
        action: { label: t('common.undo'), run: () => void undo(id, name, afterUndo) },
      })
    } catch (thrown) {
      hidden.delete(id)
      showToast({ tone: 'problem', text: words[kind].failed(name, asProblem(thrown).detail) })
    }
  }

  return { hidden, hide }
}
