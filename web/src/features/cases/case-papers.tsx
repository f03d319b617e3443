import type { CaseDetail } from '@xinqiao/contract/cases.ts'
import { readCertificate } from '@xinqiao/contract/certificate-case.ts'
import { getCostTable } from '@xinqiao/contract/cost-table.ts'
import { App, Button } from 'antd'
import { type JSX, useState } from 'react'
import { saveFile } from '../../api/save-file.ts'
import { useAsk, useMay } from '../../api/staff-session.ts'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { costTexts } from '../../ui/catalogue/cost-table.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { CostRows } from '../loan/cost-table.tsx'
import { type CostsOf, costsIn, paperIn } from './case-data.ts'

/** What belongs to a case on paper: the cost table that is read before signing, and the certificate that came of it. */

const Costs = ({ of: { productId, wish } }: { of: CostsOf }): JSX.Element => {
  const { data, error } = useAsk(getCostTable, { params: { productId }, query: wish })
  if (error) return <p role="alert" className="case-hint">{error.message}</p>
  return <div className="cost-table" aria-busy={!data}>{data && <CostRows table={data} />}</div>
}

const Certificate = ({ number }: { number: string }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const language = useLanguage()
  const { message } = App.useApp()
  const [saving, setSaving] = useState(false)
  const save = async (): Promise<void> => {
    setSaving(true)
    const refusal = await saveFile(readCertificate, { params: { number } }, { name: `${number}.pdf`, language })
    setSaving(false)
    if (refusal) void message.error(refusal.sentence)
  }
  return <Button icon={<Icon name="file" size={14} />} loading={saving} onClick={() => { void save() }}>{texts.saveCertificate(number)}</Button>
}

export const CasePapers = ({ data }: Pick<CaseDetail, 'data'>): JSX.Element | null => {
  const costs = useTexts(costTexts)
  const mayRead = useMay()('loan.read')
  const [number, of] = [paperIn(data), costsIn(data)]
  if (number === undefined && !of) return null
  return (
    <section className="case-part">
      {number !== undefined && mayRead && <Certificate number={number} />}
      {of && <details><summary className="case-link">{costs.title}</summary><Costs of={of} /></details>}
    </section>
  )
}
