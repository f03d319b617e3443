import { type Classifier, indexKeys, type KeyIndex, type Vector, vectorOf } from './classifier.ts'
import { type FeatureList, type FeatureSettings, familyOrder } from './features.ts'

/**
 * Learning: one linear support-vector machine a label against the rest, squared hinge loss, by dual coordinate descent
 * (Hsieh, Chang, Lin, Keerthi, Sundararajan, "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008).
 * The same texts, settings and seed give the same model, bit for bit.
 */
export type LearnSettings = {
  readonly features: FeatureSettings
  /** The price of an error on a text of the label, and of one on a text of another label. */
  readonly cost: number
  readonly costOfOthers: number
  readonly rounds: number
  readonly seed: number
  /** A feature seen in fewer texts is left out. */
  readonly leastTexts: number
}

export type Example = { readonly features: FeatureList; readonly label: number; /** 1 unless a text counts for more or less. */ readonly weight: number }

/** A small generator with a state of 32 bits (Marsaglia's xorshift); good enough to shuffle. */
export const shuffler = (seed: number): ((order: Int32Array) => void) => {
  let state = seed | 1
  const next = (below: number): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
  return (order) => {
    for (let at = order.length - 1; at > 0; at--) {
      const other = next(at + 1)
      const kept = order[at] ?? 0
      order[at] = order[other] ?? 0
      order[other] = kept
    }
  }
}

export type Vocabulary = { readonly keys: Int32Array; readonly index: KeyIndex; readonly idf: Float32Array }

export const learnVocabulary = (examples: readonly Example[], { leastTexts }: LearnSettings): Vocabulary => {
  const texts = new Map<number, number>()
  for (const { features } of examples) {
    for (const key of new Set(features.keys.subarray(0, features.length))) texts.set(key, (texts.get(key) ?? 0) + 1)
  }
  const keys = Int32Array.from([...texts].filter(([, count]) => count >= leastTexts).map(([key]) => key)).sort()
  const idf = new Float32Array(keys.length)
  for (let row = 0; row < keys.length; row++) idf[row] = Math.log((1 + examples.length) / (1 + (texts.get(keys[row] ?? 0) ?? 0))) + 1
  return { keys, index: indexKeys(keys), idf }
}

const learnLabel = (
  vectors: readonly Vector[], squares: Float64Array, examples: readonly Example[], label: number, rowCount: number,
  { cost, costOfOthers, rounds }: LearnSettings, shuffle: (order: Int32Array) => void,
): Float64Array => {
  const weights = new Float64Array(rowCount + 1)
  const alpha = new Float64Array(vectors.length)
  const order = Int32Array.from(vectors, (_, at) => at)
  for (let round = 0; round < rounds; round++) {
    shuffle(order)
    let worst = 0
    for (const at of order) {
      const vector = vectors[at]
      const example = examples[at]
      if (!vector || !example) continue
      const side = example.label === label ? 1 : -1
      const give = 0.5 / ((side === 1 ? cost : costOfOthers) * example.weight)
      const { rows, values } = vector
      let score = weights[rowCount] ?? 0
      for (let place = 0; place < rows.length; place++) score += (weights[rows[place] ?? 0] ?? 0) * (values[place] ?? 0)
      const before = alpha[at] ?? 0
      const gradient = side * score - 1 + give * before
      const after = Math.max(0, before - gradient / ((squares[at] ?? 0) + give))
      const step = (after - before) * side
      if (step === 0) continue
      worst = Math.max(worst, Math.abs(gradient))
      alpha[at] = after
      weights[rowCount] = (weights[rowCount] ?? 0) + step
      for (let place = 0; place < rows.length; place++) {
        const row = rows[place] ?? 0
        weights[row] = (weights[row] ?? 0) + step * (values[place] ?? 0)
      }
    }
    if (worst < 0.05) break
  }
  return weights
}

/** Learns a classifier; `labels` in the order of the numbers in `examples`. */
export const learnLinear = (examples: readonly Example[], labels: readonly string[], settings: LearnSettings): Classifier => {
  const { keys, index, idf } = learnVocabulary(examples, settings)
  const vectors = examples.map(({ features }) => vectorOf(features, settings.features, keys, index, idf))
  const squares = Float64Array.from(vectors, ({ values }) => values.reduce((sum, value) => sum + value * value, 1))
  const shuffle = shuffler(settings.seed)
  const weights = new Int8Array(keys.length * labels.length)
  const scale = new Float32Array(labels.length)
  const bias = new Float32Array(labels.length)
  for (let label = 0; label < labels.length; label++) {
    const learned = learnLabel(vectors, squares, examples, label, keys.length, settings, shuffle)
    let largest = 1e-9
    for (let row = 0; row < keys.length; row++) largest = Math.max(largest, Math.abs(learned[row] ?? 0))
    scale[label] = largest / 127
    bias[label] = learned[keys.length] ?? 0
    for (let row = 0; row < keys.length; row++) weights[row * labels.length + label] = Math.round(((learned[row] ?? 0) / largest) * 127)
  }
  return { labels, settings: settings.features, keys, idf, weights, scale, bias }
}

export const copyFeatures = (list: FeatureList): FeatureList => ({
  keys: list.keys.slice(0, list.length), families: list.families.slice(0, list.length), length: list.length,
})

export const familiesUsed = (settings: FeatureSettings): readonly string[] => familyOrder.filter((family) => settings.families[family] !== undefined)
