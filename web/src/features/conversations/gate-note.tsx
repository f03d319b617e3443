import type { MessageEntry } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { gateTexts } from '../../ui/catalogue/gate.ts'
import { useTexts } from '../../ui/language.ts'
import { FindingLine } from './findings.tsx'

/** Below a message that did not simply pass: what was found, why it went out all the same, and who let it. */
export const GateNote = ({ gate }: { gate: NonNullable<MessageEntry['gate']> }): JSX.Element => {
  const texts = useTexts(gateTexts)
  const { findings, reason = '', release, ruleVersion } = gate
  return (
    <details className="gate-note">
      <summary>{release ? texts.releasedBy(release.by.name, release.reason) : texts.passedWith(reason)}</summary>
      <ul className="findings">{findings.map((finding) => <FindingLine key={`${finding.rule} ${finding.start}`} finding={finding} />)}</ul>
      {release && reason !== '' && <p>{texts.reasonOf(reason)}</p>}
      <p>{texts.version(ruleVersion)}</p>
    </details>
  )
}
