import type { requestCode } from '@xinqiao/contract/people.ts'
import { type FormEvent, type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'

type Sent = CallAnswer<typeof requestCode>

const codeLength = 6

/** A code to the phone that the lender knows; a visitor says which. */
export const CodeForm = ({ onProven }: { readonly onProven?: () => void }): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { client, proven } = useChat()
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [sent, setSent] = useState<Sent>()
  const [complaint, setComplaint] = useState<string>()
  const [busy, setBusy] = useState(false)
  const asksPhone = client.person.level === 'anonymous'
  const ask = async (): Promise<void> => {
    const answer = await client.call(customerOperations.requestCode, { body: asksPhone ? { phone } : {} })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (!isCallRefusal(answer)) setSent(answer)
  }
  const give = async (): Promise<void> => {
    const answer = await client.call(customerOperations.confirmCode, { body: { code } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (isCallRefusal(answer)) setCode('')
    else {
      proven(answer)
      onProven?.()
    }
  }
  const work = (task: () => Promise<void>) => (event: FormEvent): void => {
    event.preventDefault()
    setBusy(true)
    void task().finally(() => { setBusy(false) })
  }
  const trouble = complaint !== undefined && <p className="complaint" role="alert"><Icon name="alert" />{complaint}</p>
  if (sent) {
    return (
      <form onSubmit={work(give)}>
        <label className="field">
          <span>{texts.codeSentTo(sent.sentTo)}</span>
          <input inputMode="numeric" autoComplete="one-time-code" maxLength={codeLength} value={code} onChange={(event) => { setCode(event.target.value.replaceAll(/\D/g, '')) }} />
        </label>
        {trouble}
        <button type="submit" className="main-button" disabled={busy || code.length < codeLength}>{texts.confirmCode}</button>
        <button type="button" className="second-button" onClick={() => { setSent(undefined) }}>{texts.anotherCode}</button>
      </form>
    )
  }
  return (
    <form onSubmit={work(ask)}>
      {asksPhone && (
        <label className="field">
          <span>{texts.phoneAtLender}</span>
          <input type="tel" inputMode="tel" autoComplete="tel-national" maxLength={20} value={phone} onChange={(event) => { setPhone(event.target.value) }} />
        </label>
      )}
      {trouble}
      <button type="submit" className="main-button" disabled={busy || (asksPhone && phone.replaceAll(/\D/g, '').length < 11)}>{texts.sendCode}</button>
    </form>
  )
}

/** How somebody who is not verified comes to see his loans. */
export const VerifySheet = (): JSX.Element => {
  const texts = useTexts(sheetTexts)
  return (
    <>
      <div className="verify">
        <span className="verify-mark"><Icon name="shield" size={32} /></span>
        <p className="reading">{texts.verifyLead}</p>
      </div>
      <CodeForm />
      <details className="verify-otherwise">
        <summary>{texts.verifyOtherwise}</summary>
        <ol className="verify-steps">{texts.verifySteps.map((step) => <li key={step}>{step}</li>)}</ol>
      </details>
      <p className="verify-warning"><Icon name="lock" size={18} />{texts.verifyWarning}</p>
    </>
  )
}
