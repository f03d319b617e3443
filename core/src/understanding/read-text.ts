import { type Characters, plainText } from './characters.ts'
import { type Concepts, emptyFeatures, type FeatureList, type FeatureSettings, readFeatures } from './features.ts'
import { findEntities } from './find-entities.ts'
import { copyFeatures } from './learn-linear.ts'
import { maskText } from './mask.ts'

/** What turns a text into features: the same in training and in use, or the model would be asked in a language it never learned. */
export type Reader = { readonly characters: Characters; readonly concepts: Concepts; readonly ownNames: RegExp | undefined }

const list = emptyFeatures()

export const featuresOf = (text: string, { characters, concepts, ownNames }: Reader, settings: FeatureSettings): FeatureList => {
  const plain = plainText(text, characters)
  readFeatures(maskText(plain, findEntities(text, characters, plain), ownNames), settings, characters, concepts, list)
  return copyFeatures(list)
}
