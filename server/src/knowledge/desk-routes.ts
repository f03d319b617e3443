import { comparePiece, decideOffer, decidePiece, getPiece, listPieces, previewPiece, proposePiece, retirePiece } from '@xinqiao/contract/knowledge-desk.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Context } from '../platform/context.ts'
import { implement, type Routes, staffOf } from '../platform/http.ts'
import { comparePieces } from './compare-pieces.ts'
import { listKnowledge, readKnowledge } from './list-pieces.ts'
import { preview } from './preview-piece.ts'
import { decideOnOffer, decideOnPiece, handIn, retireWholePiece } from './work-on-pieces.ts'

const notFound: Refusal<RefusalCode> = refuse('not-found')

export const deskRoutes: Routes<Context> = (api, context) => {
  implement(api, listPieces, ({ query }) => listKnowledge(context, query))
  implement(api, getPiece, async ({ params: { kind, pieceId } }) => (await readKnowledge(context, kind, pieceId)) ?? notFound)
  implement(api, comparePiece, async ({ params: { kind, pieceId }, query }) => {
    const fields = await comparePieces(context.db, kind, pieceId, query)
    return fields ? { fields: [...fields] } : notFound
  })
  implement(api, previewPiece, ({ params: { kind }, body }) => preview(context, kind, body.body))
  implement(api, proposePiece, (call) => handIn(context, staffOf(call), call))
  implement(api, decidePiece, (call) => decideOnPiece(context, staffOf(call), call))
  implement(api, retirePiece, (call) => retireWholePiece(context, staffOf(call), call))
  implement(api, decideOffer, (call) => decideOnOffer(context, staffOf(call), call))
}
