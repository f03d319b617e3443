import type { listMyChanges } from '@xinqiao/contract/detail-changes.ts'
import type { CorrectableField } from '@xinqiao/core/people/correction.ts'
import type { ChangeKind } from '@xinqiao/core/people/detail-change.ts'
import { type FormEvent, type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { dataTexts } from '../ui/catalogue/chat-data.ts'
import { clockShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { newId } from '../ui/id.ts'
import { useLanguage, useTexts } from '../ui/language.ts'
import { useAnswer, Waiting } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { Erasures } from './erasures.tsx'
import { Part, Trouble, useMoment, useProven } from './my-data-parts.tsx'
import './my-data-sheet.css'

/** What is the customer's own: his numbers, what he agreed to, whom he let, a copy of all, a correction. */

const submitted = (task: () => Promise<void>) => (event: FormEvent): void => {
  event.preventDefault()
  void task()
}

type Changes = CallAnswer<typeof listMyChanges>

const ChangeForm = ({ kind, onDone, onLeave }: { readonly kind: ChangeKind; readonly onDone: () => void; readonly onLeave: () => void }): JSX.Element => {
  const texts = useTexts(dataTexts)
  const { client } = useChat()
  const [id] = useState(newId)
  const [value, setValue] = useState('')
  /** A new number proves first that it is in his hands. */
  const [sentTo, setSentTo] = useState<string>()
  const [code, setCode] = useState('')
  const { go, proof, complaint } = useProven(async () => {
    if (kind === 'phone' && sentTo === undefined) {
      const sent = await client.call(customerOperations.sendNewPhoneCode, { body: { phone: value } })
      if (isCallRefusal(sent)) return sent
      setSentTo(sent.sentTo)
      return undefined
    }
    const answer = await client.call(customerOperations.requestMyChange, { body: { id, kind, value, ...(kind === 'phone' ? { code } : {}) } })
    if (isCallRefusal(answer)) return answer
    onDone()
    return undefined
  })
  return (
    <>
      <form onSubmit={submitted(go)}>
        <label className="field"><span>{texts.newValue(texts.kinds[kind])}</span><input inputMode="numeric" autoComplete="off" maxLength={30} value={value} disabled={sentTo !== undefined} onChange={(event) => { setValue(event.target.value) }} /></label>
        {sentTo !== undefined && (
          <label className="field"><span>{texts.codeToNew(sentTo)}</span><input inputMode="numeric" autoComplete="one-time-code" maxLength={6} value={code} onChange={(event) => { setCode(event.target.value) }} /></label>
        )}
        <p className="hint">{texts.waitNote(texts.kinds[kind])}</p>
        <Trouble sentence={complaint} />
        {proof === undefined && (
          <div className="two-buttons">
            <button type="button" className="second-button" onClick={onLeave}>{texts.cancel}</button>
            <button type="submit" className="main-button" disabled={value.replaceAll(/\D/g, '').length < 11 || (sentTo !== undefined && code.length < 6)}>{kind === 'phone' && sentTo === undefined ? texts.proveNew : texts.submit}</button>
          </div>
        )}
      </form>
      {proof}
    </>
  )
}

const Numbers = ({ data, again }: { readonly data: Changes; readonly again: () => void }): JSX.Element => {
  const texts = useTexts(dataTexts)
  const { client } = useChat()
  const language = useLanguage()
  const shown = useMoment()
  const [changing, setChanging] = useState<ChangeKind>()
  const [complaint, setComplaint] = useState<string>()
  const waiting = data.changes.some(({ state }) => state === 'cooling')
  const stop = async (changeId: string): Promise<void> => {
    const answer = await client.call(customerOperations.cancelMyChange, { params: { changeId } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (!isCallRefusal(answer)) again()
  }
  const done = (): void => {
    setChanging(undefined)
    again()
  }
  const rows: readonly (readonly [ChangeKind, string | undefined])[] = [['phone', data.phone], ['payoutCard', data.payoutCard]]
  return (
    <Part title={texts.numbers}>
      {rows.map(([kind, value]) => (
        <div className="my-row" key={kind}>
          <span>{texts.kinds[kind]}<b className="figures">{value ?? texts.none}</b></span>
          <button type="button" className="small-button" aria-label={`${texts.change} ${texts.kinds[kind]}`} disabled={waiting} onClick={() => { setChanging(kind) }}>{texts.change}</button>
        </div>
      ))}
      {changing !== undefined && <ChangeForm key={changing} kind={changing} onDone={done} onLeave={() => { setChanging(undefined) }} />}
      {data.changes.slice(0, 3).map((change) => (
        <div className={`my-row change ${change.state}`} key={change.id}>
          <span>{texts.changeLine(texts.kinds[change.kind], change.to)}<small>{texts.changeStates[change.state]} · {change.state === 'cooling' ? texts.appliesAt(`${shown(change.appliesAt)} ${clockShown(change.appliesAt, language)}`) : shown(change.requestedAt)}</small></span>
          {change.state === 'cooling' && <button type="button" className="small-button" onClick={() => void stop(change.id)}>{texts.stop}</button>}
        </div>
      ))}
      <Trouble sentence={complaint} />
    </Part>
  )
}

const Consents = (): JSX.Element => {
  const texts = useTexts(dataTexts)
  const language = useLanguage()
  const { client } = useChat()
  const shown = useMoment()
  const [complaint, setComplaint] = useState<string>()
  const { answer, before, refusal, again } = useAnswer(`consents ${language}`, (signal) => client.call(customerOperations.listMyConsents, { signal }))
  const consents = (answer ?? before)?.consents
  const say = async (purpose: NonNullable<typeof consents>[number]['purpose'], given: boolean, textVersion: number): Promise<void> => {
    const said = await client.call(customerOperations.sayMyConsent, { body: { purpose, given, textVersion } })
    setComplaint(isCallRefusal(said) ? said.sentence : undefined)
    again()
  }
  return (
    <Part title={texts.consents} hint={texts.consentHint}>
      {!consents && <Waiting refusal={refusal} again={again} />}
      {consents?.map(({ purpose, name, text, textVersion, given, outdated, since }) => (
        <label className="my-row consent" key={purpose}>
          <span>{name}<small>{text}</small><small>{outdated ? texts.outdated : since === undefined ? texts.neverSaid : texts.since(shown(since), given)}</small></span>
          <input type="checkbox" role="switch" checked={given} aria-checked={given} onChange={(event) => void say(purpose, event.target.checked, textVersion)} />
        </label>
      ))}
      <Trouble sentence={complaint} />
    </Part>
  )
}

const People = (): JSX.Element => {
  const texts = useTexts(dataTexts)
  const { client } = useChat()
  const { answer, before, refusal, again } = useAnswer('authorisations', (signal) => client.call(customerOperations.listMyAuthorisations, { signal }))
  const given = (answer ?? before)?.given
  const end = async (authorisationId: string): Promise<void> => {
    await client.call(customerOperations.endMyAuthorisation, { params: { authorisationId } })
    again()
  }
  return (
    <Part title={texts.people}>
      {!given && <Waiting refusal={refusal} again={again} />}
      {given?.length === 0 && <p className="hint">{texts.nobody}</p>}
      {given?.map(({ id, name, role, relation, scope, until, ended }) => (
        <div className="my-row" key={id}>
          <span>{name} · {texts.roles[role]} · {relation}<small>{texts.listed([...scope.map((one) => texts.scopes[one]), ended ? texts.ended : until === undefined ? texts.noEnd : texts.until(until)])}</small></span>
          {!ended && <button type="button" className="small-button" aria-label={`${texts.end} ${name}`} onClick={() => void end(id)}>{texts.end}</button>}
        </div>
      ))}
    </Part>
  )
}

const Copy = (): JSX.Element => {
  const texts = useTexts(dataTexts)
  const { client } = useChat()
  const { go, proof, complaint } = useProven(async () => {
    const answer = await client.download(customerOperations.copyMyData)
    if (isCallRefusal(answer)) return answer
    const link = document.createElement('a')
    link.href = URL.createObjectURL(answer)
    link.download = 'my-data.json'
    link.click()
    setTimeout(() => { URL.revokeObjectURL(link.href) }, 60_000)
    return undefined
  })
  return (
    <Part title={texts.copy} hint={texts.copyHint}>
      {proof ?? <button type="button" className="second-button" onClick={() => void go()}><Icon name="file" />{texts.download}</button>}
      <Trouble sentence={complaint} />
    </Part>
  )
}

const Corrections = (): JSX.Element => {
  const texts = useTexts(dataTexts)
  const { client } = useChat()
  const shown = useMoment()
  const [id, setId] = useState(newId)
  const [field, setField] = useState<CorrectableField>('city')
  const [wrong, setWrong] = useState('')
  const [right, setRight] = useState('')
  const [complaint, setComplaint] = useState<string>()
  const { answer, before, again } = useAnswer('corrections', (signal) => client.call(customerOperations.listMyCorrections, { signal }))
  const ask = async (): Promise<void> => {
    const asked = await client.call(customerOperations.requestMyCorrection, { body: { id, field, wrong, right } })
    setComplaint(isCallRefusal(asked) ? asked.sentence : undefined)
    if (isCallRefusal(asked)) return
    setId(newId())
    setWrong('')
    setRight('')
    again()
  }
  return (
    <Part title={texts.corrections} hint={texts.correctionHint}>
      {(answer ?? before)?.corrections.map((one) => (
        <div className="my-row" key={one.id}>
          <span>{texts.fields[one.field]} · {texts.correctionStates[one.state]}<small>{one.wrong}</small>{one.answer !== undefined && <small>{one.answer}</small>}</span>
          <time dateTime={one.requestedAt}>{shown(one.requestedAt)}</time>
        </div>
      ))}
      <form onSubmit={submitted(ask)}>
        <label className="field">
          <span>{texts.field}</span>
          <select value={field} onChange={(event) => { setField(event.target.value as CorrectableField) }}>
            {(Object.keys(texts.fields) as CorrectableField[]).map((name) => <option key={name} value={name}>{texts.fields[name]}</option>)}
          </select>
        </label>
        <label className="field"><span>{texts.wrong}</span><input maxLength={500} value={wrong} onChange={(event) => { setWrong(event.target.value) }} /></label>
        <label className="field"><span>{texts.right}</span><input maxLength={200} value={right} onChange={(event) => { setRight(event.target.value) }} /></label>
        <Trouble sentence={complaint} />
        <button type="submit" className="second-button" disabled={wrong.trim().length < 2 || right.trim() === ''}>{texts.ask}</button>
      </form>
    </Part>
  )
}

export const MyDataSheet = (): JSX.Element => {
  const { client } = useChat()
  const { answer, before, refusal, again } = useAnswer('changes', (signal) => client.call(customerOperations.listMyChanges, { signal }))
  const data = answer ?? before
  if (!data) return <Waiting refusal={refusal} again={again} />
  return <div className="my-data"><Numbers data={data} again={again} /><Consents /><People /><Copy /><Corrections /><Erasures /></div>
}
