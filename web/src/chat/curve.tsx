import type { quoteLoan } from '@xinqiao/contract/loans.ts'
import type { JSX } from 'react'
import type { CallAnswer } from '../api/call.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { useTexts } from '../ui/language.ts'

type Instalment = CallAnswer<typeof quoteLoan>['instalments'][number]

/** Yuan with two places as whole cents, without floating point. */
export const centsOf = (yuan: string): bigint => BigInt(yuan.replace('.', ''))

export const differenceOf = (one: string, other: string): string => {
  const cents = centsOf(one) - centsOf(other)
  const positive = (cents < 0n ? -cents : cents).toString().padStart(3, '0')
  return `${positive.slice(0, -2)}.${positive.slice(-2)}`
}

const width = 320
const height = 120
const parts = ['principal', 'interest', 'fee'] as const

/** Heights in a drawing need no cents: money becomes a number only to be drawn. */
const heightOf = (yuan: string, most: bigint): number => (most === 0n ? 0 : Number((centsOf(yuan) * 10_000n) / most) / 10_000 * height)

/** Each instalment as a bar of what it is made of. */
export const Curve = ({ instalments }: { readonly instalments: readonly Instalment[] }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const most = instalments.reduce((high, row) => (centsOf(row.total) > high ? centsOf(row.total) : high), 0n)
  const step = width / instalments.length
  const gap = Math.min(step * 0.25, 3)
  return (
    <figure className="curve">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" preserveAspectRatio="none">
        {instalments.map((row, at) => {
          let below = 0
          return parts.map((part) => {
            const tall = heightOf(row[part], most)
            below += tall
            return <rect key={`${row.n} ${part}`} className={part} x={at * step + gap / 2} y={height - below} width={step - gap} height={tall} />
          })
        })}
      </svg>
      <figcaption>
        <span>{texts.curve}<span className="unseen">{texts.curveOf(instalments.length)}</span></span>
        <span className="legend">{parts.filter((part) => instalments.some((row) => centsOf(row[part]) > 0n)).map((part) => <span key={part} className={part}>{texts[part]}</span>)}</span>
      </figcaption>
    </figure>
  )
}
