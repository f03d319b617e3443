import type { MyCase } from '@xinqiao/contract/cases.ts'
import { type JSX, type ReactNode, useEffect, useState } from 'react'
import { chatCaseTexts } from '../ui/catalogue/chat-cases.ts'
import { useNow } from '../ui/clock.ts'
import { dayShown, localDay, stampShown } from '../ui/format.ts'
import { useLanguage, useTexts } from '../ui/language.ts'
import type { Client } from './client.ts'

/** What the list of one's requests and the page of one share. */

export type CaseHead = Pick<MyCase, 'kindName' | 'stateName' | 'waitsFor' | 'waitsForName' | 'due' | 'role'>

export const useTimes = () => {
  const language = useLanguage()
  const now = new Date(useNow())
  return { day: (day: string) => dayShown(day, language, localDay(now)), stamp: (at: string) => stampShown(at, language, now) }
}

/** Rises when a case has changed on the server, this one or, without an id, any; and when the line comes back, for then anything may have. */
export const useCaseNews = ({ connection }: Client, caseId?: string): number => {
  const [news, setNews] = useState(0)
  useEffect(() => connection.onFrame((frame) => {
    if (frame.t === 'welcome' || (frame.t === 'case' && (caseId === undefined || frame.caseId === caseId))) setNews((before) => before + 1)
  }), [connection, caseId])
  return news
}

/** To whom the next step falls: to whoever reads this, to somebody else, or to nobody any more. */
export const isYourTurn = ({ waitsFor, role }: CaseHead): boolean => waitsFor === role

export const Turn = ({ head }: { readonly head: CaseHead }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { waitsFor, waitsForName, role } = head
  if (waitsFor === 'nobody') return <span className="state done">{texts.over}</span>
  if (isYourTurn(head)) return <span className="state due">{texts.yourTurn}</span>
  return <span className="state">{texts.theirTurn(role === 'guarantor' && waitsFor === 'customer' ? texts.theBorrower : waitsForName)}</span>
}

/** The day that counts, how long it is until then, and whether it may still move. */
export const Due = ({ head }: { readonly head: CaseHead }): JSX.Element | null => {
  const texts = useTexts(chatCaseTexts)
  const { day } = useTimes()
  const { due } = head
  if (!due) return null
  const { limitName, daysLeft, provisional } = due
  return (
    <p className={daysLeft < 0 ? 'due bad' : 'due'}>
      <span>{isYourTurn(head) ? texts.dueYou(limitName, day(due.day)) : texts.dueThem(limitName, day(due.day))}</span>
      <strong>{texts.left(daysLeft)}{provisional && <i className="provisional">{texts.provisional}</i>}</strong>
    </p>
  )
}

export const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }): JSX.Element => <section className="case-part"><h3>{title}</h3>{children}</section>
