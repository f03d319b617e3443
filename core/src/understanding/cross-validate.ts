import { calibrated, fitCalibration, type Calibration, type Outcome } from './calibration.ts'
import { indexKeys, scoresOf, sharesOf, vectorOf } from './classifier.ts'
import { type Example, learnLinear, type LearnSettings } from './learn-linear.ts'

/** A text with the group that keeps it together with its kin, and whether it is measured when it is left out. */
export type GroupedExample = Example & { readonly group: number; readonly measured: boolean }

/** What a model that had not seen the text said of it. `scores` in the order of the labels. */
export type HeldOut = { readonly at: number; readonly fold: number; readonly scores: Float64Array }

const foldOf = (group: number, folds: number): number => ((Math.imul(group, 0x9e37_79b1) >>> 0) % 65_521) % folds

export const crossValidate = (examples: readonly GroupedExample[], labels: readonly string[], settings: LearnSettings, folds: number): HeldOut[] => {
  const held: HeldOut[] = []
  for (let fold = 0; fold < folds; fold++) {
    const classifier = learnLinear(examples.filter(({ group }) => foldOf(group, folds) !== fold), labels, settings)
    const index = indexKeys(classifier.keys)
    for (const [at, { group, measured, features }] of examples.entries()) {
      if (foldOf(group, folds) !== fold || !measured) continue
      const scores = new Float64Array(labels.length)
      scoresOf(vectorOf(features, classifier.settings, classifier.keys, index, classifier.idf), classifier, scores)
      held.push({ at, fold, scores })
    }
  }
  return held
}

export type FoldOutcome = Outcome & { readonly fold: number; readonly at: number; readonly place: number }

/** Share of the first label, whether it was right, and at which place the right one stood. */
export const outcomesOf = (held: readonly HeldOut[], examples: readonly GroupedExample[], sharpness: number, accepts: (at: number, label: number) => boolean): FoldOutcome[] =>
  held.map(({ at, fold, scores }) => {
    const shares = sharesOf(scores, sharpness)
    const order = [...shares.keys()].sort((a, b) => (shares[b] ?? 0) - (shares[a] ?? 0))
    const place = order.findIndex((label) => accepts(at, label))
    return { at, fold, place, share: shares[order[0] ?? 0] ?? 0, right: place === 0, weight: examples[at]?.weight ?? 1 }
  })

/** Confidence of each outcome by a calibration that was fitted without its fold: the honest way to measure calibration. */
export const confidencesOf = (outcomes: readonly FoldOutcome[], leastMass: number): { readonly confidence: number; readonly right: boolean; readonly at: number; readonly weight: number }[] => {
  const fitted = new Map<number, Calibration>()
  for (const { fold } of outcomes) {
    if (!fitted.has(fold)) fitted.set(fold, fitCalibration(outcomes.filter((outcome) => outcome.fold !== fold), leastMass))
  }
  return outcomes.map(({ share, right, fold, at, weight }) => {
    const calibration = fitted.get(fold)
    return { confidence: calibration ? calibrated(calibration, share) : share, right, at, weight }
  })
}

/** The lowest confidence from which on at least `goal` of the weight is right. */
export const thresholdFor = (outcomes: readonly { readonly confidence: number; readonly right: boolean; readonly weight: number }[], goal: number): number => {
  const sorted = [...outcomes].sort((a, b) => b.confidence - a.confidence)
  let [mass, right, threshold] = [0, 0, 1]
  for (const [at, outcome] of sorted.entries()) {
    mass += outcome.weight
    right += outcome.right ? outcome.weight : 0
    if (sorted[at + 1]?.confidence !== outcome.confidence && right / mass >= goal) threshold = outcome.confidence
  }
  return threshold
}
