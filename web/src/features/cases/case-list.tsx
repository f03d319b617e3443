import { type CaseRow, listCases } from '@xinqiao/contract/cases.ts'
import { Button } from 'antd'
import { type JSX, useEffect, useRef } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { useTexts } from '../../ui/language.ts'
import { DueMark } from './case-marks.tsx'

/** The work list: what is due first on top. */

export const caseViews = ['mine', 'queue', 'late', 'all', 'ended'] as const
export type CaseView = (typeof caseViews)[number]

const most = 200

export const useCases = (view: CaseView) => useAsk(listCases, { query: { view, limit: most } }, { keepShown: true })

/** Keys move along the list only while one is in it or nowhere: whoever fills in a form keeps his place. */
const mayFocus = (): boolean => document.activeElement === null || document.activeElement === document.body || document.activeElement.closest('.case-rows') !== null

const Row = ({ row, chosen, onChoose }: { row: CaseRow; chosen: boolean; onChoose: () => void }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!chosen) return
    button.current?.scrollIntoView({ block: 'nearest' })
    if (mayFocus()) button.current?.focus({ preventScroll: true })
  }, [chosen])
  const { owner } = row
  return (
    <li className={chosen ? 'case-row chosen' : 'case-row'}>
      <button ref={button} type="button" aria-current={chosen} onClick={onChoose}>
        <span><b>{row.kindName}</b><DueMark due={row.due} /></span>
        <span><span>{row.customer.name}</span><span className="case-state">{row.stateName}</span></span>
        <small>{'queue' in owner ? texts.inQueue(owner.queue) : owner.name}{row.waitsFor !== 'nobody' && ` · ${texts.waitsFor(row.waitsForName)}`}</small>
      </button>
    </li>
  )
}

export const CaseList = ({ view, cases: { data, error, refetch }, chosen, onView, onChoose }: {
  view: CaseView; cases: ReturnType<typeof useCases>; chosen: string | undefined; onView: (view: CaseView) => void; onChoose: (caseId: string) => void
}): JSX.Element => {
  const texts = useTexts(caseTexts)
  const rows = data?.rows ?? []
  return (
    <section className="list cases" aria-label={texts.title}>
      <div className="views" role="tablist" aria-label={texts.viewsLabel}>
        {caseViews.map((name) => {
          const count = name === 'ended' ? 0 : data?.counts[name] ?? 0
          return <button type="button" key={name} role="tab" aria-selected={name === view} onClick={() => { onView(name) }}>{texts.views[name]}{count > 0 && <b className={name === 'late' ? 'hot' : ''}>{count}</b>}</button>
        })}
      </div>
      {error && <p role="alert" className="case-hint">{error.message} <Button size="small" type="link" onClick={() => { void refetch() }}>{texts.again}</Button></p>}
      <ul className="case-rows" aria-busy={!data && !error}>
        {rows.map((row) => <Row key={row.id} row={row} chosen={row.id === chosen} onChoose={() => { onChoose(row.id) }} />)}
      </ul>
      {data && rows.length === 0 && <p className="case-hint">{texts.none[view]}</p>}
      {rows.length === most && <p className="case-hint">{texts.cut(most)}</p>}
    </section>
  )
}
