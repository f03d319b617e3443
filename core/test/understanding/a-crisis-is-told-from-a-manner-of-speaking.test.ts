import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type CharacterTable, plainText, readCharacters } from '../../src/understanding/characters.ts'
import { crisesIn } from '../../src/understanding/crisis.ts'

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

type Case = { readonly text: string; readonly crises: readonly string[] }

const cases = read('evals/understanding/crises.jsonl').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Case)
const characters = readCharacters(JSON.parse(read('content/understanding/characters.json')) as CharacterTable)

describe('a threat of self-harm, violence or legal action', () => {
  it('has sixty examples and near misses', () => {
    expect(cases.filter(({ crises }) => crises.length > 0).length).toBeGreaterThanOrEqual(60)
    expect(cases.filter(({ crises }) => crises.length === 0).length).toBeGreaterThanOrEqual(50)
  })

  it.each(cases)('$text: $crises', ({ text, crises }) => {
    const found = crisesIn(plainText(text, characters))
    expect(found.filter((crisis) => crises.includes(crisis) || crises.length === 0)).toEqual(crises)
  })
})
