import { useSyncExternalStore } from 'react'

/** One clock for the whole page: what shows a growing time is drawn again together, not each by its own timer. */

const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

const beat = (): void => {
  now = Date.now()
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= setInterval(beat, 10_000)
  return (): void => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** Milliseconds since 1970, moving every ten seconds. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)
