import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { wordRules } from '../../src/compliance/check-message.ts'
import { groundOf, ownRule, ruleOf } from '../../src/compliance/finding.ts'
import { parseRegulation } from '../../src/compliance/regulation.ts'

type Written = { readonly rule: string; readonly verdict: string; readonly release: boolean; readonly basis: readonly string[]; readonly collectorBasis?: readonly string[] }

const content = (file: string): unknown => JSON.parse(readFileSync(new URL(`../../../content/regulation/${file}`, import.meta.url), 'utf8')) as unknown

const written = content('message-rules.json') as readonly Written[]
const read = parseRegulation(content('regulation.json'))
const laws = new Map(read.ok ? read.value.map((law) => [law.id, law]) : [])

it('and no rule is missing or too many', () => {
  expect(wordRules.map(({ id }) => id).filter((id) => id.startsWith('MSG-')).toSorted()).toEqual(written.map(({ rule }) => rule).toSorted())
})

describe.each(written.map((row) => [row.rule, row] as const))('%s', (id, row) => {
  it('has the verdict, the release and the basis that compliance wrote', () => {
    const { verdict, release, basis, collectorBasis } = ruleOf(id)
    expect({ rule: id, verdict, release, basis, ...collectorBasis ? { collectorBasis } : {} }).toEqual(row)
  })

  it('names a law only where it rests on one that was read', () => {
    const { basis } = groundOf(row.basis, laws)
    const known = row.basis.filter((law) => laws.get(law)?.confidence !== 'mem')
    expect(row.basis.every((law) => laws.has(law))).toBe(true)
    expect(basis === ownRule).toBe(known.length === 0)
  })
})
