import { expect } from 'vitest'
import type { MaterialWorld } from '../../src/cases/material-needs.ts'
import { type MaterialOnFile, parseMaterialRules } from '../../src/materials/on-file.ts'
import { dayOf } from '../../src/primitives/day.ts'
import { instant } from '../../src/primitives/instant.ts'
import { contentFile } from './read-policies.ts'

/** The id that every walked case has. */
const walked = 'ca5e0001-0000-8000-a000-000000000001'

const read = parseMaterialRules(contentFile('desk/materials.json'))
export const materialRules = read.ok ? read.value : expect.unreachable(JSON.stringify(read.problems))

/** What a customer gave for a walked case; received so late that it does where it is asked for anew, for a walk gives nothing itself. */
export const givenInWalks = (kinds: readonly string[], onRecord: readonly string[] = [], caseId = walked): Pick<MaterialWorld, 'holdings' | 'materialRules'> => ({
  materialRules,
  holdings: {
    onRecord,
    materials: kinds.map((kind): MaterialOnFile => ({ id: `given-${kind}`, kind, caseId, receivedAt: instant(Date.UTC(2099, 0)), receivedOn: dayOf(2026, 11, 1), state: 'received' })),
  },
})
