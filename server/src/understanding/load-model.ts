import { readFileSync } from 'node:fs'
import { type Characters, type CharacterTable, readCharacters } from '@xinqiao/core/understanding/characters.ts'
import { indexKeys } from '@xinqiao/core/understanding/classifier.ts'
import { type Concepts, readConcepts } from '@xinqiao/core/understanding/features.ts'
import { namePattern } from '@xinqiao/core/understanding/mask.ts'
import type { Model } from '@xinqiao/core/understanding/understand.ts'
import { decodeClassifier, type ModelFile } from './model-file.ts'

export const contentFolder = new URL('../../../content/', import.meta.url)

export const loadCharacters = (): Characters =>
  readCharacters(JSON.parse(readFileSync(new URL('understanding/characters.json', contentFolder), 'utf8')) as CharacterTable)

export const loadConcepts = (): Concepts => readConcepts(readFileSync(new URL('understanding/synonyms.txt', contentFolder), 'utf8'))

/** The model that ships with the desk; a lender's own (`xinqiao learn`) is read from the file given. */
export const loadModel = (file: string | URL = new URL('model/intents.json', contentFolder)): Model => {
  const stored = JSON.parse(readFileSync(file, 'utf8')) as ModelFile
  if (stored.format !== 1) throw new Error(`the model file ${String(file)} has the format ${String(stored.format)}; this version reads 1`)
  const classifier = decodeClassifier(stored)
  const moods = stored.moods && decodeClassifier(stored.moods)
  return {
    version: stored.inputs, characters: loadCharacters(), concepts: loadConcepts(), classifier, index: indexKeys(classifier.keys),
    sharpness: stored.sharpness, calibration: stored.calibration, answerThreshold: stored.answerThreshold, ownNames: namePattern(stored.ownNames),
    moods: moods && { classifier: moods, index: indexKeys(moods.keys) },
  }
}
