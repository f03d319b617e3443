/**
 * Measures the gate: `npm run eval:compliance` judges every text of texts/ and writes figures.json and figures.md. With
 * `--misses` it lists what went wrong in the seen half instead; the unseen half is only counted.
 */
import { judge, messageRules, ruleVersion } from '@xinqiao/core/compliance/check-message.ts'
import type { MessageFacts, Speaker } from '@xinqiao/core/compliance/message-rule.ts'
import { readdir, readFile, writeFile } from 'node:fs/promises'

type Half = 'seen' | 'unseen'
type Text = {
  readonly id: string
  readonly rule: string
  readonly flagged: boolean
  readonly half: Half
  readonly text: string
  readonly speaker: Speaker
  readonly facts?: MessageFacts
}
type Judged = Text & { readonly found: ReadonlySet<string> }
type Measure = { readonly flagged: number; readonly nearMisses: number; readonly recall: number; readonly precision: number; readonly alsoNamedElsewhere: number }

const folder = new URL('texts/', import.meta.url)

const readTexts = async (): Promise<readonly Text[]> => {
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
  for (const { rule, flagged, found, text, facts, speaker, half } of judged) {
    if (half !== 'seen' || (flagged ? found.has(rule) : found.size === 0)) continue
    console.log(`${flagged ? 'missed ' : 'flagged'} ${rule} [${[...found].join(' ')}] ${speaker} ${text} ${facts ? JSON.stringify(facts) : ''}`)
  }
}

const overall = (judged: readonly Judged[]): { readonly texts: number; readonly recall: number; readonly precision: number } => {
  const flagged = judged.filter((text) => text.flagged)
  const caught = flagged.filter(({ found, rule }) => found.has(rule)).length
  const wrong = judged.filter((text) => !text.flagged && text.found.size > 0).length
  return { texts: judged.length, recall: share(caught, flagged.length), precision: share(caught, caught + wrong) }
}

/** Figures are held against facts that these texts mostly do not give: they are tested elsewhere. */
const messageRulesIn = ({ text, speaker, facts }: Text): ReadonlySet<string> =>
  new Set(judge(text, speaker, facts).findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('MSG-')))

const main = async (): Promise<void> => {
  const texts = await readTexts()
  const judged = texts.map((text): Judged => Object.assign(text, { found: messageRulesIn(text) }))
  if (process.argv.includes('--misses')) return listMisses(judged)
  const halves = { seen: judged.filter(({ half }) => half === 'seen'), unseen: judged.filter(({ half }) => half === 'unseen') }
  const names = messageRules.map(({ id }) => id).filter((id) => id.startsWith('MSG-'))
  const rules = Object.fromEntries(names.map((id) => [id, { seen: measure(halves.seen, id), unseen: measure(halves.unseen, id) }]))
  const all = { seen: overall(halves.seen), unseen: overall(halves.unseen) }
  await writeFile(new URL('figures.json', import.meta.url), `${JSON.stringify({ ruleVersion, all, rules }, undefined, 2)}\n`)
  const row = (name: string, { seen, unseen }: Record<Half, { readonly recall: number; readonly precision: number }>, count: string): string =>
    `| ${name} | ${count} | ${seen.recall} | ${seen.precision} | ${unseen.recall} | ${unseen.precision} |`
  const table = [
    `# The gate, rules of ${ruleVersion}`, '', 'Written by `npm run eval:compliance`; README.md says how to read it.', '',
    '| rule | flagged + near-miss | seen recall | seen precision | unseen recall | unseen precision |', '|---|---|---|---|---|---|',
    ...Object.entries(rules).map(([id, halfs]) => row(id, halfs, `${halfs.seen.flagged + halfs.unseen.flagged} + ${halfs.seen.nearMisses + halfs.unseen.nearMisses}`)),
    row('all', all, String(judged.length)), '',
  ].join('\n')
  await writeFile(new URL('figures.md', import.meta.url), table)
  console.log(table)
}

await main()
