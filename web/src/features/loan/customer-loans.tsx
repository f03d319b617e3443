import { listCustomerLoans, type LoanCard } from '@xinqiao/contract/loans.ts'
import { addFen, type Fen, formatYuan, parseYuan, zeroFen } from '@xinqiao/core/primitives/money.ts'
import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import { Button } from 'antd'
import type { JSX } from 'react'
import { useAsk, useMay } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { dayShown, daysBetween, percentShown, yuanShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './customer-loans.css'

/** A customer's loans in one glance: what is owed, what is late, what is due next; each opens to its schedule. */

const sum = (amounts: readonly (string | undefined)[]): Fen => addFen(...amounts.map((amount) => (amount === undefined ? zeroFen : parseYuan(amount) ?? zeroFen)))

const troubled: ReadonlySet<LoanCard['state']> = new Set(['overdue', 'debit-failed'])
const over: ReadonlySet<LoanCard['state']> = new Set(['settled', 'refused'])

export const tone = (state: LoanCard['state']): string => (troubled.has(state) ? 'bad' : state === 'due-today' || state === 'hardship-plan' ? 'soon' : over.has(state) ? 'over' : 'good')

const Glance = ({ loans }: { loans: readonly LoanCard[] }): JSX.Element | null => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const running = loans.filter((loan) => !over.has(loan.state))
  const [first] = running
  if (!first) return null
  const arrears = sum(running.map((loan) => loan.arrears?.amount))
  const days = Math.max(0, ...running.map((loan) => loan.arrears?.daysOverdue ?? 0))
  const next = running.flatMap((loan) => (loan.next && !loan.arrears ? [loan.next] : [])).sort((one, other) => one.due.localeCompare(other.due))[0]
  return (
    <dl className="glance" aria-label={texts.customer.summary}>
      <div><dt>{texts.customer.owed}</dt><dd className="figures"><b>{formatYuan(sum(running.map((loan) => loan.remainingPrincipal)))}</b></dd></div>
      <div className={arrears > 0n ? 'bad' : ''}>
        <dt>{texts.customer.arrears}</dt>
        <dd className="figures"><b>{arrears > 0n ? formatYuan(arrears) : texts.customer.none}</b>{arrears > 0n && <small>{texts.loan.overdueFor(days)}</small>}</dd>
      </div>
      <div>
        <dt>{texts.customer.nextDue}</dt>
        <dd className="figures"><b>{next ? yuanShown(next.amount) : texts.customer.none}</b>{next && <small title={dayShown(next.due, language, first.asOf)}>{texts.loan.dueIn(daysBetween(first.asOf, next.due))}</small>}</dd>
      </div>
    </dl>
  )
}

/** How much of the principal is paid, as a bar; the words beside it say the same. */
const Paid = ({ loan }: { loan: LoanCard }): JSX.Element => {
  const whole = parseYuan(loan.principal) ?? zeroFen
  const left = parseYuan(loan.remainingPrincipal) ?? zeroFen
  // Only the width of a bar: a whole percentage, reckoned in integers.
  const percent = whole > 0n ? Number(((whole - left) * 100n) / whole) : 0
  return <span className="paid-bar" aria-hidden="true"><i style={{ width: `${Math.min(100, Math.max(0, percent))}%` }} /></span>
}

const Loan = ({ loan, onOpen }: { loan: LoanCard; onOpen: (loanRef: string) => void }): JSX.Element => {
  const texts = useTexts(deskTexts).loan
  const language = useLanguage()
  const begun = loan.disbursedOn !== undefined
  return (
    <li className={`loan ${tone(loan.state)}`}>
      <button type="button" onClick={() => { onOpen(loan.ref) }} title={texts.open}>
        <span className="loan-top">
          <strong>{loan.product.name}</strong>
          <span className={`loan-state ${tone(loan.state)}`}>{language === 'zh' ? loan.stateName : texts.states[loan.state]}</span>
        </span>
        <span className="loan-ref figures">{loan.ref} · {loan.methodName} · {percentShown(loan.annualRate)}</span>
        {begun
          ? (
            <>
              <span className="loan-line"><span>{texts.remaining}</span><b className="figures">{yuanShown(loan.remainingPrincipal)}</b><small className="figures">{texts.of(yuanShown(loan.principal))}</small></span>
              <Paid loan={loan} />
              <span className="loan-line small"><span>{texts.paid(loan.instalmentsPaid, loan.instalmentCount)}</span></span>
            </>
          )
          : (
            <>
              <span className="loan-line"><span>{texts.applied}</span><b className="figures">{yuanShown(loan.principal)}</b></span>
              {loan.progress !== undefined && <span className="loan-line small">{loan.progress}</span>}
            </>
          )}
        {loan.arrears && (
          <span className="loan-line late"><Icon name="alert" size={14} /><span>{texts.overdueFor(loan.arrears.daysOverdue)}</span><b className="figures">{yuanShown(loan.arrears.amount)}</b><small className="figures">{texts.penalty} {yuanShown(loan.arrears.penalty)}</small></span>
        )}
        {loan.next && !loan.arrears && (
          <span className="loan-line"><span>{texts.next} {dayShown(loan.next.due, language, loan.asOf)}</span><b className="figures">{yuanShown(loan.next.amount)}</b><small>{texts.dueIn(daysBetween(loan.asOf, loan.next.due))}</small></span>
        )}
      </button>
    </li>
  )
}

const rank = (loan: LoanCard): number => (troubled.has(loan.state) ? 0 : over.has(loan.state) ? 2 : 1)

export const CustomerLoans = ({ customerId, level, onOpen }: { customerId: string; level: IdentityLevel; onOpen: (loanRef: string) => void }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const may = useMay()('loan.read')
  const { data, error, refetch } = useAsk(listCustomerLoans, { params: { customerId } }, { enabled: may && level !== 'anonymous' })
  const loans = data ? [...data.loans].sort((one, other) => rank(one) - rank(other)) : undefined
  const nothing = level === 'anonymous' ? texts.customer.anonymous : may ? loans?.length === 0 ? texts.customer.noLoans : undefined : texts.customer.loansHidden
  return (
    <section className="customer-loans" aria-label={texts.customer.loans}>
      {loans && <Glance loans={loans} />}
      {/* The heading of an empty part says nothing that its sentence does not. */}
      {nothing !== undefined && <p className="nothing">{nothing}</p>}
      {error && !data && <p className="nothing" role="alert">{error.message} <Button size="small" type="link" onClick={() => { void refetch() }}>{texts.retry}</Button></p>}
      {!data && !error && nothing === undefined && <div className="loan-ghost" aria-busy="true" />}
      {loans && loans.length > 0 && <ul>{loans.map((loan) => <Loan key={loan.ref} loan={loan} onOpen={onOpen} />)}</ul>}
    </section>
  )
}
