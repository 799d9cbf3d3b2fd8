import { readonly, ref } from 'vue'

export interface Toast {
  id: number
  tone: 'plain' | 'problem'
  text: string
  action?: { label: string; run: () => void }
  link?: { label: string; url: string }
}

const list = ref<Toast[]>([])
let nextId = 1

/** The notices on screen, oldest first. */
export const toasts = readonly(list)

export function closeToast(id: number): void {
  list.value = list.value.filter((toast) => toast.id !== id)
}

/** Shows a notice; gives its id. At most three are on screen, the oldest goes first. */
export function showToast(toast: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): number {
  const id = nextId++
  list.value = [...list.value.slice(-2), { tone: 'plain', ...toast, id }]
  return id
}

/** Runs the action of the newest notice that has one; false if there is none. */
export function runNewestAction(): boolean {
  const toast = list.value.findLast((candidate) => candidate.action)
  if (!toast?.action) return false
  closeToast(toast.id)
  toast.action.run()
  return true
}
