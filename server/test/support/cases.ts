import type { getCase, getMyCase } from '@xinqiao/contract/cases.ts'
import { pieceSize } from '@xinqiao/contract/materials.ts'
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

const photograph = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('the photograph of a paper')])

/** Handing in materials: a file in pieces, a material of files. */
export const materialsOn = (server: Pick<TestServer, 'url'>) => {
  const { call, asStaff, get, getMine } = casesOn(server)
  const piece = async (headers: Record<string, string>, path: string, uploadId: string, from: number, bytes: Buffer): Promise<{ readonly status: number; readonly body: { readonly received: number; readonly file?: { readonly id: string; readonly type: string }; readonly error?: { readonly code: string } } }> => {
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(bytes)]), 'piece')
    const response = await fetch(`${server.url}/v1${path}/${uploadId}/pieces?from=${from}`, { method: 'POST', headers, body: form })
    return { status: response.status, body: await response.json() as never }
  }
  const upload = async (who: TestSession, bytes: Buffer = photograph, name = '照片.png'): Promise<string> => {
    const id = randomUUID()
    await call(customerHeaders(who), '/chat/uploads', { id, name, size: bytes.length })
    const from = async (start: number): Promise<string> => {
      const { received, file } = (await piece(customerHeaders(who), '/chat/uploads', id, start, bytes.subarray(start, start + pieceSize))).body
      return file ? file.id : await from(received)
    }
    return await from(0)
  }
  const giveMine = async (who: TestSession, caseId: string, kind: string, pages?: readonly string[], id: string = randomUUID()): Promise<Answer<Mine>> =>
    await call<Mine>(customerHeaders(who), `/chat/cases/${caseId}/materials`, { id, kind, pages: pages ?? [await upload(who)] })
  const give = (who: TestStaff, caseId: string, body: object): Promise<Answer<AtDesk>> => call<AtDesk>(asStaff(who), `/desk/cases/${caseId}/materials`, { id: randomUUID(), pages: [], ...body })
  return {
    piece, upload, giveMine, give,
    decide: (who: TestStaff, caseId: string, materialId: string, body: object) => call<AtDesk>(asStaff(who), `/desk/cases/${caseId}/materials/${materialId}/decision`, body),
    /** Everything that is missing, by the customer. */
    giveAll: async (who: TestSession, caseId: string): Promise<void> => {
      for (const { id, state } of (await getMine(who, caseId)).case.materials) if (state === 'missing') await giveMine(who, caseId, id)
    },
    /** Everything that is missing, as seen by somebody at the desk. */
    noteAll: async (who: TestStaff, caseId: string): Promise<void> => {
      for (const { id, state } of (await get(who, caseId)).case.materials) if (state === 'missing') await give(who, caseId, { kind: id, note: '柜面核对原件' })
    },
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
