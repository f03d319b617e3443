import type { MyCase } from '@xinqiao/contract/cases.ts'
import { type JSX, useState } from 'react'
import type { CallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { saveFile } from '../api/save-file.ts'
import { type CostsOf, costsIn, paperIn } from '../features/cases/case-data.ts'
import { chatCaseTexts } from '../ui/catalogue/chat-cases.ts'
import { costTexts } from '../ui/catalogue/cost-table.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { CostRows } from './cost-sheet.tsx'

/** What belongs to a request on paper: the cost table that is read before one says yes, and the certificate that came of it. */

const Costs = ({ of: { productId, wish } }: { readonly of: CostsOf }): JSX.Element => {
  const language = useLanguage()
  const { client } = useChat()
  const { answer, refusal, again } = useAnswer(`${language} ${productId} ${wish.amount} ${wish.count}`, (signal) => client.call(customerOperations.getCostTable, { params: { productId }, query: wish, signal }))
  return answer ? <CostRows table={answer} /> : <Waiting refusal={refusal} again={again} />
}

const Certificate = ({ number }: { readonly number: string }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const language = useLanguage()
  const { client } = useChat()
  const [state, setState] = useState<'idle' | 'saving' | 'saved' | CallRefusal>('idle')
  const save = async (): Promise<void> => {
    setState('saving')
    setState((await saveFile(customerOperations.readMyCertificate, { params: { number } }, { name: `${number}.pdf`, language, session: client.session })) ?? 'saved')
  }
  return (
    <>
      <button type="button" className="second-button" disabled={state === 'saving'} onClick={() => { void save() }}><Icon name="file" size={18} />{state === 'saved' ? texts.certificateSaved : texts.saveCertificate}</button>
      {typeof state === 'object' && <p className="small-print bad" role="alert">{state.sentence}</p>}
    </>
  )
}

/** A move that shows figures to agree to: then what they rest on lies open. */
const asksForAYes = ({ moves }: MyCase): boolean => moves.some(({ refused, fields }) => !refused && fields.some(({ fixed }) => fixed))

export const CasePapers = ({ theCase }: { readonly theCase: MyCase }): JSX.Element => {
  const costs = useTexts(costTexts)
  const [number, of] = [paperIn(theCase.data), costsIn(theCase.data)]
  return (
    <>
      {number !== undefined && <Certificate number={number} />}
      {of && <details className="case-told" open={asksForAYes(theCase)}><summary>{costs.title}</summary><Costs of={of} /></details>}
    </>
  )
}
