import { useSyncExternalStore } from 'react'
import { remember, remembered } from '../ui/storage.ts'

/** A short soft tone, made here, off until the agent turns it on. */

const place = 'xinqiao.sound'
const listeners = new Set<() => void>()
let on = remembered(place) === 'on'

export const chooseSound = (next: boolean): void => {
  on = next
  remember(place, next ? 'on' : 'off')
  for (const listener of listeners) listener()
  if (next) chime()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return (): void => { listeners.delete(listener) }
}

export const useSound = (): boolean => useSyncExternalStore(subscribe, () => on)

let audio: AudioContext | undefined

export const chime = (): void => {
  if (!on) return
  try {
    audio ??= new AudioContext()
    const start = audio.currentTime
    for (const [step, pitch] of [659, 880].entries()) {
      const tone = audio.createOscillator()
      const loudness = audio.createGain()
      tone.frequency.value = pitch
      loudness.gain.setValueAtTime(0.0001, start + step * 0.11)
      loudness.gain.exponentialRampToValueAtTime(0.08, start + step * 0.11 + 0.02)
      loudness.gain.exponentialRampToValueAtTime(0.0001, start + step * 0.11 + 0.3)
      tone.connect(loudness).connect(audio.destination)
      tone.start(start + step * 0.11)
      tone.stop(start + step * 0.11 + 0.32)
    }
  } catch {
    // A browser that allows no sound yet stays silent; the number in the title still tells.
  }
}
