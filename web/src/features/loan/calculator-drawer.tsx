import { getLoan, listCustomerLoans, listProducts } from '@xinqiao/contract/loans.ts'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { Button, Drawer } from 'antd'
import { type JSX, useMemo, useState } from 'react'
import { useAsk, useMay } from '../../api/staff-session.ts'
import { calculatorTexts } from '../../ui/catalogue/calculator.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { useTexts } from '../../ui/language.ts'
import { Calculator } from './calculator.tsx'
import { type HeldLoan, inputOfLoan, inputOfProduct, type Offers, type PlanInput, recordOf } from './calculator-model.ts'
import type { Words } from './calculator-told.ts'

/** The calculator at the desk, begun with the loan of the customer who is being spoken to. */

const over: ReadonlySet<string> = new Set(['applied', 'in-review', 'refused', 'approved', 'settled'])

type Loans = NonNullable<ReturnType<typeof useLoans>>

/** His running loans, and of the ones that are tried the record. */
const useLoans = (customerId: string | undefined) => {
  const may = useMay()('loan.read')
  const { data, isLoading } = useAsk(listCustomerLoans, { params: { customerId: customerId ?? '' } }, { enabled: may && customerId !== undefined })
  return isLoading ? undefined : (data?.loans ?? []).filter(({ state }) => !over.has(state))
}

const useRecord = (loanRef: string | undefined): HeldLoan['record'] => {
  const { data, error } = useAsk(getLoan, { params: { loanRef: loanRef ?? '' } }, { enabled: loanRef !== undefined })
  return useMemo(() => (data ? data.record ? recordOf(data.record) : 'unknown' : error ? 'failed' : 'waiting'), [data, error])
}

const refOf = ({ basis }: PlanInput): string | undefined => (basis.of === 'loan' ? basis.ref : undefined)

type Insert = ((words: Words) => void) | undefined

const Begun = ({ loans, loanRef, onInsert }: { loans: Loans; loanRef: string | undefined; onInsert: Insert }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const desk = useTexts(deskTexts)
  const { data, error, refetch } = useAsk(listProducts, {}, { staleTime: 300_000 })
  const opened = loans.find(({ ref }) => ref === loanRef) ?? loans[0]
  const [tried, setTried] = useState<readonly (string | undefined)[]>([opened?.ref])
  const [first, second] = [useRecord(tried[0]), useRecord(tried[1])]
  const offers = useMemo((): Offers | undefined => {
    if (!data) return undefined
    const recordFor = (ref: string): HeldLoan['record'] => (ref === tried[0] ? first : ref === tried[1] ? second : 'waiting')
    // The lender's day, by which the server reckons too.
    const today = parseDay(data.products[0]?.plan.disbursedOn ?? loans[0]?.asOf ?? '')
    return today === undefined ? undefined : { products: data.products, loans: loans.map((loan) => ({ ...loan, record: recordFor(loan.ref) })), today }
  }, [data, loans, tried, first, second])
  if (error && !offers) return <p role="alert">{error.message} <Button size="small" onClick={() => { void refetch() }}>{desk.retry}</Button></p>
  if (!offers) return <p>{desk.loading}</p>
  const held = offers.loans.find(({ ref }) => ref === opened?.ref)
  const [product] = offers.products
  const begin = held ? inputOfLoan(held) : product && inputOfProduct(product)
  if (!begin) return <p>{desk.loading}</p>
  return (
    <Calculator offers={offers} first={begin} onInsert={onInsert} onInput={(inputs) => { setTried(inputs.map(refOf)) }}>
      <p className="calc-small">{texts.leadDesk}</p>
    </Calculator>
  )
}

const Inside = ({ customerId, ...rest }: { customerId: string | undefined; loanRef: string | undefined; onInsert: Insert }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const loans = useLoans(customerId)
  return loans ? <Begun loans={loans} {...rest} /> : <p>{texts.loading}</p>
}

export const CalculatorDrawer = ({ open, customerId, loanRef, onClose, onClosed, onInsert }: {
  open: boolean; customerId: string | undefined; loanRef: string | undefined; onClose: () => void; onClosed: () => void; onInsert: Insert
}): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const desk = useTexts(deskTexts)
  return (
    <Drawer
      open={open} onClose={onClose} afterOpenChange={(isOpen) => { if (!isOpen) onClosed() }} size="min(1080px, 92vw)" destroyOnHidden
      focusable={{ focusTriggerAfterClose: false }} rootClassName="calculator-drawer" closable={{ 'aria-label': desk.close }} title={texts.title}
    >
      {open && <Inside customerId={customerId} loanRef={loanRef} onInsert={onInsert} />}
    </Drawer>
  )
}
