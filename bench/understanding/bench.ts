/**
 * `npm run bench:understanding`: intents by Xinqiao and by nlp.js, in one run, on one training set and one set to measure:
 * half of the texts our templates hold (without noise) and every second of the reviewed questions to learn from, the other
 * reviewed questions measured. The odd half of `questions.jsonl` is not touched. nlp.js runs twice: with its Chinese
 * tokeniser, and with the words that jieba finds given to it with spaces between.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus } from 'node:os'
import { containerBootstrap } from '@nlpjs/core'
import { LangZh } from '@nlpjs/lang-zh'
import { Nlp } from '@nlpjs/nlp'
import { indexKeys, scoresOf, vectorOf } from '../../core/src/understanding/classifier.ts'
import { intents } from '../../core/src/understanding/intent.ts'
import { learnLinear } from '../../core/src/understanding/learn-linear.ts'
import { featuresOf } from '../../core/src/understanding/read-text.ts'
import { learnSettings, loadReader, makeExamples } from '../../server/src/understanding/learn-intents.ts'
import { createSegmenter } from '../../server/src/platform/segment.ts'
import { readUtterances } from '../../server/src/understanding/read-utterances.ts'

type Engine = { readonly name: string; readonly learn: (texts: readonly Text[]) => Promise<(text: string) => Promise<string>> }
type Text = { readonly text: string; readonly label: string }
type NlpJs = {
  settings: Record<string, unknown>
  addLanguage: (language: string) => void
  addDocument: (language: string, text: string, intent: string) => void
  train: () => Promise<void>
  process: (language: string, text: string) => Promise<{ readonly intent: string }>
}

const require = createRequire(import.meta.url)
const reader = loadReader()
const { texts, isQuestion } = makeExamples(readUtterances(), reader, learnSettings)
const questions = texts.filter((_, at) => isQuestion(at)).filter(({ measured }) => measured)
const measured = questions.filter((_, at) => at % 2 === 1)
const written = texts.filter((text, at) => text.measured && !isQuestion(at))
const learned = [...written.filter((_, at) => at % 2 === 0), ...questions.filter((_, at) => at % 2 === 0)]

const ours: Engine = {
  name: 'Xinqiao',
  learn: (body) => {
    const examples = body.map(({ text, label }) => ({ features: featuresOf(text, reader, learnSettings.features), label: intents.indexOf(label as (typeof intents)[number]), weight: 1 }))
    const classifier = learnLinear(examples, intents, learnSettings)
    const index = indexKeys(classifier.keys)
    const scores = new Float64Array(intents.length)
    return Promise.resolve((text) => {
      scoresOf(vectorOf(featuresOf(text, reader, classifier.settings), classifier.settings, classifier.keys, index, classifier.idf), classifier, scores)
      return Promise.resolve(intents[scores.reduce((best, score, at) => (score > (scores[best] ?? 0) ? at : best), 0)] ?? '')
    })
  },
}

const nlpJs = (name: string, write: (text: string) => string): Engine => ({
  name,
  learn: async (body) => {
    const container = await containerBootstrap()
    container.use(Nlp)
    container.use(LangZh)
    const nlp: NlpJs = container.get('nlp')
    // Its best guess counts even where it is unsure, as ours does.
    Object.assign(nlp.settings, { autoSave: false, log: false, threshold: 0, nlu: { log: false, useNoneFeature: false } })
    nlp.addLanguage('zh')
    for (const { text, label } of body) nlp.addDocument('zh', write(text), label)
    await nlp.train()
    return async (text) => (await nlp.process('zh', write(text))).intent
  },
})

const segmenter = createSegmenter([])
const engines = [ours, nlpJs('nlp.js', (text) => text), nlpJs('nlp.js, words of jieba given', (text) => segmenter.cut(text).join(' '))]

const seconds = (from: number): number => Math.round((performance.now() - from) / 10) / 100

const measure = async ({ name, learn }: Engine): Promise<object> => {
  const start = performance.now()
  const read = await learn(learned)
  const learnSeconds = seconds(start)
  let right = 0
  for (const { text, label } of measured) if ((await read(text)) === label) right++
  const from = performance.now()
  let count = 0
  while (performance.now() - from < 3000) {
    for (const { text } of measured) await read(text)
    count += measured.length
  }
  return { name, right: Math.round((right / measured.length) * 1e4) / 1e4, questionsASecond: Math.round(count / ((performance.now() - from) / 1000)), learnSeconds }
}

const results: object[] = []
for (const engine of engines) results.push(await measure(engine))
const { version } = require('@nlpjs/nlp/package.json') as { version: string }
const figures = { processor: cpus()[0]?.model, node: process.version, nlpJs: version, learnedFrom: learned.length, measuredOn: measured.length, results }
writeFileSync(new URL('figures.json', import.meta.url), `${JSON.stringify(figures, undefined, 2)}\n`)
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`)
