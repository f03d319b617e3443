/**
 * What the page remembers on this device. Embedded pages and private windows may find every storage blocked: then the page
 * remembers only until it is reloaded, and everything else works.
 */
export type Keep = {
  readonly read: (place: string) => string | undefined
  /** Undefined forgets. */
  readonly write: (place: string, text: string | undefined) => void
  /** Forgets every place that starts so. */
  readonly forget: (prefix: string) => void
}

export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const probe = 'xinqiao.probe'

/** A blocked storage throws already when it is named. */
const firstThatWorks = (stores: readonly (() => Store)[]): Store | undefined => {
  for (const open of stores) {
    try {
      const store = open()
      store.setItem(probe, '1')
      store.removeItem(probe)
      return store
    } catch {
      // The next one.
    }
  }
  return undefined
}

const placesOf = (store: Store): string[] =>
  Array.from({ length: store.length }, (_, at) => store.key(at)).filter((place) => place !== null)

/** The first storage that can be written to is used; memory stands in for all of them, and for one that turns out to be full. */
export const makeKeep = (stores: readonly (() => Store)[]): Keep => {
  const store = firstThatWorks(stores)
  const memory = new Map<string, string>()
  const write = (place: string, text: string | undefined): void => {
    memory.delete(place)
    try {
      if (text === undefined) store?.removeItem(place)
      else if (store) store.setItem(place, text)
      else memory.set(place, text)
    } catch {
      if (text !== undefined) memory.set(place, text)
    }
  }
  return {
    read: (place) => {
      const held = memory.get(place)
      if (held !== undefined) return held
      try {
        return store?.getItem(place) ?? undefined
      } catch {
        return undefined
      }
    },
    write,
    forget: (prefix) => {
      const places = [...memory.keys(), ...(store ? placesOf(store) : [])]
      for (const place of places) if (place.startsWith(prefix)) write(place, undefined)
    },
  }
}
