/**
 * `npm run eval:dialogue`: measures the dialogue on our own talks with a record (`own.jsonl`) and without (`without-record.jsonl`),
 * from which it was made, on talks written before the dialogue saw them (`unseen.jsonl`; the README has the figures of their first
 * run), and on the even half of `dialogues.jsonl`. `--odd` also measures the odd half, which is never learned from nor looked into, and logs the run in
 * `runs.jsonl`. Right = intent, all facts as said, and what is missing.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { knownTo, missingIn } from '../../core/src/understanding/dialogue/dialogue.ts'
import type { Slots } from '../../core/src/understanding/dialogue/procedure.ts'
import { holdDialogue } from '../../server/src/understanding/hold-dialogue.ts'
import { loadModel } from '../../server/src/understanding/load-model.ts'
import { disturbances } from './disturbed.ts'

type Talk = {
  readonly id: string
  readonly turns: readonly string[]
  readonly record?: Slots
  readonly expect: { readonly intent: string; readonly slots: Slots; readonly missing: readonly string[] }
}

const read = (name: string): Talk[] =>
  readFileSync(new URL(name, import.meta.url), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Talk)

const model = loadModel()

const alike = (one: Slots, other: Slots): boolean => JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())

type Score = { readonly talks: number; readonly right: number; readonly intents: number; readonly askedOfRecord: number; readonly wrong: readonly string[] }

const score = (talks: readonly Talk[]): Score => {
  const results = talks.map(({ id, turns, record = {}, expect }) => {
    const { dialogue: { requests: [first] }, questions } = holdDialogue(turns, record, model, {})
    const intent = first?.intent === expect.intent
    const facts = first !== undefined && alike(knownTo(first, record), expect.slots) && JSON.stringify(missingIn(first, record)) === JSON.stringify(expect.missing)
    return { id, intent, right: intent && facts, askedOfRecord: questions.some(({ slot }) => record[slot] !== undefined) }
  })
  const count = (test: (one: (typeof results)[number]) => boolean): number => results.filter(test).length
  return {
    talks: talks.length, right: count(({ right }) => right), intents: count(({ intent }) => intent),
    askedOfRecord: count(({ askedOfRecord }) => askedOfRecord), wrong: results.filter(({ right }) => !right).map(({ id }) => id),
  }
}

const half = (parity: number): Talk[] => read('dialogues.jsonl').filter(({ id }) => Number(id.slice(1)) % 2 === parity)

/** How many of the talks that come out right still do when they are told a little otherwise. */
const disturbed = (talks: readonly Talk[]): Readonly<Record<string, { readonly told: number; readonly right: number }>> =>
  Object.fromEntries(Object.entries(disturbances).map(([name, tell]) => {
    const { talks: told, right } = score(talks.flatMap((talk, seed) => tell(talk, seed).map((turns): Talk => ({ id: talk.id, turns, expect: talk.expect }))))
    return [name, { told, right }]
  }))

const own = score(read('own.jsonl'))
const ownWithout = score(read('without-record.jsonl'))
const unseen = score(read('unseen.jsonl'))
const even = score(half(0))
process.stdout.write(`${JSON.stringify({ own, ownWithout, unseen, even }, undefined, 2)}\n`)
process.stdout.write(`told otherwise: ${JSON.stringify(disturbed([...half(0), ...read('unseen.jsonl')]))}\n`)

if (process.argv.includes('--odd')) {
  const { wrong: _, ...odd } = score(half(1))
  const { wrong: __, ...ownShort } = own
  const { wrong: ___, ...evenShort } = even
  appendFileSync(new URL('runs.jsonl', import.meta.url), `${JSON.stringify({ at: new Date().toISOString(), model: model.version.slice(0, 12), odd })}\n`)
  writeFileSync(new URL('figures.json', import.meta.url), `${JSON.stringify({ model: model.version, odd, even: evenShort, own: ownShort }, undefined, 2)}\n`)
  process.stdout.write(`odd half: ${odd.right} of ${odd.talks} right (goal 27), the procedure right in ${odd.intents}\n`)
}
