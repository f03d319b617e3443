import type { Course, CourseRow } from '@xinqiao/core/loan/course.ts'
import type { Day } from '@xinqiao/core/primitives/day.ts'
import { addFen, type Fen } from '@xinqiao/core/primitives/money.ts'
import type { JSX } from 'react'
import { calculatorTexts } from '../../ui/catalogue/calculator.ts'
import { useTexts } from '../../ui/language.ts'
import type { Reckoned } from './calculator-model.ts'
import { balanceWords, curveWords } from './calculator-told.ts'

/** The pictures of a course. Money becomes a number only to be drawn; every amount in words stays exact. */

const width = 640
const height = 150
const parts = ['principal', 'interest', 'fee'] as const

const instalments = ({ rows }: Course): readonly CourseRow[] => rows.filter(({ kind }) => kind === 'instalment')
const sizeOf = ({ principal, interest, fee }: CourseRow): Fen => addFen(principal, interest, fee)
const share = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * 10_000n) / whole) / 10_000)

/** How high and how wide two plans must be drawn so that one look compares them. */
export type Scale = { readonly most: bigint; readonly balance: bigint; readonly from: Day; readonly to: Day }

const owedFirst = ({ rows }: Course): bigint => (rows[0] ? rows[0].balance + rows[0].principal : 0n)

export const scaleOf = (reckoned: readonly Reckoned[]): Scale => {
  const courses = reckoned.flatMap(({ course, whatIf }) => (whatIf ? [course, whatIf.before] : [course]))
  const highest = (values: readonly bigint[]): bigint => values.reduce((high, value) => (value > high ? value : high), 0n)
  return {
    most: highest(courses.flatMap((course) => instalments(course).map(sizeOf))), balance: highest(courses.map(owedFirst)),
    from: Math.min(...courses.map(({ start }) => start)) as Day, to: Math.max(...courses.map(({ lastDue }) => lastDue)) as Day,
  }
}

/** Bars stand at their days, so that an earlier end leaves room behind it. */
export const Bars = ({ course, before, scale, alt }: {
  readonly course: Course; readonly before: Course | undefined; readonly scale: Scale; readonly alt?: string
}): JSX.Element => {
  const lines = instalments(course)
  const count = Math.max(lines.length, before ? instalments(before).length : 0, 1)
  const span = Math.max(1, scale.to - scale.from)
  const step = Math.max(1.2, Math.min(width / (count + 1), 40))
  const at = (day: Day): number => ((day - scale.from) / span) * (width - step)
  const bar = Math.max(0.8, step * 0.72)
  const early = course.rows.find(({ kind }) => kind === 'prepayment')
  const told = alt === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt }
  return (
    <svg className="calc-bars" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" {...told}>
      {before && instalments(before).map((row) => {
        const tall = share(sizeOf(row), scale.most) * height
        return <rect key={`before ${row.n}`} className="before" x={at(row.due)} y={height - tall} width={bar} height={tall} />
      })}
      {lines.map((row) => {
        let below = 0
        return parts.map((part) => {
          const tall = share(row[part], scale.most) * height
          below += tall
          return <rect key={`${row.n} ${part}`} className={part} x={at(row.due)} y={height - below} width={bar} height={tall} />
        })
      })}
      {early && <line className="early" x1={at(early.due) + bar / 2} x2={at(early.due) + bar / 2} y1={0} y2={height} />}
    </svg>
  )
}

const acrossOf = ({ from, to }: Scale, day: Day): string => (((day - from) / Math.max(1, to - from)) * width).toFixed(1)

/** The steps of what is owed: it falls on the day of each payment. */
const pathOf = (course: Course, scale: Scale): string => {
  const x = (day: Day): string => acrossOf(scale, day)
  const y = (balance: bigint): string => (height - share(balance, scale.balance) * (height - 6)).toFixed(1)
  return [`M${x(course.start)} ${y(owedFirst(course))}`, ...course.rows.map(({ due, balance }) => `H${x(due)}V${y(balance)}`)].join('')
}

export const Pictures = ({ reckoned, scale }: { readonly reckoned: Reckoned; readonly scale: Scale }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const { course, whatIf } = reckoned
  const before = whatIf?.before
  const shownParts = parts.filter((part) => instalments(course).some((row) => row[part] > 0n))
  return (
    <div className="calc-pictures">
      <figure className="calc-picture">
        <figcaption>
          <span>{texts.curve}</span>
          <span className="calc-legend">
            {shownParts.map((part) => <span key={part} className={part}>{texts[part]}</span>)}
            {before && <span className="before">{texts.balanceBefore}</span>}
          </span>
        </figcaption>
        <Bars course={course} before={before} scale={scale} alt={curveWords(course, texts)} />
      </figure>
      <figure className="calc-picture">
        <figcaption>
          <span>{texts.balance}</span>
          {before && <span className="calc-legend"><span className="dashed">{texts.balanceBefore}</span></span>}
        </figcaption>
        <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={balanceWords(course, texts)}>
          <path className="owed-area" d={`${pathOf(course, scale)}V${height}H${acrossOf(scale, course.start)}Z`} />
          {before && <path className="owed before" d={pathOf(before, scale)} />}
          <path className="owed" d={pathOf(course, scale)} />
        </svg>
      </figure>
    </div>
  )
}
