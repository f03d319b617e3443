import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { instant, momentText, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { recordsOf } from '../people/customers.ts'
import type { Context } from '../platform/context.ts'
import { listRows } from './commitment-store.ts'
import { commitmentsShown } from './commitments.ts'
import { timedOf } from './show-case.ts'
import { newestCases } from './store.ts'
import { headOf } from './wire.ts'

/** What stands open for a customer, in lines that somebody can read who takes him over: his cases, what was promised, what is due next. */

export type OpenMatters = { readonly done: readonly string[]; readonly promised: readonly string[]; readonly next: readonly string[] }

const mostNamed = 10

export const openMatters = async (context: Context, customerId: string, language: Language): Promise<OpenMatters> => {
  const { db } = context
  const records = await recordsOf(db, customerId)
  const timed = await Promise.all((await newestCases(db, records, mostNamed)).map((row) => timedOf(context, row, language)))
  const cases = timed.flatMap((one) => (one ? [headOf(one)] : [])).filter(({ waitsFor }) => waitsFor !== 'nobody')
  const rows = (await listRows(db, { owner: undefined, customers: records, limit: mostNamed })).filter(({ state }) => state === 'open')
  const promises = await commitmentsShown(context, rows)
  return {
    done: cases.map(({ kindName, stateName }) => `${kindName}：${stateName}`),
    promised: promises.map(({ quote, owner, due }) => `“${quote}”（${owner.name}，${momentText(instant(Date.parse(due)), shanghai)}）`),
    next: cases.flatMap(({ kindName, waitsForName, due }) => (due ? [`${kindName}：${waitsForName}，${due.day}`] : [])),
  }
}
