import { offerOf } from '@xinqiao/core/knowledge/offer.ts'
import { parseProduct } from '@xinqiao/core/knowledge/product.ts'
import type { LoanOffer } from '@xinqiao/core/loan/loan-system.ts'
import { contentPieces } from '../../src/knowledge/content-pieces.ts'

/** What the demo lender's products offer, from the files, whatever day a test is set on. */
export const demoOffers: readonly LoanOffer[] = contentPieces().filter(({ kind }) => kind === 'product').map(({ body, file }) => {
  const read = parseProduct(body)
  if (!read.ok) throw new Error(`${file} cannot be read`)
  return offerOf(read.value)
})

/** mulberry32: a test that draws lots draws the same ones each time. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
