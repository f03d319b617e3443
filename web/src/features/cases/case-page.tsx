import { type JSX, type Ref, useImperativeHandle, useRef } from 'react'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { CaseList, type CaseView as View, caseViews, useCases } from './case-list.tsx'
import { CaseView } from './case-view.tsx'
import './case-page.css'

/** The work list at the desk: the cases on the left, the one that is open beside them. */

/** What the desk's keys do here. */
export type CaseActions = { readonly step: (by: number) => void; readonly into: () => void; readonly turn: (place: number) => void }

export type CasesAt = { readonly list: string; readonly caseId: string | undefined }

const Nothing = (): JSX.Element => {
  const texts = useTexts(caseTexts)
  return <section className="case-nothing"><Icon name="table" size={40} /><p>{texts.choose}</p></section>
}

export const CasePage = ({ at, actions, onGo, onCustomer }: {
  at: CasesAt; actions: Ref<CaseActions>; onGo: (at: CasesAt) => void; onCustomer: (customerId: string) => void
}): JSX.Element => {
  const texts = useTexts(caseTexts)
  const view: View = caseViews.find((name) => name === at.list) ?? 'mine'
  const cases = useCases(view)
  const place = useRef<HTMLElement>(null)
  const choose = (caseId: string): void => { onGo({ list: view, caseId }) }
  const turn = (list: View): void => { onGo({ list, caseId: undefined }) }
  const into = (): void => { place.current?.focus() }
  useImperativeHandle(actions, () => ({
    step: (by) => {
      const rows = cases.data?.rows ?? []
      const now = rows.findIndex(({ id }) => id === at.caseId)
      const next = rows[now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, now + by))]
      if (next) choose(next.id)
    },
    into,
    turn: (number) => {
      const list = caseViews[number]
      if (list) turn(list)
    },
  }))
  return (
    <>
      {/* Enter on the row that is open already goes on into the case. */}
      <CaseList view={view} cases={cases} chosen={at.caseId} onView={turn} onChoose={(caseId) => { if (caseId === at.caseId) into(); else choose(caseId) }} />
      <main className="middle case-middle">
        <h1 className="unseen">{texts.title}</h1>
        {at.caseId === undefined ? <Nothing /> : <CaseView key={at.caseId} caseId={at.caseId} place={place} onCase={choose} onCustomer={onCustomer} />}
      </main>
    </>
  )
}
