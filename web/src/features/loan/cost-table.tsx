import { type CostTable, getLoanCostTable, printLoanCostTable } from '@xinqiao/contract/cost-table.ts'
import { App, Button } from 'antd'
import { type JSX, useState } from 'react'
import { saveFile } from '../../api/save-file.ts'
import { useAsk } from '../../api/staff-session.ts'
import { costTexts } from '../../ui/catalogue/cost-table.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { Figure } from '../../ui/figure-card.tsx'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { partsOf } from '../../ui/text-parts.ts'
import './cost-table.css'

const Text = ({ text, figures }: Pick<CostTable['rows'][number], 'text' | 'figures'>): JSX.Element => (
  <>{partsOf({ text, figures, terms: [] }).map((part) => (part.kind === 'figure' ? <Figure key={part.at} figure={part.figure} text={part.text} /> : part.text))}</>
)

/** The rows of a cost table, each figure with its source, and what is to be read beside it. */
export const CostRows = ({ table: { rows, notice, basis } }: { table: CostTable }): JSX.Element => {
  const texts = useTexts(costTexts)
  return (
    <>
      <table>
        <tbody>{rows.map(({ id, label, text, figures }) => <tr key={id}><th scope="row">{label}</th><td><Text text={text} figures={figures} /></td></tr>)}</tbody>
      </table>
      <p className="nothing-else">{notice}</p>
      <p className="cost-basis">{texts.basis(basis)}</p>
    </>
  )
}

/** What the loan costs by its contract, item by item, each figure with its source; and the same as a PDF. */
export const LoanCostTable = ({ loanRef }: { loanRef: string }): JSX.Element => {
  const texts = useTexts(costTexts)
  const { loading } = useTexts(deskTexts)
  const language = useLanguage()
  const { message } = App.useApp()
  const [saving, setSaving] = useState(false)
  const { data, error } = useAsk(getLoanCostTable, { params: { loanRef } })
  if (error) return <p role="alert" className="problem">{error.message}</p>
  if (!data) return <p>{loading}</p>
  const save = async (): Promise<void> => {
    setSaving(true)
    const refusal = await saveFile(printLoanCostTable, { params: { loanRef } }, { name: texts.fileName(loanRef), language })
    setSaving(false)
    if (refusal) void message.error(refusal.sentence)
  }
  return (
    <div className="cost-table">
      <header>
        <p>{texts.annualised}<b className="figures">{data.annualisedPercent}%</b></p>
        <Button size="small" icon={<Icon name="file" size={14} />} loading={saving} onClick={() => { void save() }}>{texts.save}</Button>
      </header>
      {data.aboveCeiling && <p className="above-ceiling" role="note"><Icon name="alert" size={14} />{texts.aboveCeiling(data.aboveCeiling.basis)}</p>}
      <CostRows table={data} />
    </div>
  )
}
