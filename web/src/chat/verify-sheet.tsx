import type { JSX } from 'react'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'

/** How somebody who is not verified comes to see his loans. */
export const VerifySheet = (): JSX.Element => {
  const texts = useTexts(sheetTexts)
  const { hide } = useChat()
  return (
    <>
      <div className="verify">
        <span className="verify-mark"><Icon name="shield" size={32} /></span>
        <p className="reading">{texts.verifyLead}</p>
      </div>
      <ol className="verify-steps">{texts.verifySteps.map((step) => <li key={step}>{step}</li>)}</ol>
      <p className="verify-warning"><Icon name="lock" size={18} />{texts.verifyWarning}</p>
      <button type="button" className="main-button" onClick={hide}>{texts.understood}</button>
    </>
  )
}
