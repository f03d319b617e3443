import type { Method } from '@xinqiao/core/loan/terms.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import { isRefusal, type Refusal } from '@xinqiao/core/primitives/refusal.ts'
import { type JSX, type ReactNode, useId } from 'react'
import { calculatorTexts } from '../../ui/catalogue/calculator.ts'
import { percentShown, yuanShown } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.ts'
import {
  type Basis, earlyRulesOf, type EarlyInput, firstDueRange, firstEarly, loanOf, type Offers, plainTerms, type PlanInput, type Product, productOf, withBasis,
} from './calculator-model.ts'

/** What is tried out: every field as it was typed, with the reason beside the one that must be changed. */

type Change = (input: PlanInput) => void
type FieldProps = { readonly input: PlanInput; readonly offers: Offers; readonly onChange: Change; readonly refusal: Refusal | undefined }

const plain = (yuan: string): string => yuanShown(yuan).replace('.00', '')
const figuresOnly = (text: string): string => text.replaceAll(/[^\d.]/g, '')

const reasonFor = (refusal: Refusal | undefined, field: string, texts: (typeof calculatorTexts)['zh']): string | undefined => {
  if (refusal?.field !== field) return undefined
  return texts.refusals[refusal.refused]?.(refusal.about) ?? texts.refusedElse
}

type Described = { readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: true }

/** A label, its control, and under it a hint or what is wrong. */
const Field = ({ label, hint, reason, children }: {
  readonly label: string; readonly hint?: string | undefined; readonly reason?: string | undefined
  readonly children: (id: string, described: Described) => ReactNode
}): JSX.Element => {
  const id = useId()
  const said = reason ?? hint
  return (
    <div className="calc-field">
      <label htmlFor={id}>{label}</label>
      {children(id, { ...(said === undefined ? {} : { 'aria-describedby': `${id}-said` }), ...(reason === undefined ? {} : { 'aria-invalid': true as const }) })}
      {said !== undefined && <small id={`${id}-said`} className={reason === undefined ? '' : 'bad'}>{said}</small>}
    </div>
  )
}

const keyOf = (basis: Basis): string => (basis.of === 'product' ? `product ${basis.id}` : basis.of === 'loan' ? `loan ${basis.ref}` : 'own')
const basisOf = (key: string): Basis => {
  const [of, id = ''] = key.split(' ')
  return of === 'product' ? { of, id } : of === 'loan' ? { of, ref: id } : { of: 'own' }
}

const BasisField = ({ input, offers, onChange }: FieldProps): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  return (
    <Field label={texts.basis} hint={input.basis.of === 'own' ? texts.ownHint : undefined}>
      {(id, described) => (
        <select id={id} value={keyOf(input.basis)} onChange={(event) => { onChange(withBasis(input, basisOf(event.target.value), offers)) }} {...described}>
          {offers.loans.length > 0 && (
            <optgroup label={texts.loans}>
              {offers.loans.map(({ ref, product }) => <option key={ref} value={`loan ${ref}`}>{product.name} {ref}</option>)}
            </optgroup>
          )}
          <optgroup label={texts.products}>
            {offers.products.map(({ id: product, name, methodName }) => <option key={product} value={`product ${product}`}>{name} · {methodName}</option>)}
          </optgroup>
          <optgroup label={texts.ownGroup}><option value="own">{texts.own}</option></optgroup>
        </select>
      )}
    </Field>
  )
}

const AmountField = ({ input, offers, onChange, refusal }: FieldProps): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const product = productOf(offers, input)
  const hint = product && texts.amountRange(plain(product.amountMin), plain(product.amountMax), plain(product.amountMultipleOf))
  return (
    <Field label={`${texts.amount} (${texts.yuan})`} hint={hint} reason={reasonFor(refusal, 'amount', texts)}>
      {(id, described) => (
        <>
          <input
            id={id} inputMode="decimal" autoComplete="off" value={input.amount} {...described}
            onChange={(event) => { onChange({ ...input, amount: figuresOnly(event.target.value) }) }}
          />
          {product && (
            <input
              type="range" aria-label={texts.amountSlide} min={Math.trunc(Number(product.amountMin))} max={Math.trunc(Number(product.amountMax))}
              step={Math.max(1, Math.trunc(Number(product.amountMultipleOf)))} value={/^\d+/.exec(input.amount)?.[0] ?? '0'}
              onChange={(event) => { onChange({ ...input, amount: event.target.value }) }}
            />
          )}
        </>
      )}
    </Field>
  )
}

const ownMethods: readonly Method[] = ['equal-instalment', 'equal-principal', 'interest-only', 'bullet', 'flat-fee']

/** A product has its method; to choose another one is to choose a product that has it. */
const MethodField = ({ input, offers, onChange }: FieldProps): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const product = productOf(offers, input)
  const methods = product ? [...new Set(offers.products.map(({ method }) => method))] : ownMethods
  const choose = (method: string): void => {
    const other = offers.products.find((one) => one.method === method)
    if (!product) onChange({ ...input, method: ownMethods.find((one) => one === method) ?? input.method, firstDue: undefined })
    else if (other) onChange(withBasis(input, { of: 'product', id: other.id }, offers))
  }
  return (
    <Field label={texts.method}>
      {(id, described) => (
        <select id={id} value={product?.method ?? input.method} onChange={(event) => { choose(event.target.value) }} {...described}>
          {methods.map((method) => <option key={method} value={method}>{texts.methods[method] ?? method}</option>)}
        </select>
      )}
    </Field>
  )
}

const RateField = ({ input, offers, onChange, refusal }: FieldProps): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const product = productOf(offers, input)
  return (
    <Field label={`${texts.rate} (%)`} hint={product && texts.rateFixed} reason={reasonFor(refusal, 'rate', texts)}>
      {(id, described) => (
        <input
          id={id} inputMode="decimal" autoComplete="off" readOnly={product !== undefined}
          value={product ? percentShown(product.annualRate).replace('%', '') : input.rate}
          onChange={(event) => { onChange({ ...input, rate: figuresOnly(event.target.value) }) }} {...described}
        />
      )}
    </Field>
  )
}

const useTermName = (): ((offer: Product['terms'][number]) => string) => {
  const texts = useTexts(calculatorTexts)
  return ({ count, every }) => ('months' in every ? texts.terms(count, every.months) : texts.termsInDays(count, every.days))
}

const TermField = ({ input, offers, onChange, refusal }: FieldProps): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const termName = useTermName()
  const product = productOf(offers, input)
  return (
    <Field label={product ? texts.term : texts.count} reason={reasonFor(refusal, 'count', texts)}>
      {(id, described) => (product
        ? (
          <select id={id} value={input.term} onChange={(event) => { onChange({ ...input, term: Number(event.target.value), firstDue: undefined }) }} {...described}>
            {product.terms.map((offer, at) => <option key={termName(offer)} value={at}>{termName(offer)}</option>)}
          </select>
        )
        : (
          <input
            id={id} inputMode="numeric" autoComplete="off" value={input.count} {...described}
            onChange={(event) => { onChange({ ...input, count: event.target.value.replaceAll(/\D/g, '') }) }}
          />
        ))}
    </Field>
  )
}

const FirstDueField = ({ input, offers, onChange, refusal }: FieldProps): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const terms = plainTerms(input, offers)
  const range = isRefusal(terms) ? undefined : firstDueRange(terms)
  const fixed = range !== undefined && range.from === range.to
  return (
    <Field label={texts.firstDue} hint={fixed ? texts.rateFixed : undefined} reason={reasonFor(refusal, 'firstDue', texts)}>
      {(id, described) => (
        <input
          id={id} type="date" readOnly={fixed} value={input.firstDue ?? (range ? isoDay(range.usual) : '')}
          {...(range ? { min: isoDay(range.from), max: isoDay(range.to) } : {})}
          onChange={(event) => { onChange({ ...input, firstDue: event.target.value === '' ? undefined : event.target.value }) }} {...described}
        />
      )}
    </Field>
  )
}

const Choice = <Value extends string>({ legend, value, options, onChange }: {
  readonly legend: string; readonly value: Value; readonly options: readonly (readonly [Value, string])[]; readonly onChange: (value: Value) => void
}): JSX.Element => {
  const name = useId()
  return (
    <fieldset className="calc-choice">
      <legend>{legend}</legend>
      <div>
        {options.map(([one, title]) => (
          <label key={one}><input type="radio" name={name} checked={one === value} onChange={() => { onChange(one) }} /><span>{title}</span></label>
        ))}
      </div>
    </fieldset>
  )
}

const EarlyFields = ({ early, input, offers, onChange, refusal }: FieldProps & { readonly early: EarlyInput }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const rules = earlyRulesOf(offers, loanOf(offers, input) ?? productOf(offers, input))
  const change = (next: Partial<EarlyInput>): void => { onChange({ ...input, early: { ...early, ...next } }) }
  const effects = (['term', 'instalment'] as const).filter((effect) => !rules || rules.effects.length === 0 || rules.effects.includes(effect))
  const reasonOfAll = reasonFor(refusal, 'early', texts)
  return (
    <>
      <Field label={texts.earlyOn} hint={rules && rules.noticeDays > 0 ? texts.notice(rules.noticeDays) : undefined} reason={reasonFor(refusal, 'early.on', texts)}>
        {(id, described) => <input id={id} type="date" value={early.on} onChange={(event) => { change({ on: event.target.value }) }} {...described} />}
      </Field>
      <Choice
        legend={texts.early} value={early.full ? 'full' : 'part'}
        options={[['full', texts.inFull], ...(rules?.partial === false ? [] : [['part', texts.inPart] as const])]}
        onChange={(kind) => { change({ full: kind === 'full' }) }}
      />
      {!early.full && (
        <>
          <Field label={`${texts.earlyAmount} (${texts.yuan})`} reason={reasonFor(refusal, 'early.amount', texts)}>
            {(id, described) => (
              <input
                id={id} inputMode="decimal" autoComplete="off" value={early.amount} {...described}
                onChange={(event) => { change({ amount: figuresOnly(event.target.value) }) }}
              />
            )}
          </Field>
          <Choice
            legend={texts.earlyEffect} value={early.effect} options={effects.map((effect) => [effect, texts.effects[effect]])}
            onChange={(effect) => { change({ effect }) }}
          />
        </>
      )}
      {reasonOfAll !== undefined && <p className="calc-small bad">{reasonOfAll}</p>}
      {rules && <p className="calc-small">{rules.note}</p>}
    </>
  )
}

const LoanFacts = ({ input, offers }: Pick<FieldProps, 'input' | 'offers'>): JSX.Element | null => {
  const texts = useTexts(calculatorTexts)
  const loan = loanOf(offers, input)
  return loan ? <p className="calc-small">{texts.remaining(yuanShown(loan.remainingPrincipal), loan.instalmentCount - loan.instalmentsPaid)}</p> : null
}

export const PlanForm = (props: FieldProps & { readonly name: string | undefined }): JSX.Element => {
  const { input, offers, onChange, name } = props
  const texts = useTexts(calculatorTexts)
  const ofLoan = input.basis.of === 'loan'
  const { early } = input
  return (
    <fieldset className="calc-plan">
      <legend className={name === undefined ? 'unseen' : ''}>{name ?? texts.title}</legend>
      <BasisField {...props} />
      {ofLoan ? <LoanFacts input={input} offers={offers} /> : (
        <div className="calc-fields">
          <AmountField {...props} /><TermField {...props} /><MethodField {...props} /><RateField {...props} /><FirstDueField {...props} />
        </div>
      )}
      {!ofLoan && (
        <label className="calc-check">
          <input
            type="checkbox" checked={early !== undefined}
            onChange={(event) => { onChange({ ...input, early: event.target.checked ? firstEarly(input, offers) : undefined }) }}
          />
          <span>{texts.addEarly}</span>
        </label>
      )}
      {early && <div className="calc-fields calc-early"><EarlyFields {...props} early={early} /></div>}
    </fieldset>
  )
}
