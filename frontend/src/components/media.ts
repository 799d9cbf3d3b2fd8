import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether a media query holds, as long as the component lives; true where nobody can tell. */
export function useMedia(query: string): Ref<boolean> {
  const list = typeof window.matchMedia === 'function' ? window.matchMedia(query) : null
  const holds = ref(list?.matches ?? true)
  const follow = () => (holds.value = list?.matches ?? true)
  list?.addEventListener('change', follow)
  onScopeDispose(() => list?.removeEventListener('change', follow))
  return holds
}
