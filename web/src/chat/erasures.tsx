import type { readErasure } from '@xinqiao/contract/erasure.ts'
import { type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { dataTexts } from '../ui/catalogue/chat-data.ts'
import { newId } from '../ui/id.ts'
import { useLanguage, useTexts } from '../ui/language.ts'
import { remember, remembered } from '../ui/storage.ts'
import { useAnswer } from './ask.tsx'
import { useChat } from './chat-context.ts'
import { Part, Trouble, useMoment, useProven } from './my-data-parts.tsx'

/** Erasing one's data: what is erased and what stays, the request, and what became of it, which outlives the customer's own record. */

type Erasure = CallAnswer<typeof readErasure>['erasure']

const kept = 'xinqiao-erasure'

const Report = ({ report }: { readonly report: NonNullable<Erasure['report']> }): JSX.Element => {
  const texts = useTexts(dataTexts)
  const [gone, stays] = [report.lines.filter(({ goes }) => goes), report.lines.filter(({ goes }) => !goes)]
  return (
    <div className="erasure-report">
      {gone.length > 0 && <p><b>{texts.erasedNow}</b>{texts.listed([...new Set(gone.map(({ name }) => name))])}</p>}
      {stays.length > 0 && <b>{texts.stays}</b>}
      {stays.length > 0 && (
        <ul>
          {stays.map((line) => (
            <li key={`${line.class} ${line.year}`}>{line.name}<small>{line.because === 'law' || line.because === 'term' ? texts.keptBy(line.basis ?? '', line.until ?? '') : texts.keptWhile[line.because ?? 'hold']}</small></li>
          ))}
        </ul>
      )}
      <p className="hint">{texts.backups(report.backupsUntil)}</p>
    </div>
  )
}

const Row = ({ erasure }: { readonly erasure: Erasure }): JSX.Element => {
  const texts = useTexts(dataTexts)
  const shown = useMoment()
  return (
    <div className="my-row erasure">
      <span>
        {texts.erasureStates[erasure.state]}<small>{shown(erasure.decidedAt ?? erasure.requestedAt)}</small>
        {erasure.answer !== undefined && <small>{erasure.answer}</small>}
        {erasure.report && <Report report={erasure.report} />}
      </span>
    </div>
  )
}

/** One that was asked for from this browser, of a record that is no more. */
const useFormer = (own: readonly Erasure[] | undefined): Erasure | undefined => {
  const { client } = useChat()
  const id = remembered(kept)
  const { answer } = useAnswer(`erasure ${id}`, async (signal) => (id === undefined ? undefined : await client.call(customerOperations.readErasure, { params: { erasureId: id }, signal })))
  return own && answer && !own.some((one) => one.id === id) ? answer.erasure : undefined
}

export const Erasures = (): JSX.Element => {
  const texts = useTexts(dataTexts)
  const language = useLanguage()
  const { client } = useChat()
  const [id] = useState(newId)
  const [asking, setAsking] = useState(false)
  const { answer, before, again } = useAnswer(`erasures ${language}`, (signal) => client.call(customerOperations.listMyErasures, { signal }))
  const erasures = (answer ?? before)?.erasures
  const former = useFormer(erasures)
  const waits = erasures?.some(({ state }) => state === 'open' || state === 'agreed') ?? true
  const { go, proof, complaint } = useProven(async () => {
    const asked = await client.call(customerOperations.requestMyErasure, { body: { id } })
    if (isCallRefusal(asked)) return asked
    remember(kept, id)
    setAsking(false)
    again()
    return undefined
  })
  return (
    <Part title={texts.erase} hint={texts.eraseHint}>
      {[...(erasures ?? []), ...(former ? [former] : [])].map((one) => <Row key={one.id} erasure={one} />)}
      {!waits && !asking && <button type="button" className="second-button" onClick={() => { setAsking(true) }}>{texts.askErase}</button>}
      {asking && proof === undefined && (
        <>
          <p className="erase-sure">{texts.eraseSure}</p>
          <div className="two-buttons">
            <button type="button" className="second-button" onClick={() => { setAsking(false) }}>{texts.cancel}</button>
            <button type="button" className="main-button" onClick={() => void go()}>{texts.eraseYes}</button>
          </div>
        </>
      )}
      {proof}
      <Trouble sentence={complaint} />
    </Part>
  )
}
