/** What a screen may make of a case's data beyond its facts; of a kind that it does not know it makes nothing. */

type Known = {
  readonly ask?: { readonly productId?: unknown }
  readonly offer?: { readonly amount?: unknown; readonly count?: unknown }
  readonly number?: unknown
}

export type CostsOf = { readonly productId: string; readonly wish: { readonly amount: string; readonly count: number } }

/** Whose cost table is to be read before somebody says yes to it. */
export const costsIn = (data: Readonly<Record<string, unknown>>): CostsOf | undefined => {
  const { ask, offer } = data as Known
  const [productId, amount, count] = [ask?.productId, offer?.amount, offer?.count]
  return typeof productId === 'string' && typeof amount === 'string' && typeof count === 'number' ? { productId, wish: { amount, count } } : undefined
}

/** The number of the paper that came of a case. */
export const paperIn = (data: Readonly<Record<string, unknown>>): string | undefined => {
  const { number } = data as Known
  return typeof number === 'string' ? number : undefined
}
