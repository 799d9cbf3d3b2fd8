import { ref } from 'vue'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

/** public/theme.js reads the same key before the first paint. */
const key = 'fovea-theme'

const current = ref<Theme>(
  (document.documentElement.dataset.theme as Theme | undefined) ?? 'system',
)

export function useTheme() {
  function choose(theme: Theme) {
    current.value = theme
    if (theme === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = theme
    try {
      localStorage.setItem(key, theme)
    } catch {
      // Blocked storage: the choice lasts as long as the page.
    }
  }
  return { theme: current, choose }
}
