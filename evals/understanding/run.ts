/**
 * `npm run eval:understanding`: measures the shipped model and writes `figures.json`, `README.md` and `reliability.svg`.
 * Every run measures the odd half of the questions once and adds a line to `runs.jsonl`; `--without-odd` leaves it alone.
 * `--without-ablation` keeps the last figures of what each group of features is worth: they take most of the time.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { loadModel } from '../../server/src/understanding/load-model.ts'
import { learnSettings } from '../../server/src/understanding/learn-intents.ts'
import { ablation, type CrossValidated, crossValidated, crossValidatedMoods, measureCrises, measureOddHalf, measureRequests, measureResolved, measureSpeed } from './measure.ts'
import { binsOf, reliabilityPicture } from './pictures.ts'
import { type IntentScore, type Rates } from './score.ts'

type Odd = {
  readonly intents: IntentScore
  readonly rightInterval95: { readonly low: number; readonly high: number }
  readonly calibrationError: number
  readonly entities: Readonly<Record<string, Rates>>
  readonly moods: { readonly macroF1: number }
}

const here = (name: string): URL => new URL(name, import.meta.url)

const model = loadModel()
const { stated, unseen, ...validated } = crossValidated(learnSettings)
const validatedMoods = crossValidatedMoods(unseen)
const last = JSON.parse(readFileSync(here('figures.json'), 'utf8')) as { readonly ablated: Record<string, CrossValidated> }
const ablated = process.argv.includes('--without-ablation') ? last.ablated : ablation()
const resolved = measureResolved(model)
const requests = measureRequests(model)
const crises = measureCrises(model)
const questionsASecond = measureSpeed(model)

const rows = (table: Readonly<Record<string, CrossValidated>>): string[] =>
  Object.entries(table).map(([name, { right, reviewed, voices, calibrationError }]) =>
    `| ${name} | ${right} | ${reviewed.right} | ${reviewed.amongThree} | ${voices.right} | ${voices.amongThree} | ${calibrationError} |`)

const readable = (odd: Odd): string => {
  const { intents, entities, moods, rightInterval95: { low, high } } = odd
  const facts = entities['all']?.f1 ?? 0
  const met = (value: number, goal: number): string => (value >= goal ? 'met' : '**missed**')
  return [
    '# Understanding, measured', '',
    'Written by `npm run eval:understanding`. The odd half of `questions.jsonl` is measured only, never learned from nor looked into;',
    '`runs.jsonl` has every run on it. All else is by 10-fold cross-validation over our own body and the even half; a voice (one writer of',
    '`content/voices`) is always left out whole.', '',
    '| on the odd half (320 questions) | figure | goal | |', '|---|---|---|---|',
    `| right at first (label or a fair other one) | ${intents.right} (95%: ${low} to ${high}) | 0.88 | ${met(intents.right, 0.88)} |`,
    `| the label alone | ${intents.labelAlone} | | |`,
    `| among the first three | ${intents.amongThree} | 0.96 | ${met(intents.amongThree, 0.96)} |`,
    `| out-of-scope, precision | ${intents.outOfScope.precision} | 0.80 | ${met(intents.outOfScope.precision, 0.8)} |`,
    `| out-of-scope, recall | ${intents.outOfScope.recall} | 0.80 | ${met(intents.outOfScope.recall, 0.8)} |`,
    `| right where the desk answers alone (from ${intents.atThreshold.threshold.toFixed(3)}) | ${intents.atThreshold.right} | 0.97 | ${met(intents.atThreshold.right, 0.97)} |`,
    `| share that it answers alone | ${intents.atThreshold.covered} | 0.70 | ${met(intents.atThreshold.covered, 0.7)} |`,
    `| calibration error | ${odd.calibrationError} | | |`,
    `| facts, F1 by type, words, value and unit | ${facts} | 0.92 | ${met(facts, 0.92)} |`,
    `| mood, macro-F1 | ${moods.macroF1} | 0.75 | ${met(moods.macroF1, 0.75)} |`, '',
    '| elsewhere | figure | goal | |', '|---|---|---|---|',
    `| calibration error by cross-validation over ${validated.texts} texts | ${validated.calibrationError} | 0.03 | ${validated.calibrationError <= 0.03 ? 'met' : '**missed**'} |`,
    ...([['the even half', validatedMoods.reviewed], ['voices', validatedMoods.voices]] as const).map(([name, { questions, macroF1, interval95 }]) =>
      `| mood by cross-validation, macro-F1, ${questions} texts of ${name} | ${macroF1} (95%: ${interval95.low} to ${interval95.high}) | | |`),
    `| own cases of days and cards | ${resolved.right} of ${resolved.cases} | | |`,
    `| own texts with one request or several, of ${requests.texts} (${requests.ofSeveral} of several): all requests right | ${requests.allRight} | | |`,
    `| own texts with a threat, and near misses | ${crises.right} of ${crises.cases} | | |`,
    `| questions a second on one core, facts and mood included | ${questionsASecond} | 3000 | ${met(questionsASecond, 3000)} |`, '',
    '## What each group of features is worth', '', 'By cross-validation; `reviewed` is the even half.', '',
    '| features | right | reviewed, right | among three | voices, right | among three | calibration error |', '|---|---|---|---|---|---|---|',
    ...rows({ all: validated, ...ablated }), '',
    '![stated confidence against the share that was right](reliability.svg)', '',
  ].join('\n')
}

if (process.argv.includes('--without-odd')) {
  process.stdout.write(`${JSON.stringify({ validated, validatedMoods, ablated, resolved, requests, crises, questionsASecond }, undefined, 2)}\n`)
} else {
  const { figures, bins } = measureOddHalf(model)
  const odd = figures as Odd
  appendFileSync(here('runs.jsonl'), `${JSON.stringify({ at: new Date().toISOString(), model: model.version.slice(0, 12), intents: odd.intents, entities: odd.entities['all'], mood: odd.moods.macroF1 })}\n`)
  writeFileSync(here('figures.json'), `${JSON.stringify({ model: model.version, odd: figures, validated, validatedMoods, ablated, resolved, requests, crises, questionsASecond }, undefined, 2)}\n`)
  writeFileSync(here('reliability.svg'), reliabilityPicture([
    { name: 'cross-validation', colour: '#1f5fbf', bins: binsOf(stated) }, { name: 'odd half', colour: '#c2410c', bins },
  ]))
  const text = readable(odd)
  writeFileSync(here('README.md'), text)
  process.stdout.write(text)
}
