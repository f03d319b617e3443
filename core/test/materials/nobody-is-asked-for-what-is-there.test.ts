import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AboutNeeds, type MaterialOnFile, type MaterialRules, type Need, type NeedStanding, parseMaterialRules, standingsOf } from '../../src/materials/on-file.ts'
import { addDays, addMonths, dayOf } from '../../src/primitives/day.ts'
import { instant } from '../../src/primitives/instant.ts'
import { contentFile } from '../cases/read-policies.ts'

/** The one list of what is needed: nothing that is there is asked for, nothing that is not there is passed over, and each line says why. */

const today = dayOf(2026, 11, 23)
const rules: MaterialRules = {
  kinds: [
    { id: 'income', name: { zh: '收入证明', en: 'Income' }, countsMonths: 6, documents: ['income-proof'] },
    { id: 'request', name: { zh: '申请书', en: 'Request' }, documents: [] },
  ],
}
const about = (holdings: Partial<AboutNeeds['holdings']> = {}, caseId = 'here'): AboutNeeds => ({ caseId, on: today, rules, holdings: { materials: [], onRecord: [], ...holdings } })
const given = (more: Partial<MaterialOnFile> = {}): MaterialOnFile => ({ id: 'm1', kind: 'income', caseId: 'here', receivedAt: instant(1000), receivedOn: addDays(today, -1), state: 'received', ...more })
const one = (needs: readonly Need[], at: AboutNeeds): NeedStanding => standingsOf(needs, at)[0] ?? expect.unreachable()
const income: readonly Need[] = [{ kind: 'income' }]

test('what was given before still counts, as long as it is valid, and only where it is of that kind', () => {
  const before = given({ caseId: 'elsewhere', receivedOn: addMonths(today, -6) })
  expect(one(income, about({ materials: [before] }))).toMatchObject({ state: 'held', by: 'material', until: today })
  expect(one(income, about({ materials: [{ ...before, receivedOn: addDays(addMonths(today, -6), -1) }] }))).toMatchObject({ state: 'missing', because: 'expired' })
  expect(one(income, about({ materials: [{ ...before, validUntil: addDays(today, -1) }] }))).toMatchObject({ state: 'missing', because: 'expired' })
  expect(one([{ kind: 'request' }], about({ materials: [given({ kind: 'request', caseId: 'elsewhere' })] }))).toMatchObject({ state: 'missing', because: 'never-given' })
  expect(one([{ kind: 'request' }], about({ materials: [given({ kind: 'request' })] }))).toMatchObject({ state: 'held' })
})

test('what stands in the record is not asked for, unless it is asked for anew', () => {
  expect(one(income, about({ onRecord: ['income'] }))).toEqual({ kind: 'income', state: 'held', by: 'record' })
  expect(one([{ kind: 'income', anewSince: instant(5) }], about({ onRecord: ['income'] }))).toMatchObject({ state: 'missing', because: 'asked-anew' })
  const needs = [{ kind: 'income', anewSince: instant(1000) }]
  expect(one(needs, about({ materials: [given()] }))).toMatchObject({ state: 'missing', because: 'asked-anew' })
  expect(one(needs, about({ materials: [given({ receivedAt: instant(1001) })] }))).toMatchObject({ state: 'held' })
})

test('a refused one says why; another that was accepted stands beside it', () => {
  const refused = given({ state: 'refused', reason: '照片模糊', receivedAt: instant(9000) })
  expect(one(income, about({ materials: [refused] }))).toMatchObject({ state: 'missing', because: 'refused', last: { reason: '照片模糊' } })
  const accepted = given({ id: 'm2', state: 'accepted', caseId: 'elsewhere' })
  expect(one(income, about({ materials: [refused, accepted] }))).toMatchObject({ state: 'held', material: { id: 'm2' } })
})

const materials = fc.array(fc.record({
  id: fc.uuid(), kind: fc.constantFrom('income', 'request', 'unknown'), caseId: fc.constantFrom('here', 'elsewhere'), receivedAt: fc.nat({ max: 9 }).map((at) => instant(at)),
  receivedOn: fc.integer({ min: -400, max: 0 }).map((days) => addDays(today, days)), state: fc.constantFrom('received', 'accepted', 'refused'),
  validUntil: fc.option(fc.integer({ min: -30, max: 30 }).map((days) => addDays(today, days)), { nil: undefined }),
}).map(({ validUntil, ...rest }): MaterialOnFile => (validUntil === undefined ? rest : Object.assign(rest, { validUntil }))), { maxLength: 8 })
const needs = fc.array(fc.record({ kind: fc.constantFrom('income', 'request', 'unknown'), anewSince: fc.option(fc.nat({ max: 9 }).map((at) => instant(at)), { nil: undefined }) }), { maxLength: 5 })

const anotherOne = materials.filter((list) => list.length > 0).map(([first]) => first ?? expect.unreachable())

test('whatever was given: each need stands there once, is there exactly if something for it is, and more never means less', () => {
  fc.assert(fc.property(needs, materials, fc.subarray(['income', 'unknown']), anotherOne, (asked, held, onRecord, more) => {
    const at = about({ materials: held, onRecord })
    const standings = standingsOf(asked, at)
    expect(standings.map(({ kind }) => kind)).toEqual([...new Set(asked.map(({ kind }) => kind))])
    for (const standing of standings) {
      const { anewSince } = asked.find(({ kind }) => kind === standing.kind) ?? expect.unreachable()
      const does = held.some(({ kind, state, receivedAt, receivedOn, caseId, validUntil }) => kind === standing.kind && state !== 'refused'
        && (anewSince === undefined || receivedAt > anewSince) && (validUntil === undefined || today <= validUntil)
        && (caseId === 'here' || (kind === 'income' && today <= addMonths(receivedOn, 6))))
      expect(standing.state === 'held').toBe(does || (anewSince === undefined && onRecord.includes(standing.kind)))
      if (standing.state === 'missing' && standing.last) expect(held).toContain(standing.last)
    }
    const heldBefore = standings.filter(({ state }) => state === 'held').map(({ kind }) => kind)
    const heldAfter = standingsOf(asked, about({ materials: [...held, more], onRecord })).filter(({ state }) => state === 'held').map(({ kind }) => kind)
    expect(heldAfter).toEqual(expect.arrayContaining(heldBefore))
    // The order in which things came to the file changes nothing.
    expect(standingsOf(asked, about({ materials: held.toReversed(), onRecord })).map(({ state }) => state)).toEqual(standings.map(({ state }) => state))
  }))
})

test('the kinds that ship can be read, and what proves a person counts again', () => {
  const read = parseMaterialRules(contentFile('desk/materials.json'))
  const kinds = read.ok ? read.value.kinds : expect.unreachable(JSON.stringify(read.problems))
  expect(kinds.find(({ id }) => id === 'identity-card')?.countsMonths).toBeGreaterThan(0)
  expect(kinds.find(({ id }) => id === 'request')?.countsMonths).toBeUndefined()
  expect(parseMaterialRules({ kinds: [{ id: 'x', name: { zh: 'x', en: 'x' }, documents: ['passport'] }] }).ok).toBe(false)
})
