/**
 * An exact rate: a fraction of two integers, `den` > 0. 7.2% a year is 72/1000 with period `year`.
 * The period is part of the type, so that a daily rate is never shown or reckoned as a yearly one.
 */
export type RatePeriod = 'year' | 'month' | 'day'

export type Rate = { readonly num: bigint; readonly den: bigint; readonly period: RatePeriod }

const decimalPattern = /^(-?)(\d{1,12})(?:\.(\d{1,18}))?$/

/** Reads a decimal string, `0.072`, as an exact rate; undefined where the text is no decimal number. */
export const parseRate = (text: string, period: RatePeriod = 'year'): Rate | undefined => {
  const match = decimalPattern.exec(text)
  if (!match) return undefined
  const [, sign, whole = '', fraction = ''] = match
  const num = BigInt(whole + fraction)
  return { num: sign === '-' ? -num : num, den: 10n ** BigInt(fraction.length), period }
}

/**
 * The rate in percent, rounded half-up to `decimals` places and without trailing zeros: 72/1000 is `7.2`.
 * Rounding is of the text only; the rate itself stays exact.
 */
export const percentText = (rate: Rate, decimals: number = 4): string => {
  const scale = 10n ** BigInt(decimals)
  const scaled = (2n * (rate.num < 0n ? -rate.num : rate.num) * 100n * scale + rate.den) / (2n * rate.den)
  const fraction = String(scaled % scale).padStart(decimals, '0').replace(/0+$/, '')
  return `${rate.num < 0n ? '-' : ''}${scaled / scale}${fraction === '' || decimals === 0 ? '' : `.${fraction}`}`
}

/** The rate as a decimal fraction, the form of the wire and of files: 108/1000 is `0.108`. Rounded half-up to `decimals` places. */
export const rateText = (rate: Rate, decimals: number = 12): string => percentText({ ...rate, den: rate.den * 100n }, decimals)
