import type { ChangeKind } from '@xinqiao/core/people/detail-change.ts'
import { localTime, instant } from '@xinqiao/core/primitives/instant.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { readCustomer } from '../people/customers.ts'
import { readLender } from '../people/lender.ts'
import { sendText } from '../people/text-message.ts'
import { changeNames, wordsFor } from '../people/words.ts'
import type { Context } from '../platform/context.ts'
import { cancelToken, changeRow, maskOf, openValue } from './change-details.ts'
import { zoneOf } from './contact-limits.ts'

/** The notices of a change: to the old number above all, for whoever reads that may be the only one who knows nothing of it. */

export type ToldChange = 'requested' | 'applied' | 'cancelled'

const momentText = (at: Date, zone: ReturnType<typeof zoneOf>): string => {
  const { day, minute } = localTime(instant(at.getTime()), zone)
  return `${isoDay(day)} ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

export const tellChange = async (context: Context, changeId: string, what: ToldChange): Promise<void> => {
  const { db, config } = context
  const row = await changeRow(context, changeId)
  const customer = row && (await readCustomer(context, db, row.customer_id))
  if (!row || !customer || customer.erased) return
  const value = (await openValue(context, db, row, 'new')) ?? ''
  const kind: ChangeKind = row.kind
  const { name: lender, hotline } = await readLender(context)
  const [to, at] = [maskOf(kind, value), momentText(row.applies_at, zoneOf(customer))]
  const figures = [to, at, hotline]
  const text = wordsFor(`change-${what}`, 'zh', {
    lender, hotline, what: changeNames[kind].zh, to, at,
    link: `${config.publicUrl}/chat#cancel=${await cancelToken(context, changeId)}`,
  })
  const before = kind === 'phone' ? await openValue(context, db, row, 'old') : customer.details.phone
  const phones = new Set([before, ...(kind === 'phone' && what === 'applied' ? [value] : [])].filter((phone) => phone !== undefined))
  for (const phone of phones) await sendText(context, { customerId: customer.customerId, phone, text, figures })
}
