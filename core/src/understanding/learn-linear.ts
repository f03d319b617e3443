import { type Classifier, indexKeys, type KeyIndex, type Vector, vectorOf } from './classifier.ts'
import { type FeatureList, type FeatureSettings, familyOrder } from './features.ts'
import { generator } from './generator.ts'

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
  /** Added to the bias of a label: what is unlike everything else shall fall to it. Found by cross-validation. */
  readonly nudges?: Readonly<Record<string, number>>
}

export type Example = { readonly features: FeatureList; readonly label: number; /** 1 unless a text counts for more or less. */ readonly weight: number }

const shuffler = (seed: number): ((order: Int32Array) => void) => {
  const draw = generator(seed)
  return (order) => {
    for (let at = order.length - 1; at > 0; at--) {
      const other = draw(at + 1)
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

/**
 * One text met by the machines of all labels at once: their weights for a feature lie side by side, so the memory is
 * walked once for all of them. `weights` is rows x labels, the last row the bias; `alpha` is texts x labels.
 */
const meet = (
  { rows, values }: Vector, square: number, { label, weight }: Example, alpha: Float32Array, weights: Float32Array, scores: Float64Array,
  { cost, costOfOthers }: LearnSettings,
): void => {
  const width = scores.length
  const biasAt = weights.length - width
  for (let other = 0; other < width; other++) scores[other] = weights[biasAt + other] ?? 0
  for (let place = 0; place < rows.length; place++) {
    const value = values[place] ?? 0
    let at = (rows[place] ?? 0) * width
    for (let other = 0; other < width; other++) scores[other] = (scores[other] ?? 0) + value * (weights[at++] ?? 0)
  }
  for (let other = 0; other < width; other++) {
    const side = other === label ? 1 : -1
    const give = 0.5 / ((side === 1 ? cost : costOfOthers) * weight)
    const before = alpha[other] ?? 0
    const gradient = side * (scores[other] ?? 0) - 1 + give * before
    if (before === 0 && gradient >= 0) continue
    const after = Math.max(0, before - gradient / (square + give))
    const step = (after - before) * side
    alpha[other] = after
    weights[biasAt + other] = (weights[biasAt + other] ?? 0) + step
    for (let place = 0; place < rows.length; place++) {
      const at = (rows[place] ?? 0) * width + other
      weights[at] = (weights[at] ?? 0) + step * (values[place] ?? 0)
    }
  }
}

/** Floats to small integers, each label by its own scale. */
const shrink = (weights: Float32Array, rowCount: number, width: number): Pick<Classifier, 'weights' | 'scale' | 'bias'> => {
  const small = new Int8Array(rowCount * width)
  const scale = new Float32Array(width)
  for (let at = 0; at < small.length; at++) scale[at % width] = Math.max(scale[at % width] ?? 0, Math.abs(weights[at] ?? 0))
  for (let label = 0; label < width; label++) scale[label] = Math.max(1e-9, scale[label] ?? 0) / 127
  for (let at = 0; at < small.length; at++) small[at] = Math.round((weights[at] ?? 0) / (scale[at % width] ?? 1))
  return { weights: small, scale, bias: weights.slice(rowCount * width) }
}

/** Learns a classifier; `labels` in the order of the numbers in `examples`. */
export const learnLinear = (examples: readonly Example[], labels: readonly string[], settings: LearnSettings): Classifier => {
  const { keys, index, idf } = learnVocabulary(examples, settings)
  const width = labels.length
  const vectors = examples.map(({ features }) => vectorOf(features, settings.features, keys, index, idf))
  const squares = Float64Array.from(vectors, ({ values }) => values.reduce((sum, value) => sum + value * value, 1))
  const shuffle = shuffler(settings.seed)
  const order = Int32Array.from(examples, (_, at) => at)
  const weights = new Float32Array((keys.length + 1) * width)
  const alphas = new Float32Array(examples.length * width)
  const scores = new Float64Array(width)
  for (let round = 0; round < settings.rounds; round++) {
    shuffle(order)
    for (const at of order) {
      const [vector, example] = [vectors[at], examples[at]]
      if (vector && example) meet(vector, squares[at] ?? 1, example, alphas.subarray(at * width, (at + 1) * width), weights, scores, settings)
    }
  }
  for (const [label, name] of labels.entries()) weights[keys.length * width + label] = (weights[keys.length * width + label] ?? 0) + (settings.nudges?.[name] ?? 0)
  return { labels, settings: settings.features, keys, idf, ...shrink(weights, keys.length, width) }
}

export const copyFeatures = (list: FeatureList): FeatureList => ({
  keys: list.keys.slice(0, list.length), families: list.families.slice(0, list.length), length: list.length,
})

export const familiesUsed = (settings: FeatureSettings): readonly string[] => familyOrder.filter((family) => settings.families[family] !== undefined)
