import { onBeforeUnmount, onMounted } from 'vue'

const farEnough = 80

/** Calls back once the reader has scrolled into the list: from then on nothing may move before their eyes. */
export function useTouched(settle: () => void): void {
  const look = () => window.scrollY > farEnough && settle()
  onMounted(() => window.addEventListener('scroll', look, { passive: true }))
  onBeforeUnmount(() => window.removeEventListener('scroll', look))
}
