import { readonly, ref } from 'vue'

const current = ref('')

/** What the live region says now. */
export const announcement = readonly(current)

/** Says something to screen readers without moving the focus. */
export function announce(text: string): void {
  // The same words twice are read twice only if the text changes in between.
  current.value = current.value === text ? `${text}\u00A0` : text
}
