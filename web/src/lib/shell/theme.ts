export type Theme = 'auto' | 'light' | 'dark'

/** What the inline script of app.html put on the page before it was painted. */
export const themeNow = (): Theme => (document.documentElement.dataset.theme as Theme | undefined) ?? 'auto'

export function setTheme(theme: Theme): void {
  if (theme === 'auto') {
    delete document.documentElement.dataset.theme
    localStorage.removeItem('theme')
  } else {
    document.documentElement.dataset.theme = theme
    localStorage.setItem('theme', theme)
  }
}
