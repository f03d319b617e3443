import type { getCase, getMyCase } from '@xinqiao/contract/cases.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { LoanEvent } from '@xinqiao/core/loan/events.ts'
import type { ExtensionAgreement } from '@xinqiao/core/loan/loan-system.ts'
import { addDays, addMonths, type Day } from '@xinqiao/core/primitives/day.ts'
import { fen, parseYuan } from '@xinqiao/core/primitives/money.ts'
import { parseRate } from '@xinqiao/core/primitives/rate.ts'
import { randomUUID } from 'node:crypto'
import { appendEvents, insertLoans } from '../../src/loan/store.ts'
import type { Context } from '../../src/platform/context.ts'
import type { TestServer } from './server.ts'
import { customerHeaders, type TestSession, type TestStaff } from './people.ts'

/** Cases as screens work on them: by the generic operations, at the desk and on the customer's page. */

export type AtDesk = ResponseOf<typeof getCase>['case']
export type Mine = ResponseOf<typeof getMyCase>['case']
export type Answer<Case> = { readonly status: number; readonly case: Case; readonly code: string | undefined; readonly body: unknown }

const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('a test named something that cannot be read')
  return value
}

export const casesOn = (server: Pick<TestServer, 'url'>) => {
  const call = async <Case>(headers: Record<string, string>, path: string, body?: unknown): Promise<Answer<Case>> => {
    const sent = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${server.url}/v1${path}`, { ...sent, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) } })
    const answer = (await response.json()) as { case: Case; error?: { code: string } }
    return { status: response.status, case: answer.case, code: answer.error?.code, body: answer }
  }
  const asStaff = ({ cookie }: TestStaff): Record<string, string> => ({ cookie, origin: server.url })
  return {
    call, asStaff,
    open: (who: TestStaff, customerId: string, kind: string, ask: object) => call<AtDesk>(asStaff(who), `/desk/customers/${customerId}/cases`, { key: randomUUID(), kind, ask }),
    get: (who: TestStaff, id: string) => call<AtDesk>(asStaff(who), `/desk/cases/${id}`),
    move: (who: TestStaff, id: string, move: string, input: object = {}, key: string = randomUUID()) =>
      call<AtDesk>(asStaff(who), `/desk/cases/${id}/moves`, { key, move, input }),
    openMine: (who: TestSession, kind: string, ask: object) => call<Mine>(customerHeaders(who), '/chat/cases', { key: randomUUID(), kind, ask }),
    getMine: (who: TestSession, id: string) => call<Mine>(customerHeaders(who), `/chat/cases/${id}`),
    moveMine: (who: TestSession, id: string, move: string, input: object = {}, key: string = randomUUID()) =>
      call<Mine>(customerHeaders(who), `/chat/cases/${id}/moves`, { key, move, input }),
  }
}

/** What a screen sends back of a move that shows something to agree to. */
export const fixedOf = ({ moves }: Pick<Mine, 'moves'>, name: string): Record<string, unknown> =>
  Object.fromEntries((moves.find(({ move }) => move === name)?.fields ?? []).flatMap(({ name: field, fixed, value }) => (fixed ? [[field, value]] : [])))

export type TestLoan = {
  readonly loanRef: string; readonly customerId: string; readonly principal: string; readonly today: Day
  readonly extension?: Partial<ExtensionAgreement>; readonly events?: readonly LoanEvent[]
}

/** A loan of twelve instalments, paid out a month and a half before today: the first was due two weeks ago and is paid. */
export const giveLoan = async ({ db, clock }: Context, { loanRef, customerId, principal, today, extension = {}, events }: TestLoan): Promise<{ readonly nextDue: Day }> => {
  const firstDueOn = addDays(today, -14)
  const disbursedOn = addMonths(firstDueOn, -1)
  const terms = {
    principal: must(parseYuan(principal)), annualRate: must(parseRate('0.12')), method: 'equal-principal', count: 12, every: { months: 1 }, disbursedOn, firstDueOn,
    dayCount: 'actual/365', rounding: { mode: 'half-up', unit: fen(1n) }, difference: 'last',
  } as const
  const agreement = { allowed: true, mostTimes: 1, mostMonths: 6, leastInstalmentsPaid: 0, fee: fen(5000n), guarantorConsent: false, ...extension }
  await db.transaction().execute(async (tx) => {
    await insertLoans(tx, [{ loanRef, customerId, productId: 'anxin-steady', productVersion: 1, agreement: { productName: '安心贷', terms, extension: agreement } }], clock.now())
    const first: LoanEvent = { on: firstDueOn, kind: 'repay', amount: must(parseYuan(principal)) }
    const instalment = { ...first, amount: fen(first.amount / 12n + (first.amount * 12n * 31n) / 36_500n) }
    await appendEvents(tx, [{ on: disbursedOn, kind: 'applied' } as const, { on: disbursedOn, kind: 'paid-out', firstDueOn } as const, ...(events ?? [instalment])].map((event) => ({ loanRef, event })), clock.now())
  })
  return { nextDue: addMonths(firstDueOn, 1) }
}
