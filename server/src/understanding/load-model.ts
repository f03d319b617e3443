import { readFileSync } from 'node:fs'
import { type Characters, type CharacterTable, readCharacters } from '@xinqiao/core/understanding/characters.ts'
import { indexKeys } from '@xinqiao/core/understanding/classifier.ts'
import { type Concepts, readConcepts } from '@xinqiao/core/understanding/features.ts'
import { namePattern } from '@xinqiao/core/understanding/mask.ts'
import type { Model } from '@xinqiao/core/understanding/understand.ts'
import { readSpellings, type Spellings } from '@xinqiao/core/understanding/spelling.ts'
import { decodeClassifier, type ModelFile } from './model-file.ts'

export const contentFolder = new URL('../../../content/', import.meta.url)

export const loadCharacters = (): Characters =>
  readCharacters(JSON.parse(readFileSync(new URL('understanding/characters.json', contentFolder), 'utf8')) as CharacterTable)

export const loadConcepts = (): Concepts => readConcepts(readFileSync(new URL('understanding/synonyms.txt', contentFolder), 'utf8'))

export const loadSpellings = (): Spellings => readSpellings(readFileSync(new URL('understanding/spellings.txt', contentFolder), 'utf8'))

const shipped = new URL('model/intents.json', contentFolder)

export const readModelFile = (file: string | URL = shipped): ModelFile => {
  const stored = JSON.parse(readFileSync(file, 'utf8')) as ModelFile
  if (stored.format !== 1) throw new Error(`the model file ${String(file)} has the format ${String(stored.format)}; this version reads 1`)
  return stored
}

/** The model in a file's content. One that was learned without moods (`xinqiao learn`) feels as the shipped one does. */
export const modelOf = (stored: ModelFile): Model => {
  const classifier = decodeClassifier(stored)
  const storedMoods = stored.moods ?? readModelFile(shipped).moods
  if (!storedMoods) throw new Error('the shipped model has no moods: npm run train')
  const moods = decodeClassifier(storedMoods)
  return {
    version: stored.inputs, characters: loadCharacters(), concepts: loadConcepts(), spellings: loadSpellings(), classifier, index: indexKeys(classifier.keys),
    sharpness: stored.sharpness, calibration: stored.calibration, answerThreshold: stored.answerThreshold, ownNames: namePattern(stored.ownNames),
    moods: { classifier: moods, index: indexKeys(moods.keys) },
  }
}

/** The model that ships with the desk, or a lender's own from the file given. */
export const loadModel = (file: string | URL = shipped): Model => modelOf(readModelFile(file))
