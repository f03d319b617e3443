import * as authorisations from '@xinqiao/contract/authorisations.ts'
import * as cases from '@xinqiao/contract/cases.ts'
import * as certificates from '@xinqiao/contract/certificate-case.ts'
import * as commitments from '@xinqiao/contract/commitments.ts'
import * as chat from '@xinqiao/contract/chat.ts'
import * as dataRights from '@xinqiao/contract/data-rights.ts'
import * as changes from '@xinqiao/contract/detail-changes.ts'
import * as erasure from '@xinqiao/contract/erasure.ts'
import * as cost from '@xinqiao/contract/cost-table.ts'
import * as knowledge from '@xinqiao/contract/knowledge.ts'
import * as loans from '@xinqiao/contract/loans.ts'
import * as insight from '@xinqiao/contract/insight.ts'
import * as routing from '@xinqiao/contract/routing.ts'
import * as caseMaterials from '@xinqiao/contract/case-materials.ts'
import * as materials from '@xinqiao/contract/materials.ts'
import * as people from '@xinqiao/contract/people.ts'
import { socketPath } from '@xinqiao/contract/socket.ts'
import { expect, it } from 'vitest'
import { customerOperations, lightSocketPath } from '../../src/api/light.ts'

it('asks what the contract says, by the same method at the same address', () => {
  const contract: Readonly<Record<string, unknown>> = {
    ...authorisations, ...caseMaterials, ...cases, ...certificates, ...changes, ...chat, ...commitments, ...cost, ...dataRights, ...erasure, ...insight, ...knowledge, ...loans, ...materials, ...people, ...routing,
  }
  for (const [name, { id, method, path }] of Object.entries(customerOperations)) {
    expect(contract[name]).toMatchObject({ id, method, path })
    expect(id).toBe(name)
  }
  expect(lightSocketPath).toBe(socketPath)
})
