/**
 * Teaches the gate's second reader: `npm run learn:gate` reads the seen texts (and, as texts that are proper, the sentences of
 * content/) and writes core/src/compliance/learned-weights.ts. `--try` only cross-validates. The texts of unseen/ are never read here.
 */
import { gramCount, readable } from '@xinqiao/core/compliance/grams.ts'
import { prepareText, sentencesOf } from '@xinqiao/core/compliance/prepare-text.ts'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

type Line = { readonly id: string; readonly flagged: boolean; readonly text: string; readonly speaker: string; readonly facts?: unknown }
type Example = { readonly grams: Int32Array; /** What each gram of it weighs. */ readonly value: number; readonly label: number; readonly text: string; readonly fold: number }

const root = new URL('../../', import.meta.url)
/** A number that must not be said is found by its digits, not by words. */
const labels = readdirSync(new URL('texts/', import.meta.url)).map((name) => name.replace('.jsonl', '')).filter((name) => name !== 'MSG-PII').sort()

/** What is wrong only because of facts teaches nothing about words; a marketing text that is complete is marketing all the same. */
const teaches = (rule: string, { flagged, text, speaker, facts }: Line): boolean => {
  if (rule === 'MSG-BOTID') return speaker === 'bot'
  if (rule === 'MSG-OPTOUT' && !flagged) return !/退订|拒收|回(?:复)?\s*[TRN]/u.test(text)
  if (rule === 'MSG-ZERO' && !flagged) return facts === undefined
  return !(flagged && facts !== undefined && JSON.stringify(facts).includes('"case"'))
}

const readTexts = (): readonly { readonly text: string; readonly label: number }[] => readdirSync(new URL('texts/', import.meta.url)).flatMap((name) => {
  const rule = name.replace('.jsonl', '')
  const lines = readFileSync(new URL(`texts/${name}`, import.meta.url), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Line)
  return lines.filter((line) => teaches(rule, line) && !line.id.includes(process.env['WITHOUT'] ?? 'none')).map(({ text, flagged }) => ({ text: prepareText(text).plain, label: flagged ? labels.indexOf(rule) : -1 }))
})

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsIn) : []
}

/** The sentences that ship with the desk were approved: they break no rule. */
const readContent = (): readonly { readonly text: string; readonly label: number }[] => {
  const files = (folder: string, end: string): readonly string[] => readdirSync(new URL(`content/${folder}/`, root)).filter((name) => name.endsWith(end)).sort()
    .map((name) => readFileSync(new URL(`content/${folder}/${name}`, root), 'utf8'))
  const texts = [
    ...files('articles', '.md').map((file) => file.split('\n---\n')[1] ?? ''),
    ...['replies', 'desk', 'disclosures', 'products'].flatMap((folder) => files(folder, '.json').flatMap((file) => stringsIn(JSON.parse(file)))),
  ]
  // As the gate reads them: a short text as one, a long one by pairs of sentences.
  const pieces = texts.flatMap((text) => {
    const sentences = sentencesOf(prepareText(text).plain).map((sentence) => sentence.text)
    return sentences.length <= 2 ? [sentences.join('')] : sentences.concat(sentences.slice(1).map((sentence, place) => `${sentences[place] ?? ''}${sentence}`))
  }).filter((text) => /[一-鿿]{6}/u.test(text))
  return [...new Set(pieces)].map((text) => ({ text, label: -1 }))
}

/** What agents say all day, with a greeting and without: 您好 makes nothing worse. */
const readOrdinary = (): readonly { readonly text: string; readonly label: number }[] =>
  readFileSync(new URL('ordinary.txt', import.meta.url), 'utf8').split('\n').filter(Boolean).flatMap((text) => text.startsWith('您好') ? [text] : [text, `您好，${text}`])
    .map((text) => ({ text: prepareText(text).plain, label: -1 }))

const gramsOf = (text: string): ReadonlySet<string> => {
  const read = readable(text)
  const grams = new Set<string>()
  for (let at = 0; at < read.length; at += 1) {
    grams.add(read.charAt(at))
    if (at + 1 < read.length) grams.add(read.slice(at, at + 2))
  }
  return new Set([...grams].filter((gram) => !/[\ud800-\udfff\n\\'`]/.test(gram)))
}

/** Numbers from 0 up to `below`, always the same. */
const draws = (): ((below: number) => number) => {
  let state = 20_261_123
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor(state / 4_294_967_296 * below)
  }
}

const costOfBreach = 3
const cost = 1
const rounds = 25

/** A support-vector machine for one rule against all else, squared hinge loss, by dual coordinate descent (Hsieh and others, ICML 2008). The last weight is the bias. */
const learnOne = (examples: readonly Example[], label: number, size: number): Float64Array => {
  const weights = new Float64Array(size + 1)
  const alpha = new Float64Array(examples.length)
  const order = examples.map((_, at) => at)
  const draw = draws()
  for (let round = 0; round < rounds; round += 1) {
    for (let at = order.length - 1; at > 0; at -= 1) {
      const other = draw(at + 1)
      const kept = order[at] ?? 0
      order[at] = order[other] ?? 0
      order[other] = kept
    }
    for (const at of order) {
      const example = examples[at]
      if (!example) continue
      const side = example.label === label ? 1 : -1
      const { value } = example
      let score = weights[size] ?? 0
      for (const gram of example.grams) score += (weights[gram] ?? 0) * value
      const give = 0.5 / (side === 1 ? cost * costOfBreach : cost)
      const gradient = side * score - 1 + give * (alpha[at] ?? 0)
      const before = alpha[at] ?? 0
      if (before === 0 && gradient >= 0) continue
      const after = Math.max(0, before - gradient / (1 + value * value * example.grams.length + give))
      const step = (after - before) * side
      alpha[at] = after
      weights[size] = (weights[size] ?? 0) + step
      for (const gram of example.grams) weights[gram] = (weights[gram] ?? 0) + step * value
    }
  }
  return weights
}

const scoreOf = (weights: Float64Array, { grams, value }: Example, size: number): number =>
  grams.reduce((sum, gram) => sum + (weights[gram] ?? 0), 0) * value + (weights[size] ?? 0)

const crossValidate = (examples: readonly Example[], size: number, texts: number): void => {
  const folds = 5
  const scores = examples.map(() => new Float64Array(labels.length))
  for (let fold = 0; fold < folds; fold += 1) {
    const others = examples.filter((example) => example.fold !== fold)
    for (const [label] of labels.entries()) {
      const weights = learnOne(others, label, size)
      for (const [at, example] of examples.entries()) if (example.fold === fold) (scores[at] ?? new Float64Array())[label] = scoreOf(weights, example, size)
    }
  }
  for (const least of [-0.5, -0.4, -0.3, -0.2, -0.1, 0, 0.1, 0.2]) {
    const judged = examples.slice(0, texts).map(({ label }, at) => ({ label, found: labels.flatMap((_, other) => (scores[at]?.[other] ?? 0) >= least ? [other] : []) }))
    const breaches = judged.filter(({ label }) => label >= 0)
    const caught = breaches.filter(({ label, found }) => found.includes(label)).length
    const wrong = judged.filter(({ label, found }) => label < 0 && found.length > 0).length
    const inContent = examples.slice(texts).filter((_, at) => labels.some((__, other) => (scores[at + texts]?.[other] ?? 0) >= least)).length
    console.log(`boundary ${least}: recall ${(caught / breaches.length).toFixed(3)}, precision ${(caught / (caught + wrong)).toFixed(3)}, content ${inContent}`)
  }
}

const printed = (machines: readonly Float64Array[], names: readonly string[]): string => {
  const size = names.length
  const boundary = Number(process.env['BOUNDARY'] ?? '-0.15')
  const least = Number(process.env['LEAST'] ?? '0.12')
  const rules = machines.map((weights, label) => {
    const byWeight = new Map<number, { single: string; pairs: string }>()
    for (const [at, name] of names.entries()) {
      const weight = weights[at] ?? 0
      if (Math.abs(weight) < least) continue
      const rounded = Math.round(weight * 20) * 50
      const known = byWeight.get(rounded) ?? { single: '', pairs: '' }
      if (name.length === 1) known.single += name
      else known.pairs += name
      byWeight.set(rounded, known)
    }
    const grams = [...byWeight].sort(([one], [other]) => other - one).map(([weight, { single, pairs }]) => `[${weight}, ${quoted(single)}, ${quoted(pairs)}]`)
    return `  {\n    rule: '${labels[label] ?? ''}', bias: ${((weights[size] ?? 0) - boundary).toFixed(3)}, \n    grams: [${grams.join(', ')}],\n  },`
  })
  return `import type { LearnedRule } from './grams.ts'\n\n/** Written by evals/compliance/learn.ts from the seen texts: data, not code, so that its lines may be long. */\nexport const learnedWeights: readonly LearnedRule[] = [\n${rules.join('\n')}\n]\n`
}

const quoted = (text: string): string => `'${text}'`

const main = (): void => {
  const texts = readTexts()
  const all = [...texts, ...readContent(), ...readOrdinary()]
  const numbers = new Map<string, number>()
  const examples = all.map(({ text, label }, at): Example => {
    const grams = [...gramsOf(text)].map((gram) => {
      const number = numbers.get(gram) ?? numbers.size
      numbers.set(gram, number)
      return number
    })
    return { grams: Int32Array.from(grams), value: 1 / Math.sqrt(gramCount(readable(text))), label, text, fold: at % 5 }
  })
  console.log(`${texts.length} texts, ${all.length - texts.length} sentences of content, ${numbers.size} grams`)
  if (process.argv.includes('--try')) return crossValidate(examples, numbers.size, texts.length)
  const machines = labels.map((_, label) => learnOne(examples, label, numbers.size))
  writeFileSync(new URL('core/src/compliance/learned-weights.ts', root), printed(machines, [...numbers.keys()]))
}

main()
