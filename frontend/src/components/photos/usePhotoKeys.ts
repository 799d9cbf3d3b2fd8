import { onBeforeUnmount, onMounted } from 'vue'
import { shortcutsOn } from '@/areas/settings/preferences'

const typing = 'input, textarea, select, [contenteditable]'

/** True where a single key means something else: in a field, with a modifier, or in another dialog or menu. */
function isTaken(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null
  return (
    event.defaultPrevented ||
    event.ctrlKey ||
    event.metaKey ||
    event.altKey ||
    !!target?.closest?.(typing) ||
    !!target?.closest?.('[role="menu"]')
  )
}

/**
 * Single-key shortcuts while a component lives. A handler that returns false leaves the key to the browser.
 * Letters and "?" can be switched off (WCAG 2.1.4); arrows and Enter always work.
 */
export function usePhotoKeys(handlers: Record<string, (event: KeyboardEvent) => unknown>) {
  function press(event: KeyboardEvent) {
    if (isTaken(event)) return
    if (event.key.length === 1 && !shortcutsOn.value) return
    const handler = handlers[event.key.length === 1 ? event.key.toLowerCase() : event.key]
    if (handler && handler(event) !== false) event.preventDefault()
  }
  onMounted(() => window.addEventListener('keydown', press))
  onBeforeUnmount(() => window.removeEventListener('keydown', press))
}
