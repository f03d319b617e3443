import type { MaterialWorld } from '@xinqiao/core/cases/material-needs.ts'
import type { CustomerDetails } from '@xinqiao/core/people/customer.ts'
import { materialRules, materialsOnFile } from '../materials/materials.ts'
import { readCustomer } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'

/** By what the lender knows of him already, nobody is asked again. */
const onRecordOf = ({ idNumber, payoutCard, phone }: CustomerDetails): readonly string[] =>
  [...(idNumber === undefined ? [] : ['identity-card']), ...(payoutCard === undefined ? [] : ['bank-card']), ...(phone === undefined ? [] : ['contact'])]

/** What a kind that asks for material is decided on beside its own. */
export const materialsInWorld = async (context: Context, reader: Reader, customerId: string): Promise<Pick<MaterialWorld, 'holdings' | 'materialRules'>> => {
  const [customer, materials] = [await readCustomer(context, reader, customerId), await materialsOnFile(context, reader, customerId)]
  return { holdings: { materials, onRecord: onRecordOf(customer?.details ?? {}) }, materialRules: materialRules() }
}
