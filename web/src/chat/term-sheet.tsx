import type { JSX } from 'react'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'

/** A word of the field in plain words, and with the customer's own figures where he may see them. */
export const TermSheet = ({ termId, loanRef }: { readonly termId: string; readonly loanRef: string | undefined }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { client } = useChat()
  const { answer, refusal, again } = useAnswer(`${termId} ${loanRef}`, (signal) =>
    client.call(customerOperations.explainTerm, { params: { termId }, query: loanRef === undefined ? {} : { loanRef }, signal }))
  if (!answer) return <Waiting refusal={refusal} again={again} />
  return (
    <>
      <h3 className="term-name">{answer.name}</h3>
      <p className="reading">{answer.plain}</p>
      {answer.withLoan !== undefined && (
        <section className="own-words">
          <h4>{texts.withYourLoan}</h4>
          <p>{answer.withLoan}</p>
        </section>
      )}
      {answer.source !== '' && <p className="small-print">{texts.articleSource} · {answer.source}</p>}
    </>
  )
}
