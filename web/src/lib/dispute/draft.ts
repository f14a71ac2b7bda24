/** Words that were written and not yet sent stay in this browser, however often the page or the line goes. */
export function keepWords(place: string, words: string): void {
  try {
    if (words.trim() === '') localStorage.removeItem(`words:${place}`)
    else localStorage.setItem(`words:${place}`, words)
  } catch {
    // Without room to keep them they still stand on the screen.
  }
}

export function keptWords(place: string): string {
  try {
    return localStorage.getItem(`words:${place}`) ?? ''
  } catch {
    return ''
  }
}
