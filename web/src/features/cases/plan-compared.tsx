import type { ChangeDayOnWire } from '@xinqiao/contract/change-day-case.ts'
import type { ExtensionOnWire } from '@xinqiao/contract/extension-case.ts'
import { comparePlans, type MonthCompared, type Pair } from '@xinqiao/core/loan/compare-plans.ts'
import { civil, parseDay } from '@xinqiao/core/primitives/day.ts'
import { type Fen, fen, formatYuan, parseYuan, zeroFen } from '@xinqiao/core/primitives/money.ts'
import type { JSX } from 'react'
import { planComparedTexts } from '../../ui/catalogue/plan-compared.ts'
import { dayShown, daysBetween } from '../../ui/format.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './plan-compared.css'

/** What an extension, a deferral or another due day changes: in figures, in a picture, and month by month. At the desk and on the phone alike. */

type Plans = Pick<ExtensionOnWire['compared'], 'before' | 'after' | 'endBefore' | 'endAfter' | 'interestBefore' | 'interestAfter'>
type Compared = Plans & { readonly loanRef: string; readonly on: string; readonly fee?: string }

type Known = { readonly ask?: { readonly loanRef?: string }; readonly compared?: ExtensionOnWire['compared']; readonly quote?: Partial<ChangeDayOnWire['quote']> }

/** The two plans that a case holds, where it holds two. */
const comparedIn = (data: Readonly<Record<string, unknown>>): Compared | undefined => {
  const { ask, compared, quote } = data as Known
  const loanRef = ask?.loanRef ?? ''
  if (compared?.before && compared.after) return { ...compared, loanRef, on: compared.comparedOn }
  return quote?.before && quote.after ? { ...quote as ChangeDayOnWire['quote'], loanRef, on: quote.quotedOn ?? '' } : undefined
}

const fenOf = (yuan: string): Fen => parseYuan(yuan) ?? zeroFen
const linesOf = (plan: Plans['before']) => plan.flatMap(({ due, total }) => {
  const day = parseDay(due)
  return day === undefined ? [] : [{ due: day, total: fenOf(total) }]
})

const signed = (amount: Fen): string => (amount > 0n ? `+${formatYuan(amount)}` : amount < 0n ? `−${formatYuan(fen(-amount))}` : formatYuan(amount))

const monthShown = ({ month }: MonthCompared): string => {
  const { year, month: number } = civil(month)
  return `${year}-${String(number).padStart(2, '0')}`
}

const Money = ({ name, before, after, difference = fen(after - before) }: Pair<Fen> & { readonly name: string; readonly difference?: Fen }): JSX.Element => (
  <tr><th scope="row">{name}</th><td>{formatYuan(before)}</td><td>{formatYuan(after)}</td><td className={difference > 0n ? 'more' : ''}>{signed(difference)}</td></tr>
)

/** A bar's share of the highest, in whole hundredths: a drawing, no figure. */
const heightOf = (amount: Fen, highest: Fen): number => (highest === 0n ? 0 : Number((amount * 100n) / highest))

const Picture = ({ months, highest, label }: { readonly months: readonly MonthCompared[]; readonly highest: Fen; readonly label: string }): JSX.Element => (
  <svg role="img" aria-label={label} viewBox={`0 0 ${months.length * 5} 100`} preserveAspectRatio="none">
    {months.map(({ month, before, after }, place) => (
      <g key={month}>
        {([['before', before, 0.4], ['after', after, 2.5]] as const).map(([side, amount, x]) => {
          const height = heightOf(amount, highest)
          return <rect key={side} className={side} x={place * 5 + x} y={100 - height} width={2.1} height={height} />
        })}
      </g>
    ))}
  </svg>
)

export const PlanCompared = ({ data }: { readonly data: Readonly<Record<string, unknown>> }): JSX.Element | null => {
  const texts = useTexts(planComparedTexts)
  const language = useLanguage()
  const compared = comparedIn(data)
  const from = compared && parseDay(compared.on)
  if (!compared || from === undefined) return null
  const { months, total, most } = comparePlans(linesOf(compared.before), linesOf(compared.after), from)
  const day = (iso: string): string => dayShown(iso, language, '')
  const interest = { before: fenOf(compared.interestBefore), after: fenOf(compared.interestAfter) }
  const head = (first: string): JSX.Element => <thead><tr><th scope="col">{first}</th><th scope="col"><i className="before" />{texts.before}</th><th scope="col"><i className="after" />{texts.after}</th><th scope="col">{texts.difference}</th></tr></thead>
  return (
    <section className="plan-compared" aria-label={texts.title}>
      <h3>{texts.title}</h3>
      <table>
        {head(texts.item)}
        <tbody>
          <Money name={texts.interest} {...interest} />
          {compared.fee !== undefined && <Money name={texts.fee} before={zeroFen} after={fenOf(compared.fee)} />}
          <Money name={texts.toPay} {...total} />
          <Money name={texts.most} {...most} />
          <tr><th scope="row">{texts.end}</th><td>{compared.endBefore}</td><td>{compared.endAfter}</td><td>{texts.days(daysBetween(compared.endBefore, compared.endAfter))}</td></tr>
        </tbody>
      </table>
      <Picture months={months} highest={most.before > most.after ? most.before : most.after} label={texts.alt(months.length, formatYuan(total.before), formatYuan(total.after))} />
      <p className="plan-ends"><span>{months[0] && monthShown(months[0])}</span><span>{months.length > 1 && months.slice(-1).map(monthShown)}</span></p>
      <details>
        <summary>{texts.byMonth}</summary>
        <table>{head(texts.month)}<tbody>{months.map((one) => <Money key={one.month} name={monthShown(one)} {...one} />)}</tbody></table>
      </details>
      <p className="plan-source">{texts.source(compared.loanRef, day(compared.on))}</p>
    </section>
  )
}
