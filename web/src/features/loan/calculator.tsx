import { compareCourses, type CourseDifference } from '@xinqiao/core/loan/what-if.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { fen, formatYuan, yuanText } from '@xinqiao/core/primitives/money.ts'
import { explainDifference } from '@xinqiao/core/loan/explain-course.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import { type JSX, type ReactNode, useDeferredValue, useEffect, useMemo, useState } from 'react'
import { calculatorTexts } from '../../ui/catalogue/calculator.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { PlanForm } from './calculator-form.tsx'
import { inputOfProduct, loanOf, type Offers, type PlanInput, productOf, type Reckoned, reckon } from './calculator-model.ts'
import { Bars, Pictures, type Scale, scaleOf } from './calculator-pictures.tsx'
import { CourseTable } from './calculator-table.tsx'
import { announced, chiefFigures, costDifference, costText, differenceWords, earlyFigures, replyOf, sumOf, type Told, type Words } from './calculator-told.ts'
import { downloadCsv, downloadXlsx } from './download.ts'
import { ExplanationProvider, Figure, SourceProvider } from './explanation.tsx'
import './calculator.css'

/**
 * The calculator of both surfaces: one plan, or two side by side, reckoned in the browser at each change. The surface says
 * what there is to try (`offers`), with what to begin, and where words for a reply go (`onInsert`, at the desk).
 */

type Answer = Reckoned | Refusal

const Fact = ({ told }: { readonly told: Told }): JSX.Element => <div><dt>{told.name}</dt><dd><Figure told={told} /></dd></div>

const useSource = (input: PlanInput, offers: Offers): string => {
  const texts = useTexts(calculatorTexts)
  const [product, loan] = [productOf(offers, input), loanOf(offers, input)]
  if (loan) return texts.sourceLoan(loan.product.name, loan.ref)
  return product ? texts.sourceProduct(product.name, product.version) : texts.sourceOwn
}

const Downloads = ({ reckoned }: { readonly reckoned: Reckoned }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const language = useLanguage()
  const [said, setSaid] = useState('')
  const { course } = reckoned
  const name = (kind: string): string => `${texts.fileName}-${isoDay(course.start)}.${kind}`
  const csv = (): void => {
    downloadCsv(name('csv'), course, language)
    setSaid(texts.downloaded(name('csv')))
  }
  const xlsx = async (): Promise<void> => {
    try {
      await downloadXlsx(name('xlsx'), course, language)
      setSaid(texts.downloaded(name('xlsx')))
    } catch {
      setSaid(texts.downloadFailed)
    }
  }
  return (
    <p className="calc-actions">
      <button type="button" className="calc-button" onClick={csv}>{texts.csv}</button>
      <button type="button" className="calc-button" onClick={() => { void xlsx() }}>{texts.xlsx}</button>
      <span className="calc-small" role="status">{said}</span>
    </p>
  )
}

const Early = ({ reckoned }: { readonly reckoned: Reckoned }): JSX.Element | null => {
  const texts = useTexts(calculatorTexts)
  const figures = earlyFigures(reckoned, texts)
  const days = reckoned.whatIf?.daysSooner ?? 0
  if (figures.length === 0) return null
  return (
    <div className="calc-gain">
      <h3>{texts.early}</h3>
      <dl className="calc-facts">
        {figures.map((told) => <Fact key={told.name} told={told} />)}
        {days > 0 && <div><dt>{texts.sooner}</dt><dd>{texts.soonerDays(days)}</dd></div>}
      </dl>
    </div>
  )
}

type Insert = ((words: Words) => void) | undefined
type Wish = { readonly amount: string; readonly count: number; readonly months?: number; readonly days?: number }
type OpenCosts = ((of: { readonly productId: string; readonly wish: Wish }) => void) | undefined
type Tried = { readonly input: PlanInput; readonly reckoned: Reckoned }

/** What the offer costs item by item, where the surface can show it. */
const Costs = ({ input, reckoned, onCosts }: Tried & { readonly onCosts: OpenCosts }): JSX.Element | null => {
  const texts = useTexts(calculatorTexts)
  const { plan } = reckoned
  const { basis } = input
  if (!onCosts || !plan || basis.of !== 'product') return null
  const { principal, count, every } = plan.terms
  const open = (): void => { onCosts({ productId: basis.id, wish: { amount: yuanText(principal), count, ...every } }) }
  return <p className="calc-actions"><button type="button" className="calc-button" onClick={open}>{texts.costs}</button></p>
}

const Inserting = ({ input, reckoned, offers, onInsert }: Tried & { readonly offers: Offers; readonly onInsert: Insert }): JSX.Element | null => {
  const texts = useTexts(calculatorTexts)
  if (!onInsert) return null
  const words = replyOf(input, reckoned, offers)
  if (!words) return input.basis.of === 'own' ? <p className="calc-small">{texts.insertOwn}</p> : null
  return <p className="calc-actions"><button type="button" className="calc-button chief" onClick={() => { onInsert(words) }}>{texts.insert}</button></p>
}

/** Said once the hand rests: a figure for every key would drown the reader. */
const Announcement = ({ reckoned }: { readonly reckoned: Reckoned }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const words = announced(reckoned, texts)
  const [said, setSaid] = useState(words)
  useEffect(() => {
    const timer = setTimeout(() => { setSaid(words) }, 500)
    return () => { clearTimeout(timer) }
  }, [words])
  return <p className="unseen" role="status" data-total="">{said}</p>
}

type Outward = { readonly onInsert?: Insert; readonly onCosts?: OpenCosts }

const Result = ({ input, answer, offers, scale, name, onInsert, onCosts }: Outward & {
  readonly input: PlanInput; readonly answer: Answer; readonly offers: Offers; readonly scale: Scale; readonly name: string | undefined
}): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const source = useSource(input, offers)
  if (isRefusal(answer)) {
    const said = texts.refusals[answer.refused]?.(answer.about) ?? texts.refusedElse
    return <section className="calc-result refused" aria-label={name ?? texts.result}><p role="alert">{said}</p></section>
  }
  const total = sumOf('total', answer, texts)
  return (
    <SourceProvider value={source}>
      <section className="calc-result" aria-label={name === undefined ? texts.result : `${name} ${texts.result}`}>
        <p className="calc-total"><span>{total.name}</span><Figure told={total} className="calc-big" /><span>{texts.yuan}</span></p>
        <Announcement reckoned={answer} />
        <dl className="calc-facts">
          {chiefFigures(answer, texts).map((told) => <Fact key={told.name} told={told} />)}
          <div><dt>{texts.lastDue}</dt><dd>{isoDay(answer.course.lastDue)}</dd></div>
        </dl>
        {answer.plan && <p className="calc-small">{texts.costHint}</p>}
        <Early reckoned={answer} />
        {(answer.course.rows.length > 1 || answer.whatIf) && <Pictures reckoned={answer} scale={scale} />}
        <CourseTable reckoned={answer} />
        <Downloads reckoned={answer} />
        <Costs input={input} reckoned={answer} onCosts={onCosts} />
        <Inserting input={input} reckoned={answer} offers={offers} onInsert={onInsert} />
      </section>
    </SourceProvider>
  )
}

/** On a phone the form hides its result: the sum and the bars stay in sight while a field is changed. */
const Glance = ({ answer, scale }: { readonly answer: Answer; readonly scale: Scale }): JSX.Element | null => {
  const texts = useTexts(calculatorTexts)
  if (isRefusal(answer)) return null
  const total = sumOf('total', answer, texts)
  return (
    <div className="calc-glance" aria-hidden="true">
      <p><span>{total.name}</span><b className="figures">{total.shown}</b>{answer.cost && <small>{texts.costSimple} {costText(answer.cost)}%</small>}</p>
      <Bars course={answer.course} before={answer.whatIf?.before} scale={scale} />
    </div>
  )
}

const compared = ['total', 'interest', 'fee', 'first'] as const

const costOf = ({ cost }: Reckoned): string => (cost ? `${costText(cost)}%` : '—')

const PlainRow = ({ name, cells }: { readonly name: string; readonly cells: readonly [string, string, string] }): JSX.Element => (
  <tr><th scope="row">{name}</th><td>{cells[0]}</td><td>{cells[1]}</td><td>{cells[2]}</td></tr>
)

const Comparison = ({ one, other }: { readonly one: Reckoned; readonly other: Reckoned }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const difference: CourseDifference = compareCourses(one.course, other.course)
  const names = { total: texts.totalPaid, interest: texts.totalInterest, fee: texts.totalFee, first: texts.firstPayment }
  const valueOf = ({ course }: Reckoned, key: typeof compared[number]): bigint => (key === 'first' ? course.rows[0]?.total ?? 0n : course.totals[key])
  return (
    <section className="calc-comparison" aria-label={texts.comparison}>
      <h3>{texts.comparison}</h3>
      <p role="status">{differenceWords(difference, [one.cost, other.cost], texts)}</p>
      <div className="calc-table-frame">
        <table className="figures">
          <caption className="unseen">{texts.comparison}</caption>
          <thead><tr>{[texts.item, ...texts.plans, texts.difference].map((name) => <th scope="col" key={name}>{name}</th>)}</tr></thead>
          <tbody>
            {compared.map((key) => {
              const [a, b] = [fen(valueOf(one, key)), fen(valueOf(other, key))]
              return (
                <tr key={key}>
                  <th scope="row">{names[key]}</th><td>{formatYuan(a)}</td><td>{formatYuan(b)}</td>
                  <td><Figure told={{ name: `${texts.difference}: ${names[key]}`, shown: formatYuan(fen(b - a)), why: () => explainDifference(a, b) }} /></td>
                </tr>
              )
            })}
            {(one.cost ?? other.cost) && <PlainRow name={texts.costSimple} cells={[costOf(one), costOf(other), costDifference(one.cost, other.cost) ?? '—']} />}
            <PlainRow name={texts.lastDue} cells={[isoDay(one.course.lastDue), isoDay(other.course.lastDue), texts.days(difference.days)]} />
          </tbody>
        </table>
      </div>
    </section>
  )
}

const another = (input: PlanInput, { products }: Offers): PlanInput => {
  const next = products.find(({ id }) => input.basis.of !== 'product' || id !== input.basis.id)
  if (!next) return input
  // The rival of settling a loan is to repay a part of it, and the other way round.
  return input.basis.of === 'loan' && input.early ? { ...input, early: { ...input.early, full: !input.early.full } } : inputOfProduct(next)
}

export const Calculator = ({ offers, first, onInsert, onCosts, onInput, children }: Outward & {
  readonly offers: Offers; readonly first: PlanInput
  /** What is being tried, so that the surface can fetch the record of a loan that is chosen. */
  readonly onInput?: (inputs: readonly PlanInput[]) => void; readonly children?: ReactNode
}): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const [inputs, setInputs] = useState<readonly PlanInput[]>([first])
  const asked = useDeferredValue(inputs)
  const answers = useMemo(() => asked.map((input) => reckon(input, offers)), [asked, offers])
  const reckoned = answers.filter((answer): answer is Reckoned => !isRefusal(answer))
  const scale = scaleOf(reckoned)
  const comparing = inputs.length > 1
  const change = (next: readonly PlanInput[]): void => {
    setInputs(next)
    onInput?.(next)
  }
  const [one, other] = reckoned
  return (
    <ExplanationProvider>
      <div className={comparing ? 'calc comparing' : 'calc'}>
        {children}
        <div className="calc-plans">
          {inputs.map((input, at) => {
            const answer = answers[at] ?? reckon(input, offers)
            const name = comparing ? texts.plans[at] : undefined
            return (
              // At most two plans, each in its place.
              // oxlint-disable-next-line react/no-array-index-key
              <div className="calc-side" key={at}>
                <Glance answer={answer} scale={scale} />
                <PlanForm
                  input={input} offers={offers} name={name} refusal={isRefusal(answer) ? answer : undefined}
                  onChange={(next) => { change(inputs.map((before, place) => (place === at ? next : before))) }}
                />
                <Result input={asked[at] ?? input} answer={answer} offers={offers} scale={scale} name={name} onInsert={onInsert} onCosts={onCosts} />
              </div>
            )
          })}
        </div>
        {comparing && one && other && <SourceProvider value={texts.comparison}><Comparison one={one} other={other} /></SourceProvider>}
        <p className="calc-actions">
          <button type="button" className="calc-button" onClick={() => { change(comparing ? inputs.slice(0, 1) : [...inputs, another(inputs[0] ?? first, offers)]) }}>
            {comparing ? texts.stopComparing : texts.compare}
          </button>
        </p>
      </div>
    </ExplanationProvider>
  )
}
