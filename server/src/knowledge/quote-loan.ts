import { type Quote, quoteProduct, type QuoteRefusal } from '@xinqiao/core/knowledge/quote.ts'
import type { TermOffer } from '@xinqiao/core/knowledge/product.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import type { Fen } from '@xinqiao/core/primitives/money.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { Reader } from '../platform/db.ts'
import { pieceInForce } from './pieces.ts'

/** A trial calculation for one product in force on the day. Nothing is stored. */
export const quoteLoan = async (
  reader: Reader, productId: string, principal: Fen, term: TermOffer, day: Day,
): Promise<Quote | Refusal<QuoteRefusal | 'not-found'>> => {
  const product = await pieceInForce(reader, 'product', productId, day)
  return product ? quoteProduct(product, principal, term, day) : refuse('not-found')
}
