import type { listProducts, quoteLoan } from '@xinqiao/contract/loans.ts'
import { type JSX, useDeferredValue, useState } from 'react'
import type { CallAnswer } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { yuanShown } from '../ui/format.ts'
import { useTexts } from '../ui/language.ts'
import { Fact, useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { centsOf, Curve, differenceOf } from './curve.tsx'

type Product = CallAnswer<typeof listProducts>['products'][number]
type Quote = CallAnswer<typeof quoteLoan>
type Plan = { readonly productId: string; readonly amount: string; readonly term: number }

const useTermName = (): ((offer: Product['terms'][number]) => string) => {
  const texts = useTexts(sheetTexts)
  return ({ count, every }) => ('months' in every ? texts.terms(count, every.months) : texts.termsInDays(count, every.days))
}

/** Somewhere in the middle of what is offered, a round amount that the product allows. */
const firstPlan = (product: Product): Plan => {
  const [low, high, step] = [product.amountMin, product.amountMax, product.amountMultipleOf].map((yuan) => Math.trunc(Number(yuan)))
  if (low === undefined || high === undefined || step === undefined) return { productId: product.id, amount: product.amountMin, term: 0 }
  const middle = Math.min(Math.max(20_000, low), high)
  const amount = Math.max(low, middle - (middle % Math.max(step, 1)))
  return { productId: product.id, amount: String(amount), term: Math.min(Math.floor(product.terms.length / 2), product.terms.length - 1) }
}

const PlanForm = ({ plan, products, name, onChange }: {
  readonly plan: Plan; readonly products: readonly Product[]; readonly name: string | undefined; readonly onChange: (plan: Plan) => void
}): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const termName = useTermName()
  const product = products.find(({ id }) => id === plan.productId)
  const chooseProduct = (id: string): void => {
    const next = products.find((one) => one.id === id)
    if (next) onChange(firstPlan(next))
  }
  return (
    <fieldset className="plan">
      {name !== undefined && <legend>{name}</legend>}
      <label className="field">
        <span>{texts.chooseProduct}</span>
        <select value={plan.productId} onChange={(event) => { chooseProduct(event.target.value) }}>
          {products.map(({ id, name: productName, methodName }) => <option key={id} value={id}>{productName} · {methodName}</option>)}
        </select>
      </label>
      <label className="field">
        <span>{texts.amount}</span>
        <input
          inputMode="decimal" value={plan.amount} autoComplete="off"
          onChange={(event) => { onChange({ ...plan, amount: event.target.value.replaceAll(/[^\d.]/g, '') }) }}
        />
        {product && <small>{texts.amountRange(yuanShown(product.amountMin).replace('.00', ''), yuanShown(product.amountMax).replace('.00', ''))}{' · '}
          {texts.amountMultiple(yuanShown(product.amountMultipleOf).replace('.00', ''))}</small>}
      </label>
      <label className="field">
        <span>{texts.chooseTerm}</span>
        <select value={plan.term} onChange={(event) => { onChange({ ...plan, term: Number(event.target.value) }) }}>
          {product?.terms.map((offer, at) => <option key={termName(offer)} value={at}>{termName(offer)}</option>)}
        </select>
      </label>
    </fieldset>
  )
}

const useQuote = (plan: Plan, products: readonly Product[]) => {
  const { client } = useChat()
  const asked = useDeferredValue(plan)
  const offer = products.find(({ id }) => id === asked.productId)?.terms[asked.term]
  return useAnswer(JSON.stringify(asked), async (signal) => {
    // A figure is typed digit by digit; only where the hand rests is it asked for.
    await new Promise((resolve) => { setTimeout(resolve, 250) })
    signal.throwIfAborted()
    return await client.call(customerOperations.quoteLoan, {
      body: { productId: asked.productId, amount: asked.amount === '' ? '0' : asked.amount, count: offer?.count ?? 1, every: offer?.every ?? { months: 1 } }, signal,
    })
  })
}

const QuoteTable = ({ quote }: { readonly quote: Quote }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  return (
    <details className="lines-of">
      <summary>{texts.showTable}</summary>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table that scrolls must be reached by the keyboard */}
      <section className="table-frame" tabIndex={0} aria-label={texts.showTable}>
        <table className="figures">
          <thead><tr><th scope="col">#</th><th scope="col">{texts.due}</th><th scope="col">{texts.total}</th><th scope="col">{texts.principal}</th><th scope="col">{texts.interest}</th><th scope="col">{texts.fee}</th><th scope="col">{texts.balance}</th></tr></thead>
          <tbody>
            {quote.instalments.map((row) => (
              <tr key={row.n}>
                <th scope="row">{row.n}</th><td>{row.due}</td><td>{yuanShown(row.total)}</td><td>{yuanShown(row.principal)}</td><td>{yuanShown(row.interest)}</td><td>{yuanShown(row.fee)}</td><td>{yuanShown(row.balance)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  )
}

const Result = ({ plan, products, name, onQuote }: {
  readonly plan: Plan; readonly products: readonly Product[]; readonly name: string | undefined; readonly onQuote: (quote: Quote) => void
}): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { answer, before, refusal, again } = useQuote(plan, products)
  const quote = answer ?? before
  const [told, setTold] = useState<Quote>()
  if (answer && told !== answer) {
    setTold(answer)
    onQuote(answer)
  }
  if (refusal || !quote) return <section className="result"><Waiting refusal={refusal} again={again} /></section>
  const { totals, annualCost, instalments } = quote
  return (
    <section className="result" aria-label={name ?? texts.calculatorTitle} aria-busy={!answer}>
      {name !== undefined && <h3>{name}</h3>}
      <p className="sum"><span>{texts.costSimple}</span><b className="figures">{annualCost.simplePercent}%</b></p>
      <p className="small-print">{texts.costHint}</p>
      <dl className="facts">
        <Fact name={texts.firstInstalment}><span className="figures">{yuanShown(instalments[0]?.total ?? '0.00')} {texts.yuan}</span></Fact>
        <Fact name={texts.totalInterest}><span className="figures">{yuanShown(totals.interest)} {texts.yuan}</span></Fact>
        <Fact name={texts.totalFee}><span className="figures">{yuanShown(totals.fee)} {texts.yuan}</span></Fact>
        <Fact name={texts.totalPaid}><span className="figures">{yuanShown(totals.total)} {texts.yuan}</span></Fact>
      </dl>
      {instalments.length > 1 && <Curve instalments={instalments} />}
      <QuoteTable quote={quote} />
    </section>
  )
}

const Calculator = ({ products }: { readonly products: readonly Product[] }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const [plans, setPlans] = useState<readonly Plan[]>(() => products.slice(0, 1).map(firstPlan))
  const [quotes, setQuotes] = useState<readonly (Quote | undefined)[]>([])
  const comparing = plans.length > 1
  const [one, other] = quotes
  const change = (at: number, plan: Plan): void => { setPlans(plans.map((before, place) => (place === at ? plan : before))) }
  const compare = (): void => {
    const first = plans[0]
    const next = products[1] ?? products[0]
    if (comparing) setPlans(plans.slice(0, 1))
    else if (first && next) setPlans([first, firstPlan(next)])
  }
  const nameOf = (at: number): string | undefined => (comparing ? [texts.planA, texts.planB][at] : undefined)
  return (
    <div className={comparing ? 'calculator comparing' : 'calculator'}>
      <p className="quiet-text">{texts.calculatorLead}</p>
      <div className="plans">
        {plans.map((plan, at) => (
          // At most two plans, each in its place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={at}>
            <PlanForm plan={plan} products={products} name={nameOf(at)} onChange={(next) => { change(at, next) }} />
            <Result plan={plan} products={products} name={undefined} onQuote={(quote) => { setQuotes((before) => Object.assign([...before], { [at]: quote })) }} />
          </div>
        ))}
      </div>
      {comparing && one && other && (
        <p className="verdict" aria-live="polite">
          {centsOf(one.totals.total) === centsOf(other.totals.total) ? texts.sameTotal : texts.difference(yuanShown(differenceOf(one.totals.total, other.totals.total)))}
        </p>
      )}
      <button type="button" className="second-button" onClick={compare}>{comparing ? texts.stopComparing : texts.compare}</button>
    </div>
  )
}

/** What a loan would cost, by the server's own reckoning; nothing is stored. */
export const CalculatorSheet = (): JSX.Element => {
  const { client } = useChat()
  const { answer, refusal, again } = useAnswer('products', (signal) => client.call(customerOperations.listProducts, { signal }))
  return answer ? <Calculator products={answer.products} /> : <Waiting refusal={refusal} again={again} />
}
