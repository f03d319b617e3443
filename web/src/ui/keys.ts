/**
 * Keys as they are written in the table of commands: `mod+k` (Ctrl, or Command on a Mac), `alt+t`, `shift+b`, `?`, `enter`.
 * A letter alone counts only where nobody is typing.
 */

export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const names: Readonly<Record<string, string>> = {
  mod: isMac ? '⌘' : 'Ctrl', alt: isMac ? '⌥' : 'Alt', shift: 'Shift', enter: 'Enter', escape: 'Esc', tab: 'Tab', arrowdown: '↓', arrowup: '↑',
}

/** `alt+t` -> ['Alt', 'T'], to be drawn as keys. */
export const keyCaps = (spec: string): readonly string[] => spec.split('+').map((part) => names[part] ?? part.toUpperCase())

/** Where letters belong to the text that is being written. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** The key that was meant: with Alt a Mac types another letter, so that the place of the key counts. */
const keyOf = (event: KeyboardEvent): string => {
  const place = /^(?:Key|Digit)(.)$/.exec(event.code)?.[1]
  return (event.altKey && place !== undefined ? place : event.key).toLowerCase()
}

export const matchesKey = (event: KeyboardEvent, spec: string): boolean => {
  const parts = spec.split('+')
  const key = parts.at(-1) ?? ''
  const mod = isMac ? event.metaKey : event.ctrlKey
  const other = isMac ? event.ctrlKey : event.metaKey
  // `?` needs Shift on most keyboards; which, is the keyboard's business.
  const shiftMatters = /^[a-z0-9]$/.test(key) || key.length > 1
  return keyOf(event) === key && mod === parts.includes('mod') && !other && event.altKey === parts.includes('alt')
    && (!shiftMatters || event.shiftKey === parts.includes('shift'))
}

export const isPlainKey = (spec: string): boolean => !spec.includes('mod') && !spec.includes('alt')
