import type { CourseRow } from '@xinqiao/core/loan/course.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { formatYuan, zeroFen } from '@xinqiao/core/primitives/money.ts'
import { type JSX, type KeyboardEvent, useId, useRef, useState } from 'react'
import { calculatorTexts } from '../../ui/catalogue/calculator.ts'
import { useTexts } from '../../ui/language.ts'
import type { Reckoned } from './calculator-model.ts'
import { cellOf, columns, rowName, sumOf } from './calculator-told.ts'
import { Figure } from './explanation.tsx'

/** The course line by line. One stop for Tab; within, the arrows move from figure to figure and Enter opens its explanation. */

type Place = { readonly row: number; readonly column: number }

const moved = ({ row, column }: Place, key: string, rows: number): Place | undefined => {
  switch (key) {
    case 'ArrowDown': return { row: Math.min(row + 1, rows - 1), column }
    case 'ArrowUp': return { row: Math.max(row - 1, 0), column }
    case 'ArrowRight': return { row, column: Math.min(column + 1, columns.length - 1) }
    case 'ArrowLeft': return { row, column: Math.max(column - 1, 0) }
    case 'Home': return { row, column: 0 }
    case 'End': return { row, column: columns.length - 1 }
    case 'PageDown': return { row: Math.min(row + 12, rows - 1), column }
    case 'PageUp': return { row: Math.max(row - 12, 0), column }
    default: return undefined
  }
}

const Line = ({ row, at, reckoned, here, onHere }: {
  readonly row: CourseRow; readonly at: number; readonly reckoned: Reckoned; readonly here: Place; readonly onHere: (place: Place) => void
}): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  return (
    <tr className={row.kind}>
      <th scope="row">{rowName(row, texts)}</th>
      <td>{isoDay(row.due)}</td>
      {columns.map((key, column) => (
        <td key={key}>
          <Figure
            told={cellOf(row, key, reckoned, texts)} tabIndex={here.row === at && here.column === column ? 0 : -1} data-cell={`${at} ${column}`}
            onFocus={() => { onHere({ row: at, column }) }}
          />
        </td>
      ))}
    </tr>
  )
}

const Sums = ({ reckoned }: { readonly reckoned: Reckoned }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const keys = ['total', 'principal', 'interest', 'fee'] as const
  return (
    <tfoot>
      <tr>
        <th scope="row">{texts.sum}</th><td>{isoDay(reckoned.course.lastDue)}</td>
        {keys.map((key) => <td key={key}><Figure told={sumOf(key, reckoned, texts)} /></td>)}
        <td>{formatYuan(reckoned.course.rows.at(-1)?.balance ?? zeroFen)}</td>
      </tr>
    </tfoot>
  )
}

const Lines = ({ reckoned }: { readonly reckoned: Reckoned }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const { rows, upfrontFee, start, totals } = reckoned.course
  const [at, setAt] = useState<Place>({ row: 0, column: 0 })
  const table = useRef<HTMLTableElement>(null)
  const hint = useId()
  const here = { row: Math.min(at.row, rows.length - 1), column: at.column }
  const onKey = (event: KeyboardEvent): void => {
    const next = (event.target as HTMLElement).dataset['cell'] === undefined ? undefined : moved(here, event.key, rows.length)
    if (!next) return
    event.preventDefault()
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row} ${next.column}"]`)?.focus()
  }
  return (
    <div className="calc-table-frame">
      <p className="calc-small" id={hint}>{texts.tableHint}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are those of the buttons within */}
      <table ref={table} className="figures" aria-describedby={hint} onKeyDown={onKey}>
        <caption className="unseen">{texts.table}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.number}</th><th scope="col">{texts.due}</th><th scope="col">{texts.total}</th><th scope="col">{texts.principal}</th>
            <th scope="col">{texts.interest}</th><th scope="col">{texts.fee}</th><th scope="col">{texts.balanceColumn}</th>
          </tr>
        </thead>
        <tbody>
          {upfrontFee > 0n && (
            <tr>
              <th scope="row">{texts.upfront}</th><td>{isoDay(start)}</td>
              {[upfrontFee, zeroFen, zeroFen, upfrontFee, totals.principal].map((amount, at) => <td key={columns[at]}>{formatYuan(amount)}</td>)}
            </tr>
          )}
          {/* A row is its place in the course. */}
          {/* oxlint-disable-next-line react/no-array-index-key */}
          {rows.map((row, index) => <Line key={`${row.kind} ${index}`} row={row} at={index} reckoned={reckoned} here={here} onHere={setAt} />)}
        </tbody>
        <Sums reckoned={reckoned} />
      </table>
    </div>
  )
}

export const CourseTable = ({ reckoned }: { readonly reckoned: Reckoned }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const [open, setOpen] = useState(false)
  return (
    <details className="calc-lines" open={open} onToggle={(event) => { setOpen(event.currentTarget.open) }}>
      <summary>{texts.table}</summary>
      {/* A plan of thirty years is eighteen hundred buttons: only who wants them gets them. */}
      {open && <Lines reckoned={reckoned} />}
    </details>
  )
}
