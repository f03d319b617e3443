import { type JSX, type ReactNode, useState } from 'react'
import type { CallRefusal } from '../api/call.ts'
import { dataTexts } from '../ui/catalogue/chat-data.ts'
import { momentShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { CodeForm } from './verify-sheet.tsx'

/** What the parts of the customer's own data are made of. */

export const Part = ({ title, hint, children }: { readonly title: string; readonly hint?: string; readonly children: ReactNode }): JSX.Element => (
  <section className="my-part" aria-label={title}><h3>{title}</h3>{hint !== undefined && <p className="hint">{hint}</p>}{children}</section>
)

export const Trouble = ({ sentence }: { readonly sentence: string | undefined }): JSX.Element | null =>
  sentence === undefined ? null : <p className="complaint" role="alert"><Icon name="alert" />{sentence}</p>

export const useMoment = (): ((at: string) => string) => {
  const language = useLanguage()
  return (at) => momentShown(at, language, new Date())
}

/** Tries what needs the strongest proof; where the server asks for it first, the code is asked for and it is tried again. */
export const useProven = (attempt: () => Promise<CallRefusal | undefined>) => {
  const texts = useTexts(dataTexts)
  const [proving, setProving] = useState(false)
  const [complaint, setComplaint] = useState<string>()
  const go = async (): Promise<void> => {
    const refusal = await attempt()
    setProving(refusal?.refused === 'identity-level-too-low')
    setComplaint(refusal === undefined || refusal.refused === 'identity-level-too-low' ? undefined : refusal.sentence)
  }
  return { go, proof: proving ? <div className="proving"><p>{texts.proveFirst}</p><CodeForm onProven={() => void go()} /></div> : undefined, complaint }
}
