import type { previewPiece } from '@xinqiao/contract/knowledge-desk.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { exampleLoan } from '@xinqiao/core/knowledge/example-loan.ts'
import type { Product } from '@xinqiao/core/knowledge/product.ts'
import type { TermLoan } from '@xinqiao/core/knowledge/term.ts'
import { termLoan } from '@xinqiao/core/knowledge/term-loan.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { figureText, fill } from '@xinqiao/core/primitives/filling.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { findingsIn } from './judge-piece.ts'
import { lawsOn } from './laws-in-force.ts'
import { problemsOfPolicy } from './policy-check.ts'
import { type Body, piecesInForce, readPiece, textIn, withApproval, withoutApproval, withVersion } from './pieces.ts'
import type { PieceKind } from './store.ts'

/** A piece while it is written, as a customer will read it: with the figures of a loan that nobody has. */

/** When a term's template holds; other kinds have no such condition. */
type When = { readonly methods?: readonly string[]; readonly overdue?: boolean }

const whenOf = (body: Body): When => (typeof body['withLoanWhen'] === 'object' && body['withLoanWhen'] !== null ? body['withLoanWhen'] as When : {})

/** A product for which the piece is written; with overdue figures where it speaks of them. */
const exampleFor = (products: readonly Product[], body: Body, day: Day): TermLoan | undefined => {
  const { methods, overdue = /daysOverdue|overdueAmount|penaltyToDate/.test(textIn(body['withLoan'])) } = whenOf(body)
  const own = Array.isArray(body['products']) ? body['products'] as readonly unknown[] : undefined
  const fitting = products.filter(({ id, method }) => (methods === undefined || methods.includes(method)) && (own === undefined || own.includes(id)))
  const product = fitting.find(({ method }) => method === 'equal-instalment') ?? fitting[0]
  const facts = product && exampleLoan(product, day, overdue)
  return product && facts && termLoan(facts, product)
}

/** A piece that is being written has no version of its own yet, and no approval. */
const problemsOf = (kind: PieceKind, body: Body): ResponseOf<typeof previewPiece>['problems'] => {
  const read = readPiece(kind, withApproval(kind, withoutApproval(kind, withVersion(kind, body, 1)), '-', '1970-01-01'))
  return read.ok ? [] : [...read.problems]
}

export const preview = async (context: Context, kind: PieceKind, body: Body): Promise<ResponseOf<typeof previewPiece>> => {
  const { db, clock } = context
  const day = today(clock)
  const [{ groundOfRule }, problems] = [await lawsOn(db, day), problemsOf(kind, body)]
  const example = exampleFor(await piecesInForce(db, 'product', day), body, day)
  const filled = typeof body['withLoan'] === 'string' && example ? fill(body['withLoan'], example.values) : undefined
  return {
    problems: problems.length > 0 ? problems : [...problemsOfPolicy(context, kind, body)], findings: [...findingsIn(kind, body, groundOfRule)],
    ...(filled === undefined || isRefusal(filled) ? {} : { withLoan: filled.text }),
    places: Object.entries(example?.values ?? {}).map(([name, value]) => ({ name, value: typeof value === 'string' ? value : figureText(value) })),
  }
}
