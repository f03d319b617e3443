import { useSyncExternalStore } from 'react'

/** The reader's language, 中文 or English: his choice where he made one, otherwise the browser's, otherwise Chinese. */

export type Language = 'zh' | 'en'

const place = 'xinqiao.language'
const listeners = new Set<() => void>()

const stored = (): string | null => {
  try {
    return localStorage.getItem(place)
  } catch {
    return null
  }
}

const initial = (): Language => {
  const chosen = stored()
  if (chosen === 'zh' || chosen === 'en') return chosen
  return typeof navigator !== 'undefined' && navigator.language.toLowerCase().startsWith('en') ? 'en' : 'zh'
}

let current: Language = initial()

const show = (): void => { document.documentElement.lang = current === 'zh' ? 'zh-CN' : 'en' }
if (typeof document !== 'undefined') show()

export const language = (): Language => current

export const chooseLanguage = (next: Language): void => {
  current = next
  try {
    localStorage.setItem(place, next)
  } catch {
    // A page without storage forgets the choice on reload; nothing else is lost.
  }
  show()
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return (): void => { listeners.delete(listener) }
}

export const useLanguage = (): Language => useSyncExternalStore(subscribe, language)

/** A catalogue: the same texts in both languages. English must have every text that Chinese has, and no other. */
export type Catalogue<Texts> = { readonly zh: Texts; readonly en: Texts }

export const useTexts = <Texts>(catalogue: Catalogue<Texts>): Texts => catalogue[useLanguage()]
