/**
 * `npm run bench:understanding`: intents by Xinqiao and by nlp.js, in one run, on one training set and one set to measure:
 * half of the texts our templates hold (without noise) and every second of the reviewed questions to learn from, the other
 * reviewed questions measured. The odd half of `questions.jsonl` is not touched.
 *
 * nlp.js runs three times: with its package for Chinese; with that and the words of jieba with spaces between; and with the
 * words of jieba and without the package. The package's stemmer passes over what the tokeniser found, cuts the text anew by a
 * dictionary of its own and spells each word in syllables, every syllable a feature: of the words given to it, only the places
 * where no word may cross are left, so the second run differs little from the first. In the third the words are the features.
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

type Result = { readonly name: string; readonly right: number; readonly questionsASecond: number; readonly learnSeconds: number }
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

const nlpJs = (name: string, languagePackage: boolean, write: (text: string) => string): Engine => ({
  name,
  learn: async (body) => {
    const container = await containerBootstrap()
    container.use(Nlp)
    if (languagePackage) container.use(LangZh)
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
const inWords = (text: string): string => segmenter.cut(text).join(' ')
const engines = [
  ours, nlpJs('nlp.js with lang-zh', true, (text) => text), nlpJs('nlp.js with lang-zh, words of jieba given', true, inWords),
  nlpJs('nlp.js without lang-zh, words of jieba given', false, inWords),
]

const seconds = (from: number): number => Math.round((performance.now() - from) / 10) / 100

const measure = async ({ name, learn }: Engine): Promise<Result> => {
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

const results: Result[] = []
for (const engine of engines) results.push(await measure(engine))
const { version } = require('@nlpjs/nlp/package.json') as { version: string }
const figures = { processor: cpus()[0]?.model, node: process.version, nlpJs: version, learnedFrom: learned.length, measuredOn: measured.length, results }
writeFileSync(new URL('figures.json', import.meta.url), `${JSON.stringify(figures, undefined, 2)}\n`)
writeFileSync(new URL('README.md', import.meta.url), [
  '# Intents by Xinqiao and by nlp.js', '',
  `Written by \`npm run bench:understanding\`: one run, ${figures.learnedFrom} texts to learn from and ${figures.measuredOn} reviewed questions of the even half`,
  `measured, the same for all; nlp.js ${version}, Node ${process.version}, ${figures.processor ?? 'an unknown processor'}. Speeds are of one run on a machine that had other work.`, '',
  '| | right | questions a second | seconds to learn |', '|---|---|---|---|',
  ...results.map(({ name, right, questionsASecond, learnSeconds }) => `| ${name} | ${right} | ${questionsASecond} | ${learnSeconds} |`), '',
  'Each of the three runs of nlp.js is given other input. Its package for Chinese passes over the words its tokeniser found, cuts the text anew',
  'by a dictionary of its own and spells each word in syllables, every syllable a feature. Words given to it with spaces between are therefore',
  'mostly lost again, and an earlier, smaller body gave both runs the same share of right answers. Without that package the words are the features.', '',
].join('\n'))
process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`)
