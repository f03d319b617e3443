import { readFileSync } from 'node:fs'
import { knownTo, missingIn } from '@xinqiao/core/understanding/dialogue/dialogue.ts'
import type { Slots } from '@xinqiao/core/understanding/dialogue/procedure.ts'
import { describe, expect, it } from 'vitest'
import { holdDialogue } from '../../src/understanding/hold-dialogue.ts'
import { loadModel } from '../../src/understanding/load-model.ts'

type Talk = { readonly id: string; readonly turns: readonly string[]; readonly record?: Slots; readonly expect: { readonly intent: string; readonly slots: Slots; readonly missing: readonly string[] } }

const read = (name: string): Talk[] =>
  readFileSync(new URL(`../../../evals/dialogue/${name}`, import.meta.url), 'utf8').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Talk)

const talks = read('own.jsonl')
const model = loadModel()

describe('a talk with a record', () => {
  it('has forty examples', () => {
    expect(talks.length).toBeGreaterThanOrEqual(40)
  })

  it.each(talks)('$id: $turns', ({ turns, record = {}, expect: wanted }) => {
    const { dialogue: { requests: [first] }, questions } = holdDialogue(turns, record, model, {})
    expect(first?.intent).toBe(wanted.intent)
    expect(first && knownTo(first, record)).toEqual(wanted.slots)
    expect(first && missingIn(first, record)).toEqual(wanted.missing)
    expect(questions.filter(({ slot }) => record[slot] !== undefined)).toEqual([])
  })
})

describe('a talk without a record', () => {
  it.each(read('without-record.jsonl'))('$id: $turns', ({ turns, expect: wanted }) => {
    const { dialogue: { requests: [first] } } = holdDialogue(turns, {}, model, {})
    expect({ intent: first?.intent, slots: first && knownTo(first, {}), missing: first && missingIn(first, {}) }).toEqual(wanted)
  })
})
