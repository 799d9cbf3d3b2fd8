import { onBeforeUnmount, onMounted, ref } from 'vue'
import { translate as t } from '@/i18n'
import { showToast } from '@/components/toasts'
import { broughtBy, type Brought } from './transfer'

const wanted = ['Files', 'text/uri-list', 'text/html', 'text/plain']
const field = 'input, textarea, select, [contenteditable]'

type Something = Exclude<Brought, { nothing: string }>

/**
 * Dropping anything anywhere on the page, and pasting it; `dragging` while something hangs over the page. `read` tells
 * what of it is wanted.
 */
export function useWaysIn(take: (brought: Something) => void, read = broughtBy) {
  const dragging = ref(false)
  // The bookmarklet, a link of this page, is dragged out of it, not in.
  let fromHere = false

  function use(transfer: DataTransfer): boolean {
    const brought = read(transfer)
    if ('nothing' in brought) return false
    take(brought)
    return true
  }
  function over(event: DragEvent) {
    if (fromHere || !wanted.some((type) => event.dataTransfer?.types.includes(type))) return
    event.preventDefault()
    if (event.dataTransfer) event.dataTransfer.dropEffect = 'copy'
    dragging.value = true
  }
  function leave(event: DragEvent) {
    if (event.relatedTarget === null) dragging.value = false
  }
  function drop(event: DragEvent) {
    dragging.value = false
    if (fromHere || !event.dataTransfer) return
    event.preventDefault()
    if (!use(event.dataTransfer))
      showToast({ tone: 'problem', text: t('imageSearch.ways.nothingDropped') })
  }
  function begin(event: DragEvent) {
    fromHere = (event.target as Element | null)?.closest?.('[data-stays]') !== null
  }
  const end = () => {
    fromHere = false
    dragging.value = false
  }
  function paste(event: ClipboardEvent) {
    const transfer = event.clipboardData
    if (!transfer) return
    // Words that are pasted into a field belong there; a picture has no other place than here.
    const typing = (event.target as Element | null)?.closest?.(field)
    if (typing && transfer.files.length === 0) return
    if (use(transfer)) event.preventDefault()
    else if (!typing) showToast({ tone: 'problem', text: t('imageSearch.ways.nothingPasted') })
  }
  const scope = new AbortController()
  onMounted(() => {
    const { signal } = scope
    window.addEventListener('dragenter', over, { signal })
    window.addEventListener('dragover', over, { signal })
    window.addEventListener('dragleave', leave, { signal })
    window.addEventListener('drop', drop, { signal })
    window.addEventListener('dragstart', begin, { signal })
    window.addEventListener('dragend', end, { signal })
    window.addEventListener('paste', paste, { signal })
  })
  onBeforeUnmount(() => scope.abort())
  return { dragging }
}
