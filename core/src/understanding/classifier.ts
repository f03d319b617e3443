import { type FeatureList, familyOrder, type FeatureSettings } from './features.ts'

/**
 * A linear classifier over hashed features: one row of small integers a feature, one column a label.
 * Score = sum over features of value x weight x scale[label] + bias[label]; value = family weight x (1 + log count) x idf,
 * the whole vector brought to length 1.
 */
export type Classifier = {
  readonly labels: readonly string[]
  readonly settings: FeatureSettings
  /** Sorted ascending; the row of a feature is its place here. */
  readonly keys: Int32Array
  readonly idf: Float32Array
  /** rows x labels. */
  readonly weights: Int8Array
  readonly scale: Float32Array
  readonly bias: Float32Array
}

/** A hash table with open addressing over the keys, built once when a model is read. */
export type KeyIndex = { readonly slots: Int32Array; readonly mask: number }

const spread = (key: number): number => Math.imul(key ^ (key >>> 16), 0x45d9_f3b)

export const indexKeys = (keys: Int32Array): KeyIndex => {
  let size = 16
  while (size < keys.length * 2) size *= 2
  const slots = new Int32Array(size).fill(-1)
  const mask = size - 1
  for (let row = 0; row < keys.length; row++) {
    let slot = spread(keys[row] ?? 0) & mask
    while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask
    slots[slot] = row
  }
  return { slots, mask }
}

export const rowOf = (index: KeyIndex, keys: Int32Array, key: number): number => {
  let slot = spread(key) & index.mask
  for (;;) {
    const row = index.slots[slot] ?? -1
    if (row < 0 || keys[row] === key) return row
    slot = (slot + 1) & index.mask
  }
}

/** A text as the learner sees it: rows and values, of length 1. */
export type Vector = { readonly rows: Int32Array; readonly values: Float32Array }

export const vectorOf = (list: FeatureList, settings: FeatureSettings, keys: Int32Array, index: KeyIndex, idf: Float32Array): Vector => {
  const found: number[] = []
  for (let at = 0; at < list.length; at++) {
    const row = rowOf(index, keys, list.keys[at] ?? 0)
    if (row >= 0) found.push(row * 8 + (list.families[at] ?? 0))
  }
  const sorted = Float64Array.from(found).sort()
  const rows = new Int32Array(sorted.length)
  const values = new Float32Array(sorted.length)
  let count = 0
  let square = 0
  for (let at = 0; at < sorted.length;) {
    const packed = sorted[at] ?? 0
    let times = 0
    while (at < sorted.length && sorted[at] === packed) {
      times++
      at++
    }
    const row = Math.floor(packed / 8)
    const family = familyOrder[packed % 8]
    const weight = family === undefined ? 0 : (settings.families[family] ?? 0)
    const value = weight * (1 + Math.log(times)) * (idf[row] ?? 0)
    rows[count] = row
    values[count++] = value
    square += value * value
  }
  const length = Math.sqrt(square) || 1
  for (let at = 0; at < count; at++) values[at] = (values[at] ?? 0) / length
  return { rows: rows.subarray(0, count), values: values.subarray(0, count) }
}

/** Scores of all labels, in the order of `labels`. */
export const scoresOf = (vector: Vector, { labels, weights, scale, bias }: Classifier, scores: Float64Array): void => {
  const width = labels.length
  scores.fill(0)
  for (let at = 0; at < vector.rows.length; at++) {
    const value = vector.values[at] ?? 0
    let place = (vector.rows[at] ?? 0) * width
    for (let label = 0; label < width; label++) scores[label] = (scores[label] ?? 0) + value * (weights[place++] ?? 0)
  }
  for (let label = 0; label < width; label++) scores[label] = (scores[label] ?? 0) * (scale[label] ?? 0) + (bias[label] ?? 0)
}

/** Scores to shares that sum to 1; `sharpness` is found by cross-validation. */
export const sharesOf = (scores: Float64Array, sharpness: number): Float64Array => {
  let top = -Infinity
  for (const score of scores) if (score > top) top = score
  const shares = scores.map((score) => Math.exp(sharpness * (score - top)))
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => share / sum)
}
