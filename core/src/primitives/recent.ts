/** What was made last for a key, so that it is not made again; of more than `most` the one that was asked for longest ago goes. */
export type Recent<Value> = (key: string, make: () => Value) => Value

export const createRecent = <Value>(most: number): Recent<Value> => {
  const kept = new Map<string, Value>()
  return (key, make) => {
    const value = kept.get(key) ?? make()
    // Put at the end again, so that the first is the one to go.
    kept.delete(key)
    kept.set(key, value)
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break
      kept.delete(oldest)
    }
    return value
  }
}
