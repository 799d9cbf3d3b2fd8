import { ref, watch, type Ref } from 'vue'

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch {
    return null
  }
}

/**
 * A value that this browser remembers. What is stored may be old or edited by hand, so `accept` turns it into a
 * good value or gives null. Where storage is blocked, the value lives as long as the page.
 */
export function stored<T>(key: string, initial: T, accept: (value: unknown) => T | null): Ref<T> {
  const value = ref(accept(read(key)) ?? initial) as Ref<T>
  watch(
    value,
    (changed) => {
      try {
        localStorage.setItem(key, JSON.stringify(changed))
      } catch {
        // Full or blocked storage: the value is kept in memory.
      }
    },
    { deep: true, flush: 'sync' },
  )
  return value
}
