import type { Calibration } from '@xinqiao/core/understanding/calibration.ts'
import type { Classifier } from '@xinqiao/core/understanding/classifier.ts'
import type { FeatureSettings } from '@xinqiao/core/understanding/features.ts'

/** A learned model as a file: JSON, the tables of numbers in base64. */
export type ModelFile = {
  readonly format: 1
  /** SHA-256 of everything it was learned from; where it differs from the content beside it, training must run again. */
  readonly inputs: string
  readonly labels: readonly string[]
  readonly settings: FeatureSettings
  readonly keys: string
  readonly idf: string
  readonly weights: string
  readonly scale: readonly number[]
  readonly bias: readonly number[]
  readonly sharpness: number
  readonly calibration: Calibration
  readonly answerThreshold: number
  readonly ownNames: readonly string[]
  /** How the customer feels; a model learned from a lender's own questions goes without and uses the desk's. */
  readonly moods?: ClassifierFields
}

const toBase64 = (table: Int32Array | Float32Array | Int8Array): string => Buffer.from(table.buffer, table.byteOffset, table.byteLength).toString('base64')

const bytesOf = (text: string): ArrayBuffer => {
  const bytes = Buffer.from(text, 'base64')
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
}

export type ClassifierFields = Pick<ModelFile, 'labels' | 'settings' | 'keys' | 'idf' | 'weights' | 'scale' | 'bias'>

export const encodeClassifier = ({ labels, settings, keys, idf, weights, scale, bias }: Classifier): ClassifierFields => ({
  labels, settings, keys: toBase64(keys), idf: toBase64(idf), weights: toBase64(weights), scale: [...scale], bias: [...bias],
})

export const decodeClassifier = ({ labels, settings, keys, idf, weights, scale, bias }: ClassifierFields): Classifier => ({
  labels, settings, keys: new Int32Array(bytesOf(keys)), idf: new Float32Array(bytesOf(idf)), weights: new Int8Array(bytesOf(weights)),
  scale: Float32Array.from(scale), bias: Float32Array.from(bias),
})
