import { quotePayoff } from '@xinqiao/contract/loans.ts'
import { Button } from 'antd'
import { type JSX, useState } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { useAsk } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { dayShown, yuanShown } from '../../ui/format.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import type { FigureInText } from '../../ui/sources.tsx'

/** What settles the loan on a chosen day, line by line, ready to be put into the reply with its sources. */

type Quote = CallAnswer<typeof quotePayoff>
type Words = { readonly text: string; readonly figures: FigureInText[] }

/** The quote as a sentence whose amount and days carry their source. Sent to the customer, so that it is always Chinese. */
export const quoteWords = (loanRef: string, quote: Quote, sentence: (ref: string, day: string, total: string, until: string) => string): Words => {
  const total = yuanShown(quote.total)
  const text = sentence(loanRef, quote.on, total, quote.goodUntil)
  const figures: FigureInText[] = []
  const add = (shown: string, from: number, kind: FigureInText['kind'], value: string, field: string, explanation?: string): number => {
    const start = text.indexOf(shown, from)
    if (start < 0) return from
    figures.push({
      start, end: start + shown.length, kind, value, source: { from: 'loan', loanRef, field, asOf: quote.on }, ...(explanation === undefined ? {} : { explanation }),
    })
    return start + shown.length
  }
  const afterRef = text.indexOf(loanRef) + loanRef.length
  const afterDay = add(quote.on, afterRef, 'date', quote.on, 'payoff.on')
  const lines = quote.lines.map((line) => `${line.name} ${yuanShown(line.amount)}`).join(' + ')
  const afterTotal = add(total, afterDay, 'amount', quote.total, 'payoff.total', lines)
  add(quote.goodUntil, afterTotal, 'date', quote.goodUntil, 'payoff.goodUntil')
  return { text, figures }
}

export const Payoff = ({ loanRef, today, onInsert }: { loanRef: string; today: string; onInsert: ((words: Words) => void) | undefined }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const [on, setOn] = useState(today)
  const { data, error, isFetching } = useAsk(quotePayoff, { params: { loanRef }, query: { on } }, { keepShown: true })
  const { loan } = texts
  return (
    <div className="payoff" aria-busy={isFetching}>
      <label>
        {loan.payoffDay}
        {/* The browser's own field: it speaks the user's language, takes typing, and needs no mouse. */}
        <input type="date" min={today} value={on} onChange={(event) => { if (event.target.value !== '') setOn(event.target.value) }} />
      </label>
      {error && <p role="alert" className="problem">{error.message}</p>}
      {data && !error && (
        <>
          <ul className="payoff-lines">
            {data.lines.map((line) => (
              <li key={line.name}><span>{line.name}<small>{line.explanation}</small></span><b className="figures">{yuanShown(line.amount)}</b></li>
            ))}
            <li className="sum"><span>{loan.total}<small>{loan.goodUntil(dayShown(data.goodUntil, language, today))} · {loan.saved(yuanShown(data.interestSaved))}</small></span><b className="figures">{yuanShown(data.total)}</b></li>
          </ul>
          {onInsert && <Button type="primary" onClick={() => { onInsert(quoteWords(loanRef, data, loan.quoteText)) }}>{loan.insert}</Button>}
        </>
      )}
    </div>
  )
}
