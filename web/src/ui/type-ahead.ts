import { useEffect } from 'react'
import { isTyping } from './keys.ts'

/**
 * What is typed between the key that opens a field and the moment the field has the focus belongs to the field: no letter is lost on a
 * busy machine, and none is taken for a shortcut.
 */

/** `entered`: Enter was pressed after the letters. */
export type Typed = { readonly letters: string; readonly entered: boolean }

let waiting: Typed[] = []
let taker: ((typed: Typed) => void) | undefined
let stop: (() => void) | undefined

const hand = (): void => {
  const take = taker
  if (!take) return
  for (const typed of waiting) take(typed)
  waiting = []
}

const end = (): void => {
  stop?.()
  stop = undefined
}

/** Called by the command that opens the field. */
export const catchTyping = (): void => {
  end()
  waiting = []
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  const onKey = (event: KeyboardEvent): void => {
    if (isTyping(event.target) || event.key === 'Escape') return end()
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return
    if (event.key.length !== 1 && event.key !== 'Enter') return
    event.preventDefault()
    event.stopImmediatePropagation()
    waiting.push(event.key === 'Enter' ? { letters: '', entered: true } : { letters: event.key, entered: false })
    queueMicrotask(hand)
  }
  document.addEventListener('keydown', onKey, true)
  stop = () => { document.removeEventListener('keydown', onKey, true) }
}

/** Called by the field: takes what was typed before it was there, and what still comes before it has the focus. */
export const useTypedAhead = (take: (typed: Typed) => void): void => {
  useEffect(() => {
    taker = take
    queueMicrotask(hand)
    return () => { if (taker === take) taker = undefined }
  }, [take])
  useEffect(() => end, [])
}
