import type { CaseField } from '@xinqiao/contract/cases.ts'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { choiceWord, fieldWord, limitWord } from '../../src/cases/case-words.ts'
import { formOf } from '../../src/cases/form.ts'
import { kinds } from '../../src/cases/kinds.ts'

const all = (fields: readonly CaseField[]): readonly CaseField[] => fields.flatMap((field) => [field, ...all(field.fields ?? [])])

/** The forms of a kind, with nothing of the policy or the customer to choose from. */
const formsOf = (name: string) => {
  const { ask, inputs } = kinds.get(name) ?? expect.unreachable()
  return [ask, ...Object.values(inputs)].flatMap((shape) => all(formOf(shape, { kind: '', language: 'zh', choices: {}, seen: {} })))
}

test.each([...kinds.keys()])('%s: each field and each choice has its words, in Chinese and in English', (name) => {
  for (const field of formsOf(name)) {
    for (const language of ['zh', 'en'] as const) {
      expect([field.name, fieldWord(field.name, language)]).toEqual([field.name, expect.any(String)])
      for (const { id } of field.choices ?? []) expect([id, choiceWord(id, language)]).toEqual([id, expect.any(String)])
    }
  }
})

test.each([...kinds.keys()])('%s: each time of its policy has its words', (name) => {
  const { limits } = JSON.parse(readFileSync(new URL(`../../../content/cases/${name}.json`, import.meta.url), 'utf8')) as { limits: { name: string }[] }
  for (const { name: limit } of limits) for (const language of ['zh', 'en'] as const) expect([limit, limitWord(limit, language)]).toEqual([limit, expect.any(String)])
})

test.each([...kinds.keys()])('%s: what a move takes is described for every move that a person makes', (name) => {
  const { procedure, inputs } = kinds.get(name) ?? expect.unreachable()
  expect(Object.keys(inputs).sort()).toEqual(Object.keys(procedure.moves).sort())
})
