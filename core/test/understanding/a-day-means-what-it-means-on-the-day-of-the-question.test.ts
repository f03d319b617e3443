import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDay } from '../../src/primitives/day.ts'
import { type CharacterTable, readCharacters } from '../../src/understanding/characters.ts'
import { findEntities } from '../../src/understanding/find-entities.ts'
import { resolveDates } from '../../src/understanding/resolve-date.ts'

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')

type Case = { readonly text: string; readonly asOf: string; readonly type: string; readonly said: string; readonly resolved?: string; readonly value?: string }

const cases = read('evals/understanding/resolved.jsonl').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Case)
const characters = readCharacters(JSON.parse(read('content/understanding/characters.json')) as CharacterTable)

describe('a day, and the number of a card', () => {
  it('has a hundred cases', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100)
  })

  it.each(cases)('$text', ({ text, asOf, type, said, resolved, value }) => {
    const day = parseDay(asOf)
    const entities = resolveDates(findEntities(text, characters), day === undefined ? {} : { asOf: day })
    const found = entities.filter((entity) => entity.type === type)
    if (said === '') expect(found).toEqual([])
    else {
      expect(found.map((entity) => entity.text)).toContain(said)
      const entity = found.find((one) => one.text === said)
      if (resolved !== undefined) expect(entity?.resolved).toBe(resolved)
      if (value !== undefined) expect(entity?.value).toBe(value)
    }
  })
})
