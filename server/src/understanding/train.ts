/** `npm run train`: learns the intents from `content/utterances` and writes `content/model/intents.json`. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { plainText } from '@xinqiao/core/understanding/characters.ts'
import { emptyFeatures, readFeatures } from '@xinqiao/core/understanding/features.ts'
import { findEntities } from '@xinqiao/core/understanding/find-entities.ts'
import { intents } from '@xinqiao/core/understanding/intent.ts'
import { copyFeatures, learnLinear, type LearnSettings } from '@xinqiao/core/understanding/learn-linear.ts'
import { maskText, namePattern } from '@xinqiao/core/understanding/mask.ts'
import { contentFolder, loadCharacters, loadConcepts } from './load-model.ts'
import { encodeClassifier, type ModelFile } from './model-file.ts'

const settings: LearnSettings = {
  features: { families: { characters: 1, sounds: 0.6, concepts: 0.8, ending: 0.4 }, longest: 4 },
  cost: 4, costOfOthers: 1, rounds: 30, seed: 20_260_901, leastTexts: 1,
}

const ownNames = ['安心贷', '安芯贷', '微粒贷']

type Utterance = { readonly text: string; readonly intent: string }

const folder = new URL('utterances/', contentFolder)

const readUtterances = (): Utterance[] =>
  readdirSync(folder).sort().flatMap((file) => {
    const lines = readFileSync(new URL(file, folder), 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    if (file.endsWith('.jsonl')) return lines.map((line) => JSON.parse(line) as Utterance)
    const intent = file.replace(/\.txt$/, '')
    return lines.map((text) => ({ text, intent }))
  })

const inputHash = (): string => {
  const hash = createHash('sha256')
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(new URL(file, folder)))
  for (const file of ['understanding/characters.json', 'understanding/synonyms.txt']) hash.update(readFileSync(new URL(file, contentFolder)))
  return hash.update(JSON.stringify(settings)).digest('hex')
}

const characters = loadCharacters()
const concepts = loadConcepts()
const names = namePattern(ownNames)
const features = emptyFeatures()
const utterances = readUtterances()
const examples = utterances.map(({ text, intent }) => {
  const plain = plainText(text, characters)
  readFeatures(maskText(plain, findEntities(text, characters, plain), names), settings.features, characters, concepts, features)
  return { features: copyFeatures(features), label: intents.indexOf(intent as (typeof intents)[number]), weight: 1 }
})
const classifier = learnLinear(examples, intents, settings)
const file: ModelFile = {
  format: 1, inputs: inputHash(), ...encodeClassifier(classifier), sharpness: 4, calibration: { shares: [0, 1], rightness: [0, 1] }, answerThreshold: 0.7, ownNames,
}
writeFileSync(new URL('model/intents.json', contentFolder), `${JSON.stringify(file)}\n`)
