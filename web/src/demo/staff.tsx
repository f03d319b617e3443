import { type JSX, useCallback, useState } from 'react'
import { demoTexts } from '../ui/catalogue/demo.ts'
import { peopleTexts } from '../ui/catalogue/people.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import type { Demo } from './demo-data.ts'

const Copy = ({ text, label, copied, onCopied }: {
  readonly text: string; readonly label: string; readonly copied: boolean; readonly onCopied: (text: string) => void
}): JSX.Element => {
  const texts = useTexts(demoTexts)
  const copy = useCallback(async () => {
    await navigator.clipboard.writeText(text)
    onCopied(text)
  }, [text, onCopied])
  return (
    <button type="button" className="copy" title={copied ? texts.copied : label} onClick={() => { void copy() }}>
      <span className="unseen">{label}</span><code>{text}</code><Icon name={copied ? 'check' : 'file'} size={15} />
    </button>
  )
}

/** The people of the demo's desk, with what is needed to sign in as one of them. */
export const Staff = ({ staff }: { readonly staff: Demo['staff'] }): JSX.Element => {
  const texts = useTexts(demoTexts)
  const people = useTexts(peopleTexts)
  const [copied, setCopied] = useState<string>()
  const password = staff[0]?.password
  return (
    <section aria-labelledby="staff">
      <div className="staff-head">
        <div>
          <h2 id="staff">{texts.staff}</h2>
          {password !== undefined && <p className="hint">{texts.staffHint} <Copy text={password} label={texts.copyPassword} copied={copied === password} onCopied={setCopied} /></p>}
        </div>
        <a className="to-desk" href="/desk" target="_blank" rel="noreferrer">{texts.desk}<Icon name="right" size={16} /></a>
      </div>
      <ul className="staff">
        {staff.map((person) => (
          <li key={person.email}>
            <span className="face small" aria-hidden="true">{person.name.slice(0, 1)}</span>
            <span className="staff-words"><strong>{person.name}</strong><span>{person.roles.map((role) => people.roles[role]).join(' · ')}</span></span>
            <Copy text={person.email} label={texts.copyEmail(person.name)} copied={copied === person.email} onCopied={setCopied} />
            <a className="quiet" href={`/desk?as=${encodeURIComponent(person.email)}`} target="_blank" rel="noreferrer" aria-label={`${texts.desk}: ${person.name}`} title={texts.desk}><Icon name="out" size={18} /></a>
          </li>
        ))}
      </ul>
    </section>
  )
}
