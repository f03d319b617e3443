/**
 * How alike two questions are, by the features that the understanding learns from (characters, sounds, words of the field). They are
 * folded into a short vector from which no word can be read back, so that groups of questions can be kept without what was asked.
 */
import { plainText } from './characters.ts'
import { rowOf } from './classifier.ts'
import { emptyFeatures, familyOrder, type FeatureSettings, readFeatures } from './features.ts'
import { findEntities } from './find-entities.ts'
import { maskText } from './mask.ts'
import type { Model } from './understand.ts'

export type Likeness = readonly number[]

const places = 256

/** Short runs tell what a question is about; the long ones that learning uses tell how it was put. */
const settings: FeatureSettings = { families: { characters: 1, sounds: 0.3, concepts: 2 }, longest: 2 }

const features = emptyFeatures()

const normalised = (vector: readonly number[]): Likeness => {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length === 0 ? vector : vector.map((value) => value / length)
}

/** Of length 1, or all zero where the text says nothing. Facts count as facts: 3000 and 5000 are alike. */
export const likenessOf = (text: string, { characters, concepts, classifier, index, ownNames }: Model): Likeness => {
  const plain = plainText(text, characters)
  readFeatures(maskText(plain, findEntities(text, characters, plain), ownNames), settings, characters, concepts, features)
  const rarest = classifier.idf.reduce((most, value) => Math.max(most, value), 1)
  const vector = Array.from({ length: places }, () => 0)
  for (let at = 0; at < features.length; at += 1) {
    const key = features.keys[at] ?? 0
    const family = familyOrder[features.families[at] ?? 0]
    const row = rowOf(index, classifier.keys, key)
    // What the learner never met is what nobody has written of yet: it counts as rare.
    const weight = (family === undefined ? 0 : settings.families[family] ?? 0) * (row < 0 ? rarest : classifier.idf[row] ?? 0)
    const place = (key >>> 1) % places
    vector[place] = (vector[place] ?? 0) + ((key & 1) === 1 ? weight : -weight)
  }
  return normalised(vector)
}

/** From -1 to 1; of two vectors of length 1 the cosine of their angle. */
export const alikeness = (left: Likeness, right: Likeness): number => {
  const size = Math.sqrt(right.reduce((sum, value) => sum + value * value, 0))
  return size === 0 ? 0 : left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0) / size
}

export type Group = { readonly id: string; readonly sum: Likeness; readonly count: number }

/** From here on a question belongs to a group. */
export const sameMatter = 0.26

/**
 * The group that a question joins: the one whose middle it is nearest to, if it is near enough; the older one of two. A question that
 * was put into a group stays there, so that groups grow and are never shuffled.
 */
export const groupFor = (question: Likeness, groups: readonly Group[]): Group | undefined => {
  let best: { readonly group: Group; readonly near: number } | undefined
  for (const group of groups) {
    const near = alikeness(question, group.sum)
    if (near >= sameMatter && (!best || near > best.near)) best = { group, near }
  }
  return best?.group
}

export const joined = ({ id, sum, count }: Group, question: Likeness): Group => ({ id, sum: sum.map((value, at) => value + (question[at] ?? 0)), count: count + 1 })
