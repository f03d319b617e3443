/** The page's storage, which may be blocked (embedded pages, private windows): then the page works and only forgets on reload. */
export const remembered = (place: string): string | undefined => {
  try {
    return localStorage.getItem(place) ?? undefined
  } catch {
    return undefined
  }
}

export const remember = (place: string, text: string | undefined): void => {
  try {
    if (text === undefined) localStorage.removeItem(place)
    else localStorage.setItem(place, text)
  } catch {
    // Full or blocked: what is on the screen stays, only a reload would lose it.
  }
}
