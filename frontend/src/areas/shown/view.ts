import { ref } from 'vue'

/**
 * One look at a list: within it nothing moves out because it was seen. Kept for the tab and the account, so that
 * reloading and going back show the same photos; another tab has a view of its own. The server gives its name.
 */
export function useView(externalId: string) {
  const key = `fovea-view-${externalId}`
  const name = ref(read(key))

  function keep(view: string | null | undefined) {
    if (!view) return
    name.value = view
    write(key, view)
  }
  function begin() {
    name.value = null
    write(key, null)
  }
  return {
    name,
    /** What is asked with: "new" begins one. A list that is not the viewer's own ignores it. */
    asked: () => name.value ?? 'new',
    keep,
    begin,
  }
}

function read(key: string): string | null {
  try {
    const found = sessionStorage.getItem(key)
    return found !== null && /^\d+$/.test(found) ? found : null
  } catch {
    return null
  }
}

function write(key: string, view: string | null): void {
  try {
    if (view === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, view)
  } catch {
    // Blocked storage: the view lasts as long as the page.
  }
}
