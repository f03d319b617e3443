import type { getMyLoan } from '@xinqiao/contract/loans.ts'
import { type JSX, useState } from 'react'
import type { CallAnswer } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { costTexts } from '../ui/catalogue/cost-table.ts'
import { dayShown, percentShown, yuanShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { Fact, useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { toneOf } from './loans-sheet.tsx'

type Loan = CallAnswer<typeof getMyLoan>
type Tab = 'schedule' | 'payments' | 'payoff'

const Schedule = ({ loan }: { readonly loan: Loan }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const shownLanguage = useLanguage()
  return (
    <ol className="instalments">
      {loan.schedule.map((row) => (
        <li key={row.n} className={row.state}>
          <span className="when"><strong>{texts.instalment(row.n)}</strong><span>{dayShown(row.due, shownLanguage, loan.asOf)}</span></span>
          <span className="made-of">
            {texts.principal} {yuanShown(row.principal)} · {texts.interest} {yuanShown(row.interest)}{/[1-9]/.test(row.fee) && ` · ${texts.fee} ${yuanShown(row.fee)}`}
          </span>
          <span className="how-much"><strong className="figures">{yuanShown(row.total)}</strong><span>{texts.states[row.state]}</span></span>
        </li>
      ))}
    </ol>
  )
}

const Payments = ({ loan }: { readonly loan: Loan }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const shownLanguage = useLanguage()
  if (loan.payments.length === 0) return <p className="loading-note">{texts.noPayments}</p>
  return (
    <ol className="instalments">
      {loan.payments.map((payment, at) => (
        // Two payments of one day and kind may be alike in everything.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${payment.on} ${payment.kind} ${at}`}>
          <span className="when"><strong>{payment.name}</strong><span>{dayShown(payment.on, shownLanguage, loan.asOf)}</span></span>
          <span className="made-of">{payment.note}</span>
          <span className="how-much"><strong className="figures">{yuanShown(payment.amount)}</strong></span>
        </li>
      ))}
    </ol>
  )
}

const Payoff = ({ loan }: { readonly loan: Loan }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const shownLanguage = useLanguage()
  const { client } = useChat()
  const [on, setOn] = useState(loan.asOf)
  const { answer, before, refusal, again } = useAnswer(`${loan.ref} ${on}`, (signal) =>
    client.call(customerOperations.quoteMyPayoff, { params: { loanRef: loan.ref }, query: { on }, signal }))
  const quote = answer ?? before
  return (
    <div className="payoff">
      <label className="field"><span>{texts.payoffOn}</span><input type="date" value={on} min={loan.asOf} onChange={(event) => { if (event.target.value !== '') setOn(event.target.value) }} /></label>
      {refusal || !quote ? <Waiting refusal={refusal} again={again} /> : (
        <div aria-busy={!answer}>
          <p className="sum"><span>{texts.payoffTotal}</span><b className="figures">{yuanShown(quote.total)}</b><span>{texts.yuan}</span></p>
          <p className="small-print">{texts.goodUntil(dayShown(quote.goodUntil, shownLanguage, loan.asOf))} · {texts.saved} {yuanShown(quote.interestSaved)} {texts.yuan}</p>
          <dl className="facts">
            {quote.lines.map((line) => <Fact key={line.name} name={line.name}><span className="figures">{yuanShown(line.amount)}</span><small>{line.explanation}</small></Fact>)}
          </dl>
        </div>
      )}
    </div>
  )
}

/** Questions about this loan that are put into the conversation by a tap. */
const Questions = ({ loan }: { readonly loan: Loan }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { say, hide, show } = useChat()
  const name = texts.loanNamed(loan.product.name, loan.ref)
  const asks = loan.disbursedOn === undefined
    ? [{ label: texts.askProgressLabel, text: texts.askProgress(name) }]
    : [{ label: texts.askPayoffLabel, text: texts.askPayoff(name) }, { label: texts.askExtensionLabel, text: texts.askExtension(name) }]
  const ask = (text: string): void => {
    hide()
    say(text)
  }
  return (
    <div className="asks">
      {asks.map(({ label, text }) => <button type="button" key={label} className="second-button" onClick={() => { ask(text) }}>{label}</button>)}
      {loan.record && loan.state !== 'settled' && <button type="button" className="second-button" onClick={() => { show({ view: 'calculator', loanRef: loan.ref }) }}>{texts.tryEarly}</button>}
    </div>
  )
}

/** What the contract costs, item by item: to be seen at any time, not only before signing. */
const Costs = ({ loan }: { readonly loan: Loan }): JSX.Element => {
  const texts = useTexts(costTexts)
  const { show } = useChat()
  return <button type="button" className="second-button" onClick={() => { show({ view: 'cost', of: { loanRef: loan.ref } }) }}><Icon name="file" size={18} />{texts.open}</button>
}

const Overview = ({ loan }: { readonly loan: Loan }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const shownLanguage = useLanguage()
  const { arrears, disbursedOn, annualCost } = loan
  return (
    <dl className="facts">
      <Fact name={texts.loan}><span className="code">{loan.ref}</span></Fact>
      <Fact name={texts.amount}><span className="figures">{yuanShown(loan.principal)} {texts.yuan}</span></Fact>
      <Fact name={texts.method}>{loan.methodName}</Fact>
      <Fact name={texts.rate}>{percentShown(loan.annualRate)}</Fact>
      {annualCost && <Fact name={texts.annualCost}>{annualCost.simplePercent}%</Fact>}
      {disbursedOn !== undefined && <Fact name={texts.disbursed}>{dayShown(disbursedOn, shownLanguage, loan.asOf)}</Fact>}
      {arrears && <Fact name={texts.overdueAmount}>
        <span className="figures bad">{yuanShown(arrears.amount)} {texts.yuan}</span>
        <small>{texts.overdueBy(arrears.daysOverdue)} · {texts.penalty} {yuanShown(arrears.penalty)} {texts.yuan}</small>
      </Fact>}
    </dl>
  )
}

const tabsOf = (loan: Loan): readonly Tab[] =>
  loan.disbursedOn === undefined ? [] : loan.state === 'settled' ? ['schedule', 'payments'] : ['schedule', 'payments', 'payoff']

/** One loan of the customer: what it is, its plan, what was paid, and what settles it. */
export const LoanSheet = ({ loanRef }: { readonly loanRef: string }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { client } = useChat()
  const [tab, setTab] = useState<Tab>('schedule')
  const { answer: loan, refusal, again } = useAnswer(loanRef, (signal) => client.call(customerOperations.getMyLoan, { params: { loanRef }, signal }))
  if (!loan) return <Waiting refusal={refusal} again={again} />
  const tabs = tabsOf(loan)
  return (
    <div className="loan">
      <div className="loan-title"><h3>{loan.product.name}</h3><span className={`state ${toneOf(loan.state)}`}>{loan.stateName}</span></div>
      {loan.disbursedOn === undefined
        ? loan.progress !== undefined && <p className="reading">{loan.progress}</p>
        : <p className="sum"><span>{texts.remaining}</span><b className="figures">{yuanShown(loan.remainingPrincipal)}</b><span>{texts.yuan} · {texts.paidOf(loan.instalmentsPaid, loan.instalmentCount)}</span></p>}
      <Questions loan={loan} />
      <Overview loan={loan} />
      <Costs loan={loan} />
      {tabs.length > 0 && (
        <section className="tabs" aria-label={loan.product.name}>
          {tabs.map((one) => <button type="button" key={one} aria-pressed={one === tab} onClick={() => { setTab(one) }}>{texts[one]}</button>)}
        </section>
      )}
      {tabs.length > 0 && (tab === 'schedule' ? <Schedule loan={loan} /> : tab === 'payments' ? <Payments loan={loan} /> : <Payoff loan={loan} />)}
    </div>
  )
}
