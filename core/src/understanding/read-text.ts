import { type Characters, plainText } from './characters.ts'
import { type Concepts, emptyFeatures, type FeatureList, type FeatureSettings, readFeatures } from './features.ts'
import { findEntities } from './find-entities.ts'
import { copyFeatures } from './learn-linear.ts'
import { maskText } from './mask.ts'
import { respell, type Spellings } from './spelling.ts'

/** What turns a text into features: the same in training and in use, or the model would be asked in a language it never learned. */
export type Reader = { readonly characters: Characters; readonly concepts: Concepts; readonly ownNames: RegExp | undefined; readonly spellings: Spellings }

const list = emptyFeatures()

export const featuresOf = (text: string, { characters, concepts, ownNames, spellings }: Reader, settings: FeatureSettings): FeatureList => {
  const plain = plainText(text, characters)
  const masked = maskText(plain, findEntities(text, characters, plain), ownNames)
  // Where words stand apart, letters are the language itself, not a hurried way of writing Chinese.
  readFeatures(settings.families.characters === undefined ? masked : respell(masked, spellings), settings, characters, concepts, list)
  return copyFeatures(list)
}
