import type { CaseRow } from '@xinqiao/contract/cases.ts'
import type { JSX } from 'react'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { useTexts } from '../../ui/language.ts'
import './case-marks.css'

/** How much time a case has left, the same in every list and at its head. */

const tone = (daysLeft: number): string => (daysLeft < 0 ? 'late' : daysLeft <= 1 ? 'soon' : '')

export const DueMark = ({ due }: { due: CaseRow['due'] }): JSX.Element | null => {
  const texts = useTexts(caseTexts)
  if (!due) return null
  return (
    <span className="due-marks">
      <i className={`case-mark ${tone(due.daysLeft)}`}>{texts.left(due.daysLeft)}</i>
      {due.provisional && <i className="case-mark provisional" title={texts.provisionalWhy}>{texts.provisional}</i>}
    </span>
  )
}
