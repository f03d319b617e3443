import { useSyncExternalStore } from 'react'

/** Light or dark: chosen, or as the system has it. The choice stands on the root element for the tokens to follow. */

export type SchemeChoice = 'light' | 'dark' | 'system'
export type Scheme = 'light' | 'dark'

const place = 'xinqiao.scheme'
const listeners = new Set<() => void>()
const system = typeof matchMedia === 'undefined' ? undefined : matchMedia('(prefers-color-scheme: dark)')

const stored = (): SchemeChoice => {
  try {
    const held = localStorage.getItem(place)
    return held === 'light' || held === 'dark' ? held : 'system'
  } catch {
    return 'system'
  }
}

let choice: SchemeChoice = stored()

const scheme = (): Scheme => (choice === 'system' ? (system?.matches === true ? 'dark' : 'light') : choice)

const show = (): void => {
  document.documentElement.dataset['scheme'] = scheme()
  for (const listener of listeners) listener()
}

if (typeof document !== 'undefined') show()
system?.addEventListener('change', show)

export const chooseScheme = (next: SchemeChoice): void => {
  choice = next
  try {
    localStorage.setItem(place, next)
  } catch {
    // Forgotten on reload; nothing else is lost.
  }
  show()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return (): void => { listeners.delete(listener) }
}

export const useScheme = (): Scheme => useSyncExternalStore(subscribe, scheme)
export const useSchemeChoice = (): SchemeChoice => useSyncExternalStore(subscribe, () => choice)
