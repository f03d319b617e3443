import type { LoanCard } from '@xinqiao/contract/loans.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import type { JSX } from 'react'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { dayShown, daysBetween, percentShown, yuanShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { VerifySheet } from './verify-sheet.tsx'

/** How a state is coloured: what presses, what is done, what goes its way. */
export const toneOf = (state: LoanCard['state']): 'bad' | 'due' | 'done' | 'quiet' | 'well' => {
  if (state === 'overdue' || state === 'debit-failed') return 'bad'
  if (state === 'due-today') return 'due'
  if (state === 'settled' || state === 'refused') return 'done'
  return state === 'applied' || state === 'in-review' || state === 'approved' ? 'quiet' : 'well'
}

const Due = ({ loan }: { readonly loan: LoanCard }): JSX.Element | null => {
  const texts = useTexts(sheetTexts)
  const shownLanguage = useLanguage()
  const { next, arrears, asOf } = loan
  if (arrears) {
    return (
      <p className="due bad">
        <span>{texts.overdueAmount} · {texts.overdueBy(arrears.daysOverdue)}</span>
        <strong className="figures">{yuanShown(arrears.amount)} {texts.yuan}</strong>
      </p>
    )
  }
  if (!next) return loan.progress === undefined ? null : <p className="due"><span>{loan.progress}</span></p>
  return (
    <p className="due">
      <span>{texts.nextDue} · {dayShown(next.due, shownLanguage, asOf)} · {texts.dueIn(daysBetween(asOf, next.due))}</span>
      <strong className="figures">{yuanShown(next.amount)} {texts.yuan}</strong>
    </p>
  )
}

const Card = ({ loan }: { readonly loan: LoanCard }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { show } = useChat()
  const paidOut = loan.disbursedOn !== undefined
  return (
    <li className="loan-card">
      <button type="button" onClick={() => { show({ view: 'loan', loanRef: loan.ref }) }}>
        <span className="loan-top">
          <strong>{loan.product.name}</strong><span className={`state ${toneOf(loan.state)}`}>{loan.stateName}</span><Icon name="right" size={18} />
        </span>
        <span className="loan-sum">
          <small>{paidOut ? texts.remaining : texts.amount}</small>
          <b className="figures">{yuanShown(paidOut ? loan.remainingPrincipal : loan.principal)}</b><small>{texts.yuan}</small>
        </span>
        {paidOut && (
          <span className="paid-part">
            <progress max={loan.instalmentCount} value={loan.instalmentsPaid} aria-label={texts.paidOf(loan.instalmentsPaid, loan.instalmentCount)} />
            <span>{texts.paidOf(loan.instalmentsPaid, loan.instalmentCount)} · {texts.rate} {percentShown(loan.annualRate)}</span>
          </span>
        )}
      </button>
      <Due loan={loan} />
    </li>
  )
}

const MyLoans = (): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { client } = useChat()
  const { answer, refusal, again } = useAnswer('mine', (signal) => client.call(customerOperations.listMyLoans, { signal }))
  if (!answer) return <Waiting refusal={refusal} again={again} />
  if (answer.loans.length === 0) return <p className="loading-note">{texts.noLoans}</p>
  return <ul className="loan-cards">{answer.loans.map((loan) => <Card key={loan.ref} loan={loan} />)}</ul>
}

export const LoansSheet = (): JSX.Element => {
  const { client } = useChat()
  return atLeast(client.person.level, 'verified') ? <MyLoans /> : <VerifySheet />
}
