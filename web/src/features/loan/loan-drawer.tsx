import { getLoan } from '@xinqiao/contract/loans.ts'
import { Button, Drawer, Tabs } from 'antd'
import { type JSX, lazy, Suspense } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { useAsk } from '../../api/staff-session.ts'
import { costTexts } from '../../ui/catalogue/cost-table.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { dayShown, percentShown, yuanShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { LoanCostTable } from './cost-table.tsx'
import { tone } from './customer-loans.tsx'
import { Payoff } from './payoff.tsx'
import './loan-drawer.css'

/** One loan whole: its terms, the picture, the schedule, the payments, and what settles it on a day. */

type Detail = CallAnswer<typeof getLoan>

// The charts are large and seldom needed; they come when the first drawer opens.
const SchedulePicture = lazy(async () => ({ default: (await import('./schedule-picture.tsx')).SchedulePicture }))

const Terms = ({ loan }: { loan: Detail }): JSX.Element => {
  const texts = useTexts(deskTexts).loan
  const lines: readonly (readonly [string, string | undefined])[] = [
    [texts.remaining, `${yuanShown(loan.remainingPrincipal)} ${texts.of(yuanShown(loan.principal))}`],
    [texts.rate, percentShown(loan.annualRate)],
    [texts.method, loan.methodName],
    [texts.annualCost, loan.annualCost ? `${loan.annualCost.simplePercent}%` : undefined],
    [texts.disbursed, loan.disbursedOn],
    [texts.payoffToday, loan.payoffToday === undefined ? undefined : yuanShown(loan.payoffToday)],
  ]
  return <dl className="loan-terms">{lines.map(([name, value]) => value !== undefined && <div key={name}><dt>{name}</dt><dd className="figures">{value}</dd></div>)}</dl>
}

const Schedule = ({ loan }: { loan: Detail }): JSX.Element => {
  const texts = useTexts(deskTexts).loan
  const { columns } = texts
  return (
    <section className="table-frame" tabIndex={0} aria-label={texts.schedule}>
      <table className="figures">
        <thead><tr>
          <th scope="col">{columns.n}</th><th scope="col" className="left">{columns.due}</th><th scope="col">{columns.principal}</th><th scope="col">{columns.interest}</th>
          <th scope="col">{columns.fee}</th><th scope="col">{columns.total}</th><th scope="col">{columns.balance}</th><th scope="col" className="left">{columns.state}</th>
        </tr></thead>
        <tbody>
          {loan.schedule.map((row) => (
            <tr key={row.n} className={row.state}>
              <td>{row.n}</td><td className="left">{row.due}</td><td>{yuanShown(row.principal)}</td><td>{yuanShown(row.interest)}</td>
              <td>{yuanShown(row.fee)}</td><td><b>{yuanShown(row.total)}</b></td><td>{yuanShown(row.balance)}</td>
              <td className="left"><span className={`row-state ${row.state}`}>{texts.rowStates[row.state]}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Payments = ({ loan }: { loan: Detail }): JSX.Element => {
  const texts = useTexts(deskTexts).loan
  const { columns } = texts
  if (loan.payments.length === 0) return <p className="nothing">{texts.noPayments}</p>
  return (
    <section className="table-frame" tabIndex={0} aria-label={texts.payments}>
      <table className="figures">
        <thead><tr><th scope="col" className="left">{columns.on}</th><th scope="col" className="left">{columns.kind}</th><th scope="col">{columns.amount}</th><th scope="col" className="left">{columns.note}</th></tr></thead>
        <tbody>
          {loan.payments.map((payment) => (
            <tr key={`${payment.on} ${payment.kind} ${payment.amount} ${payment.note ?? ''}`}>
              <td className="left">{payment.on}</td><td className="left">{payment.name}</td><td>{yuanShown(payment.amount)}</td><td className="left">{payment.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Inside = ({ loan, onInsert }: { loan: Detail; onInsert: Parameters<typeof Payoff>[0]['onInsert'] }): JSX.Element => {
  const texts = useTexts(deskTexts).loan
  const costs = useTexts(costTexts)
  return (
    <>
      <Terms loan={loan} />
      {loan.schedule.length > 1 && (
        <Suspense fallback={<div className="picture" aria-busy="true" />}><SchedulePicture rows={loan.schedule} /></Suspense>
      )}
      <Tabs
        size="small"
        items={[
          { key: 'schedule', label: texts.schedule, children: <Schedule loan={loan} /> },
          { key: 'payments', label: texts.payments, children: <Payments loan={loan} /> },
          { key: 'costs', label: costs.short, children: <LoanCostTable loanRef={loan.ref} /> },
          ...(loan.payoffToday === undefined ? [] : [{ key: 'payoff', label: texts.payoff, children: <Payoff loanRef={loan.ref} today={loan.asOf} onInsert={onInsert} /> }]),
        ]}
      />
    </>
  )
}

export const LoanDrawer = ({ loanRef, onClose, onClosed, onCalculate, onInsert }: {
  loanRef: string | undefined; onClose: () => void; onClosed: () => void; onCalculate: (loanRef: string) => void; onInsert: Parameters<typeof Payoff>[0]['onInsert']
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const { data, error, refetch } = useAsk(getLoan, { params: { loanRef: loanRef ?? '' } }, { enabled: loanRef !== undefined })
  const shown = loanRef === undefined ? undefined : data
  return (
    <Drawer
      open={loanRef !== undefined} onClose={onClose} afterOpenChange={(open) => { if (!open) onClosed() }} size={680} focusable={{ focusTriggerAfterClose: false }} rootClassName="loan-drawer" closable={{ 'aria-label': texts.close }}
      title={shown
        ? <span>{shown.product.name} <small className="figures">{shown.ref} · {texts.loan.asOf(dayShown(shown.asOf, language, shown.asOf))}</small></span>
        : loanRef}
      extra={shown && <span className={`loan-state ${tone(shown.state)}`}>{language === 'zh' ? shown.stateName : texts.loan.states[shown.state]}</span>}
    >
      {error && <p role="alert">{error.message} <Button size="small" onClick={() => { void refetch() }}>{texts.retry}</Button></p>}
      {shown?.payoffToday !== undefined && shown.record && <Button size="small" className="calculate" icon={<Icon name="calculator" size={15} />} onClick={() => { onCalculate(shown.ref) }}>{texts.loan.tryEarly}</Button>}
      {shown ? <Inside loan={shown} onInsert={onInsert} /> : !error && <p>{texts.loading}</p>}
    </Drawer>
  )
}
