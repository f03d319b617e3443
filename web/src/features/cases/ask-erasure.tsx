import { requestErasureFor } from '@xinqiao/contract/erasure.ts'
import { Button } from 'antd'
import { type JSX, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useMay, useSession } from '../../api/staff-session.ts'
import { dataDutiesTexts } from '../../ui/catalogue/data-duties.ts'
import { newId } from '../../ui/id.ts'
import { useTexts } from '../../ui/language.ts'
import './customer-cases.css'

/** For a customer on the phone who wants his data erased. Rare and grave: it takes two steps, and two others decide. */
export const AskErasure = ({ customerId }: { customerId: string }): JSX.Element => {
  const texts = useTexts(dataDutiesTexts)
  const { call } = useSession()
  const may = useMay()('customer.change')
  const [id] = useState(newId)
  const [step, setStep] = useState<'closed' | 'asked' | 'sending' | 'done'>('closed')
  const [complaint, setComplaint] = useState<string>()
  const ask = async (): Promise<void> => {
    setStep('sending')
    const answer = await call(requestErasureFor, { params: { customerId }, body: { id } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    setStep(isCallRefusal(answer) ? 'asked' : 'done')
  }
  if (!may) return <></>
  return (
    <section className="customer-cases ask-erasure">
      {step === 'closed' && <Button size="small" onClick={() => { setStep('asked') }}>{texts.askFor}</Button>}
      {step === 'done' && <p role="status">{texts.askForDone}</p>}
      {(step === 'asked' || step === 'sending') && (
        <>
          <p>{texts.askForSure}</p>
          {complaint !== undefined && <p className="why-not" role="alert">{complaint}</p>}
          <div className="ask-acts">
            <Button size="small" onClick={() => { setStep('closed') }}>{texts.askForLeave}</Button>
            <Button size="small" danger loading={step === 'sending'} onClick={() => { void ask() }}>{texts.askForNow}</Button>
          </div>
        </>
      )}
    </section>
  )
}
