import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { isDemoLender } from './store.ts'

/** Who the lender is whose desk this is. */
const lender = z.object({
  name: z.string(),
  /** As it stands in contracts, where that is not the name he goes by. */
  legalName: z.string().optional(),
  hotline: z.string().default(''),
  assistant: z.string().default('信桥'),
})
export type Lender = z.infer<typeof lender>

const unnamed: Lender = { name: '信桥', hotline: '', assistant: '信桥' }

export const readLender = async ({ db }: Pick<Context, 'db'>): Promise<Lender> => {
  const row = await db.selectFrom('installation').select('value').where('name', '=', 'lender').executeTakeFirst()
  return row ? lender.parse(row.value) : unnamed
}

export const saveLender = async (tx: Reader, value: Lender): Promise<void> => {
  await tx
    .insertInto('installation')
    .values({ name: 'lender', value: JSON.stringify(value) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: JSON.stringify(value) }))
    .execute()
}

/** Whether this is the demo's lender, whose gateways and banks are stand-ins. */
export const runsDemo = (reader: Reader): Promise<boolean> => isDemoLender(reader)
