/**
 * Measures the gate: `npm run eval:compliance` judges the texts of texts/ (seen while rules are written) and writes figures.json
 * and figures.md. With `--misses` it lists what went wrong among them instead. The texts of unseen/ are only counted, only with
 * `--unseen`, and every such run leaves a line in runs.jsonl.
 */
import { gateReader, judge, messageRules, ruleVersion } from '@xinqiao/core/compliance/check-message.ts'
import { learnedWeights } from '@xinqiao/core/compliance/learned-weights.ts'
import type { MessageFacts, Speaker } from '@xinqiao/core/compliance/message-rule.ts'
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises'

type Text = {
  readonly id: string
  readonly rule: string
  readonly flagged: boolean
  readonly text: string
  readonly speaker: Speaker
  readonly facts?: MessageFacts
}
type Judged = Text & { readonly found: ReadonlySet<string> }
type Measure = { readonly flagged: number; readonly nearMisses: number; readonly recall: number; readonly precision: number; readonly alsoNamedElsewhere: number }
type Measures = { readonly ruleVersion: string; readonly all: Measure; readonly rules: Readonly<Record<string, Measure>> }
type Figures = { readonly seen: Measures; readonly unseen?: Measures }

const reader = gateReader(learnedWeights)

const here = (name: string): URL => new URL(name, import.meta.url)

const readTexts = async (folder: URL): Promise<readonly Text[]> => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()
  const read = await Promise.all(files.map(async (name) => {
    const lines = (await readFile(new URL(name, folder), 'utf8')).split('\n').filter((line) => line !== '')
    return lines.map((line) => Object.assign(JSON.parse(line) as Omit<Text, 'rule'>, { rule: name.replace('.jsonl', '') }))
  }))
  return read.flat()
}

const share = (part: number, whole: number): number => whole === 0 ? 1 : Math.round(part / whole * 1000) / 1000

/** A near-miss of any rule counts against each rule that flags it. Another rule's flagged text may break two rules: that is only counted. */
const measure = (judged: readonly Judged[], rule: string): Measure => {
  const flagged = judged.filter((text) => text.flagged && text.rule === rule)
  const caught = flagged.filter(({ found }) => found.has(rule)).length
  const wrong = judged.filter(({ flagged: bad, found }) => !bad && found.has(rule)).length
  return {
    flagged: flagged.length,
    nearMisses: judged.filter((text) => !text.flagged && text.rule === rule).length,
    recall: share(caught, flagged.length),
    precision: share(caught, caught + wrong),
    alsoNamedElsewhere: judged.filter((text) => text.flagged && text.rule !== rule && text.found.has(rule)).length,
  }
}

const listMisses = (judged: readonly Judged[]): void => {
  for (const { rule, flagged, found, text, facts, speaker } of judged) {
    if (flagged ? found.has(rule) : found.size === 0) continue
    console.log(`${flagged ? 'missed ' : 'flagged'} ${rule} [${[...found].join(' ')}] ${speaker} ${text} ${facts ? JSON.stringify(facts) : ''}`)
  }
}

const overall = (judged: readonly Judged[]): Measure => {
  const flagged = judged.filter((text) => text.flagged)
  const caught = flagged.filter(({ found, rule }) => found.has(rule)).length
  const wrong = judged.filter((text) => !text.flagged && text.found.size > 0).length
  return {
    flagged: flagged.length, nearMisses: judged.length - flagged.length, recall: share(caught, flagged.length), precision: share(caught, caught + wrong),
    alsoNamedElsewhere: flagged.filter(({ found, rule }) => [...found].some((other) => other !== rule)).length,
  }
}

/** Figures are held against facts that these texts mostly do not give: they are tested elsewhere. */
const messageRulesIn = ({ text, speaker, facts }: Text): ReadonlySet<string> =>
  new Set(judge(reader, text, speaker, facts).findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('MSG-')))

const judgeAll = async (folder: string): Promise<readonly Judged[]> =>
  (await readTexts(here(folder))).map((text): Judged => Object.assign(text, { found: messageRulesIn(text) }))

const ruleNames = messageRules.map(({ id }) => id).filter((id) => id.startsWith('MSG-'))

const measureAll = (judged: readonly Judged[]): Measures => ({
  ruleVersion, all: overall(judged), rules: Object.fromEntries(ruleNames.map((id) => [id, measure(judged, id)])),
})

const columns = (of: Measure | undefined): string => of ? `${of.flagged} + ${of.nearMisses} | ${of.recall} | ${of.precision}` : ' | | '

const tableOf = ({ seen, unseen }: Figures): string => [
  '# The gate', '', 'Written by `npm run eval:compliance`; README.md says how to read it.', '',
  `Seen: rules of ${seen.ruleVersion}. Unseen: rules of ${unseen?.ruleVersion ?? 'none yet'}.`, '',
  '| rule | seen: flagged + near-miss | recall | precision | unseen: flagged + near-miss | recall | precision |', '|---|---|---|---|---|---|---|',
  ...ruleNames.map((id) => `| ${id} | ${columns(seen.rules[id])} | ${columns(unseen?.rules[id])} |`),
  `| all | ${columns(seen.all)} | ${columns(unseen?.all)} |`, '',
].join('\n')

const main = async (): Promise<void> => {
  const seen = await judgeAll('texts/')
  if (process.argv.includes('--misses')) return listMisses(seen)
  const before = JSON.parse(await readFile(here('figures.json'), 'utf8')) as Partial<Figures>
  const unseen = process.argv.includes('--unseen') ? measureAll(await judgeAll('unseen/')) : before.unseen
  const figures: Figures = { seen: measureAll(seen), ...unseen ? { unseen } : {} }
  if (process.argv.includes('--unseen')) await appendFile(here('runs.jsonl'), `${JSON.stringify({ at: new Date().toISOString(), ...unseen })}\n`)
  await writeFile(here('figures.json'), `${JSON.stringify(figures, undefined, 2)}\n`)
  const table = tableOf(figures)
  await writeFile(here('figures.md'), table)
  const ordinary = (await readFile(here('ordinary.txt'), 'utf8')).split('\n').filter(Boolean)
  console.log(`ordinary sentences flagged: ${ordinary.filter((text) => judge(reader, text, 'agent').verdict !== 'pass').length} of ${ordinary.length}`)
  console.log(table)
}

await main()
