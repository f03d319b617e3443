import type { Json } from '../platform/outbox.ts'

/**
 * Core's plain values as JSON and back without loss. A whole number of any size (fen, parts of a rate) is written as its
 * digits and an `n`, `173360n`, for a JSON number would pass through floating point; a text that looks like one, or like
 * such an escaped text, gets a `'` in front.
 */

const wholeNumber = /^-?\d+n$/
const needsEscape = /^(?:'|-?\d+n$)/

export const toStored = (value: unknown): Json => {
  if (typeof value === 'bigint') return `${value}n`
  if (typeof value === 'string') return needsEscape.test(value) ? `'${value}` : value
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value
  if (Array.isArray(value)) return value.map(toStored)
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).flatMap(([name, field]) => (field === undefined ? [] : [[name, toStored(field)]])))
  }
  throw new TypeError(`a ${typeof value} cannot be stored`)
}

const read = (value: unknown): unknown => {
  if (typeof value === 'string') {
    if (wholeNumber.test(value)) return BigInt(value.slice(0, -1))
    return value.startsWith("'") ? value.slice(1) : value
  }
  if (Array.isArray(value)) return value.map(read)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, read(field)]))
  return value
}

/** The caller names the type that was stored; only this program writes these columns. */
export const fromStored = <T>(value: unknown): T => read(value) as T
