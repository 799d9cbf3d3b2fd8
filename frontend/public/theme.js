// Runs before the first paint. src/components/theme.ts writes what is read here.
try {
  const chosen = localStorage.getItem('fovea-theme')
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen
} catch {
  // Storage may be blocked; the system's theme stays.
}
