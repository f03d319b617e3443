import type { CostTable } from '@xinqiao/contract/cost-table.ts'
import { type JSX, useState } from 'react'
import type { CallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { saveFile } from '../api/save-file.ts'
import { costTexts } from '../ui/catalogue/cost-table.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { type CostSubject, useChat } from './chat-context.ts'
import { MessageText } from './message-text.tsx'

export const CostRows = ({ table }: { readonly table: CostTable }): JSX.Element => {
  const texts = useTexts(costTexts)
  return (
    <>
      <p className="sum cost-sum"><span>{texts.annualised}</span><b className="figures">{table.annualisedPercent}%</b></p>
      <p className="verdict cost-notice">{table.notice}</p>
      <dl className="cost-rows">
        {table.rows.map(({ id, label, text, figures }) => <div key={id}><dt>{label}</dt><dd><MessageText body={{ text, figures, terms: [] }} /></dd></div>)}
      </dl>
      <p className="small-print">{texts.basis(table.basis)}</p>
    </>
  )
}

/** What a loan or an offer costs, item by item, each figure with its source; and the same as a PDF. */
export const CostSheet = ({ of }: { readonly of: CostSubject }): JSX.Element => {
  const texts = useTexts(costTexts)
  const language = useLanguage()
  const { client } = useChat()
  const [state, setState] = useState<'idle' | 'saving' | 'saved' | CallRefusal>('idle')
  const { answer, refusal, again } = useAnswer(`${language} ${JSON.stringify(of)}`, (signal) => ('loanRef' in of
    ? client.call(customerOperations.getMyCostTable, { params: { loanRef: of.loanRef }, signal })
    : client.call(customerOperations.getCostTable, { params: { productId: of.productId }, query: of.wish, signal })))
  if (!answer) return <Waiting refusal={refusal} again={again} />
  const save = async (): Promise<void> => {
    setState('saving')
    const [operation, input, about] = 'loanRef' in of
      ? [customerOperations.printMyCostTable, { params: { loanRef: of.loanRef } }, of.loanRef] as const
      : [customerOperations.printCostTable, { params: { productId: of.productId }, query: of.wish }, of.wish.amount] as const
    setState((await saveFile(operation, input, { name: texts.fileName(about), language, session: client.session })) ?? 'saved')
  }
  return (
    <>
      <CostRows table={answer} />
      <button type="button" className="second-button" disabled={state === 'saving'} onClick={() => { void save() }}>
        <Icon name="file" size={18} />{state === 'saving' ? texts.saving : state === 'saved' ? texts.saved : texts.save}
      </button>
      {typeof state === 'object' && <p className="small-print bad" role="alert">{state.sentence}</p>}
    </>
  )
}
