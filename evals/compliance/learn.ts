/**
 * Teaches the gate's second reader: `npm run learn:gate` reads the seen texts (and, as texts that are proper, the sentences of
 * content/, copied to approved.txt) and writes core/src/compliance/learned-weights.ts. The texts of unseen/ are never read here.
 */
import { spansRead } from '@xinqiao/core/compliance/learned-signs.ts'
import { prepareText, sentencesOf } from '@xinqiao/core/compliance/prepare-text.ts'
import { signsOf, weightOf } from '@xinqiao/core/compliance/signs.ts'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Example, learnLine, type Taught } from './linear-machine.ts'

type Line = { readonly id: string; readonly flagged: boolean; readonly text: string; readonly speaker: string; readonly facts?: unknown }
/** A text, the rule that it breaks or nearly breaks; none: ordinary talk. */
type Lesson = { readonly text: string; readonly rule?: string; readonly flagged: boolean }

const root = new URL('../../', import.meta.url)
const textsIn = (folder: URL, end: string): readonly string[] =>
  readdirSync(folder).filter((name) => name.endsWith(end)).sort().map((name) => readFileSync(new URL(name, folder), 'utf8'))

/** A number that must not be said is found by its digits, not by words. */
const labels = readdirSync(new URL('texts/', import.meta.url)).map((name) => name.replace('.jsonl', '')).filter((name) => name !== 'MSG-PII').sort()

/** What is wrong only because of facts teaches nothing about words; a marketing text that is complete is marketing all the same. */
const teaches = (rule: string, { flagged, text, speaker, facts }: Line): boolean => {
  if (rule === 'MSG-BOTID') return speaker === 'bot'
  if (rule === 'MSG-OPTOUT' && !flagged) return !/退订|拒收|回(?:复)?\s*[TRN]/u.test(text)
  if (rule === 'MSG-ZERO' && !flagged) return facts === undefined
  return !(flagged && facts !== undefined && JSON.stringify(facts).includes('"case"'))
}

const readTexts = (isTaught: (id: string) => boolean): readonly Lesson[] => readdirSync(new URL('texts/', import.meta.url)).sort().flatMap((name) => {
  const rule = name.replace('.jsonl', '')
  const lines = readFileSync(new URL(`texts/${name}`, import.meta.url), 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line) as Line)
  return lines.filter((line) => isTaught(line.id) && teaches(rule, line)).map(({ text, flagged }) => ({ text: prepareText(text).plain, rule, flagged }))
})

const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(stringsIn) : []
}

/** A sentence with places as it reads when they are filled: with sums, and with days. */
const filled = (text: string): readonly string[] =>
  /\{\w+\}/u.test(text) ? [text, ...['1,210.28 元', '2026年11月30日'].map((value) => text.replaceAll(/\{\w+\}/gu, value))] : [text]

/** The sentences that ship with the desk were approved: they break no rule. Kept as a list, so that what is learned changes only when it is learned anew. */
const approvedNow = (): readonly string[] => {
  const folder = (name: string): URL => new URL(`content/${name}/`, root)
  const texts = [
    ...textsIn(folder('articles'), '.md').map((file) => file.split('\n---\n')[1] ?? ''),
    ...['replies', 'desk', 'disclosures', 'products', 'terms'].flatMap((name) => textsIn(folder(name), '.json').flatMap((file) => stringsIn(JSON.parse(file)))),
  ]
  // As the gate reads them, places filled; sentence by sentence; and in pairs, which tells more.
  const pieces = texts.flatMap((text) => {
    const sentences = sentencesOf(prepareText(text).plain).map((sentence) => sentence.text)
    return sentences.concat(sentences.length <= 2 ? [sentences.join('')] : sentences.slice(1).map((sentence, place) => `${sentences[place] ?? ''}${sentence}`))
  }).filter((text) => /[一-鿿]{4}/u.test(text))
  const asRead = texts.flatMap(filled).flatMap((text) => {
    const { plain } = prepareText(text)
    return spansRead(plain).map(({ start, end }) => plain.slice(start, end))
  })
  return [...new Set([...pieces.flatMap(filled), ...asRead.filter((text) => /[一-鿿]{4}/u.test(text))].map((text) => text.replaceAll('\n', ' ')))]
}

const approved = new URL('approved.txt', import.meta.url)

const readApproved = (): readonly Lesson[] => readFileSync(approved, 'utf8').split('\n').filter(Boolean).map((text) => ({ text, flagged: false }))

/** What agents say all day, with a greeting and without: 您好 makes nothing worse. */
const readOrdinary = (): readonly Lesson[] => readFileSync(new URL('ordinary.txt', import.meta.url), 'utf8').split('\n').filter(Boolean)
  .flatMap((text) => text.startsWith('您好') ? [text] : [text, `您好，${text}`])
  .map((text) => ({ text: prepareText(text).plain, flagged: false }))

/** Every sign met, numbered: characters and pairs first come first, meanings by their own numbers below 0. */
const numbered = (lessons: readonly Lesson[]): { readonly examples: readonly Example[]; readonly names: readonly (string | number)[] } => {
  const numbers = new Map<string | number, number>()
  const numberOf = (name: string | number): number => {
    const number = numbers.get(name) ?? numbers.size
    numbers.set(name, number)
    return number
  }
  const nameOf = (gram: number): string => String.fromCharCode(gram >>> 16, gram & 0xffff).replace('\0', '')
  const examples = lessons.map(({ text }) => {
    const signs = signsOf(text)
    return { signs: Int32Array.from([...[...signs.grams].map((gram) => numberOf(nameOf(gram))), ...[...signs.meanings].map(numberOf)]), value: weightOf(signs) }
  })
  return { examples, names: [...numbers.keys()] }
}

/** What it costs to get one wrong: a breach missed, a text of another rule or a near-miss flagged, ordinary talk flagged. */
const costs = { breach: 2.5, other: 0.4, ordinary: 2 }
/** Whether a text breaks any rule at all: of ordinary talk there is so much that it would drown the rest. */
const costsOfAny = { breach: 0.4, other: 0.4, ordinary: 0.2 }

type Costs = typeof costs

const learnFrom = (lessons: readonly Lesson[], examples: readonly Example[], size: number, isBreach: (lesson: Lesson) => boolean, cost: Costs): Float64Array =>
  learnLine(lessons.flatMap((lesson, at): readonly Taught[] => {
    const example = examples[at]
    if (!example) return []
    return isBreach(lesson) ? [{ example, side: 1, cost: cost.breach }] : [{ example, side: -1, cost: lesson.rule === undefined ? cost.ordinary : cost.other }]
  }), size)

/** Smaller weights decide nothing; the rest is kept in steps. */
const least = 0.1
const step = 50

const printedRule = (rule: string, weights: Float64Array, names: readonly (string | number)[], boundary: number): string => {
  const byWeight = new Map<number, { single: string; pairs: string; meanings: number[] }>()
  for (const [at, name] of names.entries()) {
    const weight = weights[at] ?? 0
    if (Math.abs(weight) < least || (typeof name === 'string' && /[\ud800-\udfff\n\\'`]/.test(name))) continue
    const rounded = Math.round(weight * 1000 / step) * step
    const known = byWeight.get(rounded) ?? { single: '', pairs: '', meanings: [] }
    if (typeof name === 'number') known.meanings.push(name)
    else if (name.length === 1) known.single += name
    else known.pairs += name
    byWeight.set(rounded, known)
  }
  const ordered = [...byWeight].sort(([one], [other]) => other - one)
  const grams = ordered.filter(([, { single, pairs }]) => single !== '' || pairs !== '').map(([weight, { single, pairs }]) => `[${weight},'${single}','${pairs}']`)
  const meanings = ordered.filter(([, { meanings: ids }]) => ids.length > 0).map(([weight, { meanings: ids }]) => `[${weight},[${ids.join(',')}]]`)
  return `  {\n    rule: '${rule}', bias: ${((weights.at(-1) ?? 0) - boundary).toFixed(3)},\n    grams: [${grams.join(',')}],\n    meanings: [${meanings.join(',')}],\n  },`
}

/** Above it a text is taken for a breach. */
const boundary = Number(process.env['BOUNDARY'] ?? '-0.15')

/** The module that holds what was learned, always the same for the same texts; `isTaught` leaves some of them out, to be judged by what was learned without them. */
export const learnedModule = (isTaught: (id: string) => boolean = () => true): string => {
  const lessons = [...readTexts(isTaught), ...readApproved(), ...readOrdinary()]
  const { examples, names } = numbered(lessons)
  const machines = labels.map((rule) => printedRule(rule, learnFrom(lessons, examples, names.length, (lesson) => lesson.flagged && lesson.rule === rule, costs), names, boundary))
  const any = printedRule('breach', learnFrom(lessons, examples, names.length, ({ flagged }) => flagged, costsOfAny), names, 0)
  return [
    '/* oxlint-disable oxc/approx-constant -- what was learned may look like a constant of mathematics */', "import type { LearnedRule } from './signs.ts'", '',
    '/** Written by evals/compliance/learn.ts from the seen texts: data, not code, so that its lines may be long. */',
    'export const learnedWeights: readonly LearnedRule[] = [', ...machines, any, ']', '',
  ].join('\n')
}

if (import.meta.main) {
  writeFileSync(approved, `${approvedNow().join('\n')}\n`)
  writeFileSync(new URL('core/src/compliance/learned-weights.ts', root), learnedModule())
}
