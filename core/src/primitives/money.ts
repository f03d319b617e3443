/**
 * Money is a whole number of fen (分), a branded bigint, so that no amount ever passes through floating point
 * and no count or number of days is taken for money by mistake.
 */

declare const fenBrand: unique symbol

/** An amount of money in fen; 1 yuan = 100 fen. May be negative (an entry that takes away). */
export type Fen = bigint & { readonly [fenBrand]: true }

export const fen = (amount: bigint): Fen => amount as Fen

export const zeroFen: Fen = fen(0n)

const yuanPattern = /^(-?)(\d{1,15})(?:\.(\d{1,2}))?$/

/**
 * Reads a decimal string of yuan such as `1234.5` or `-0.07`; thousands separators must be removed before.
 * Returns undefined where the text is no amount with at most two decimals.
 */
export const parseYuan = (text: string): Fen | undefined => {
  const match = yuanPattern.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', cents = ''] = match
  const amount = BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'))
  return fen(sign === '-' ? -amount : amount)
}

/** The amount as a plain decimal string of yuan with two decimals: `1234.50`. The form of the wire and of files. */
export const yuanText = (amount: Fen): string => {
  const size = amount < 0n ? -amount : amount
  return `${amount < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}

/** The amount as people read it, with thousands separators: `1,234.50`. */
export const formatYuan = (amount: Fen): string => yuanText(amount).replace(/\B(?=(?:\d{3})+\.)/g, ',')

export const addFen = (...amounts: readonly Fen[]): Fen => fen(amounts.reduce((sum, amount) => sum + amount, 0n))
