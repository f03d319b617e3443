import { everyOf, getCostTable, getLoanCostTable, getMyCostTable, printCostTable, printLoanCostTable, printMyCostTable } from '@xinqiao/contract/cost-table.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { parseYuan } from '@xinqiao/core/primitives/money.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { refuseTooMany } from '../people/rate-limit.ts'
import { recordView } from '../people/record-view.ts'
import type { Context } from '../platform/context.ts'
import { type Bytes, type Call, customerOf, implement, languageOf, type Routes, staffOf } from '../platform/http.ts'
import { pdfType } from '../platform/pdf.ts'
import { type MadeTable, printTable, tableOfLoan, tableOfOffer, tableWire } from './cost-tables.ts'

/** Anybody may print an offer; printing takes some thirty milliseconds, so nobody may keep the desk busy with it. */
const printing = { name: 'print-cost-table', most: 30, seconds: 60 } as const

const printed = async (made: MadeTable | Refusal<RefusalCode>, context: Context): Promise<Bytes | Refusal<RefusalCode>> =>
  isRefusal(made) ? made : { bytes: await printTable(made, context), type: pdfType, saveAs: `${made.table.title}.pdf` }

const shown = (made: MadeTable | Refusal<RefusalCode>) => (isRefusal(made) ? made : tableWire(made))

const ofOffer = async (context: Context, { params, query, request }: Pick<Call<typeof getCostTable>, 'params' | 'query' | 'request'>) => {
  const principal = parseYuan(query.amount)
  if (principal === undefined) return refuse('quote-not-possible', {}, 'amount')
  return await tableOfOffer(context, { productId: params.productId, principal, term: { count: query.count, every: everyOf(query) } }, languageOf(request))
}

/** The desk looks at a customer's contract: that is written down. */
const atDesk = async (context: Context, call: Call<typeof getLoanCostTable> | Call<typeof printLoanCostTable>) => {
  const made = await tableOfLoan(context, call.params.loanRef, languageOf(call.request))
  if (!isRefusal(made)) await recordView(context, { staffId: staffOf(call).staffId, customers: [made.owner], what: 'loans' })
  return made
}

const ofMine = (context: Context, call: Call<typeof getMyCostTable> | Call<typeof printMyCostTable>) =>
  tableOfLoan(context, call.params.loanRef, languageOf(call.request), customerOf(call).customerId)

export const costRoutes: Routes<Context> = (api, context) => {
  implement(api, getCostTable, async (call) => shown(await ofOffer(context, call)))
  implement(api, printCostTable, async (call) =>
    (await refuseTooMany(context, printing, call.request.ip)) ?? printed(await ofOffer(context, call), context))
  implement(api, getLoanCostTable, async (call) => shown(await atDesk(context, call)))
  implement(api, printLoanCostTable, async (call) => printed(await atDesk(context, call), context))
  implement(api, getMyCostTable, async (call) => shown(await ofMine(context, call)))
  implement(api, printMyCostTable, async (call) =>
    (await refuseTooMany(context, printing, customerOf(call).customerId)) ?? printed(await ofMine(context, call), context))
}
