/** The database keeps no order of names; files are read by people and compared line by line, and so have one. */

type Shape = Readonly<Record<string, unknown>>

const isShape = (value: unknown): value is Shape => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The names of all samples, each after the one that it follows where it first stands. */
const orderOf = (samples: readonly Shape[]): readonly string[] => {
  const order: string[] = []
  for (const sample of samples) {
    let before = -1
    for (const name of Object.keys(sample)) {
      const known = order.indexOf(name)
      if (known < 0) order.splice(before + 1, 0, name)
      before = known < 0 ? before + 1 : known
    }
  }
  return order
}

/** The same value with its names in the order in which the samples have theirs, the first sample before the others; new names last. */
export const inOrderOf = (value: unknown, samples: readonly unknown[]): unknown => {
  if (Array.isArray(value)) {
    const lists = samples.filter((sample) => Array.isArray(sample)) as readonly (readonly unknown[])[]
    return value.map((item, at) => inOrderOf(item, [...lists.slice(0, 1).flatMap((list) => (at < list.length ? [list[at]] : [])), ...lists.flat()]))
  }
  if (!isShape(value)) return value
  const shapes = samples.filter(isShape)
  const order = orderOf(shapes)
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  const names = Object.keys(value).toSorted((left, right) => rank(left) - rank(right) || (left < right ? -1 : 1))
  return Object.fromEntries(names.map((name) => [name, inOrderOf(value[name], shapes.map((shape) => shape[name]))]))
}
