import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { type JSX, useEffect, useMemo, useState } from 'react'
import { isCallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { Calculator } from '../features/loan/calculator.tsx'
import { type HeldLoan, inputOfLoan, inputOfProduct, type Offers, type Product, recordOf } from '../features/loan/calculator-model.ts'
import { calculatorTexts } from '../ui/catalogue/calculator.ts'
import { useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { useToday } from './chat-hooks.ts'

const notRunning: ReadonlySet<string> = new Set(['applied', 'in-review', 'refused', 'approved', 'settled'])

/** The customer's loans that still run, each with its record: few, and wanted at once when one is chosen. */
const useHeldLoans = (): readonly HeldLoan[] | undefined => {
  const { client, facts } = useChat()
  const [loans, setLoans] = useState<readonly HeldLoan[]>()
  const known = facts?.customer.level === 'verified' || facts?.customer.level === 'strongly-verified'
  useEffect(() => {
    const asking = new AbortController()
    const { signal } = asking
    const load = async (): Promise<void> => {
      const mine = known ? await client.call(customerOperations.listMyLoans, { signal }) : { loans: [] }
      if (isCallRefusal(mine)) {
        setLoans([])
        return
      }
      const refs = mine.loans.flatMap(({ ref, state }) => (notRunning.has(state) ? [] : [ref]))
      const details = await Promise.all(refs.map((loanRef) => client.call(customerOperations.getMyLoan, { params: { loanRef }, signal })))
      const held = details.flatMap((detail) => (isCallRefusal(detail) || !detail.record ? [] : [{ ...detail, record: recordOf(detail.record) }]))
      if (!signal.aborted) setLoans(held)
    }
    // A question that was given up is no fault.
    load().catch(() => undefined)
    return () => { asking.abort() }
  }, [client, known])
  return loans
}

const Ready = ({ products, loans, loanRef }: {
  readonly products: readonly Product[]; readonly loans: readonly HeldLoan[]; readonly loanRef: string | undefined
}): JSX.Element | null => {
  const texts = useTexts(calculatorTexts)
  const now = useToday()
  const { show } = useChat()
  const offers = useMemo((): Offers => ({ products, loans, today: parseDay(products[0]?.plan.disbursedOn ?? now) ?? (0 as Offers['today']) }), [products, loans, now])
  const loan = loans.find(({ ref }) => ref === loanRef)
  const [product] = products
  const first = loan ? inputOfLoan(loan) : product && inputOfProduct(product)
  if (!first) return null
  return (
    <Calculator offers={offers} first={first} onCosts={(of) => { show({ view: 'cost', of }) }}>
      <p className="quiet-text">{texts.lead}</p>
    </Calculator>
  )
}

/** What a loan would cost, and what repaying early would change in one's own; reckoned on the phone, nothing is stored. */
export const CalculatorSheet = ({ loanRef }: { readonly loanRef: string | undefined }): JSX.Element => {
  const { client } = useChat()
  const loans = useHeldLoans()
  const { answer, refusal, again } = useAnswer('products', (signal) => client.call(customerOperations.listProducts, { signal }))
  return answer && loans ? <Ready products={answer.products} loans={loans} loanRef={loanRef} /> : <Waiting refusal={refusal} again={again} />
}
