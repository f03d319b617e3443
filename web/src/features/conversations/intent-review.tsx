import { useQueryClient } from '@tanstack/react-query'
import { decideIntentCorrection, type IntentCorrection, listIntentCorrections } from '@xinqiao/contract/intent-corrections.ts'
import { App, Button, Modal, Segmented, Select } from 'antd'
import { type JSX, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession } from '../../api/staff-session.ts'
import { intentTexts } from '../../ui/catalogue/intents.ts'
import { momentShown } from '../../ui/format.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { percentOf } from './intent-correction.tsx'
import './intents.css'

/** The second look at what agents put right: accepted as it is, with another intent, or not at all. */

type Named = { readonly id: string; readonly name: string }

const Decide = ({ correction, intents }: { correction: IntentCorrection; intents: readonly Named[] }): JSX.Element => {
  const texts = useTexts(intentTexts)
  const { me, call } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [intent, setIntent] = useState(correction.intent.id)
  const [busy, setBusy] = useState(false)
  if (correction.by.staffId === me.id) return <p className="intent-own">{texts.own}</p>
  const decide = async (decision: 'accept' | 'reject'): Promise<void> => {
    setBusy(true)
    const answer = await call(decideIntentCorrection, { params: { correctionId: correction.id }, body: decision === 'accept' ? { decision, intent } : { decision } })
    setBusy(false)
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    await queries.invalidateQueries({ queryKey: [listIntentCorrections.id] })
  }
  return (
    <div className="intent-decide">
      <span>{texts.as}</span>
      <Select
        size="small" showSearch optionFilterProp="label" value={intent} onChange={setIntent} aria-label={texts.as} style={{ width: 180 }}
        options={intents.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button size="small" type="primary" loading={busy} onClick={() => { void decide('accept') }}>{texts.accept}</Button>
      <Button size="small" disabled={busy} onClick={() => { void decide('reject') }}>{texts.reject}</Button>
    </div>
  )
}

const Line = ({ correction, intents, now }: { correction: IntentCorrection; intents: readonly Named[]; now: Date }): JSX.Element => {
  const texts = useTexts(intentTexts)
  const language = useLanguage()
  const { text, read, state, by, at, decided } = correction
  return (
    <li>
      <blockquote>{text ?? texts.erased}</blockquote>
      <p><span>{texts.from(read.name, percentOf(read.confidence))}</span><span>{texts.by(by.name, momentShown(at, language, now))}</span></p>
      {state === 'open' && <Decide correction={correction} intents={intents} />}
      {decided && <p className="intent-decided">{state === 'accepted' ? texts.accepted(decided.intent.name, decided.by.name) : texts.rejected(decided.by.name)}</p>}
    </li>
  )
}

const Inside = (): JSX.Element => {
  const texts = useTexts(intentTexts)
  const [show, setShow] = useState<'open' | 'decided'>('open')
  const [now] = useState(() => new Date())
  const { data, error } = useAsk(listIntentCorrections, { query: { show } }, { keepShown: true })
  return (
    <>
      <Segmented value={show} onChange={setShow} options={[{ value: 'open', label: texts.waiting(data?.open ?? 0) }, { value: 'decided', label: texts.decided }]} />
      <p className="intent-hint">{texts.hint}</p>
      {error && <p role="alert">{error.message}</p>}
      {data?.corrections.length === 0 && <p className="palette-none">{show === 'open' ? texts.empty : texts.emptyDecided}</p>}
      <ul className="intent-review">{data?.corrections.map((correction) => <Line key={correction.id} correction={correction} intents={data.intents} now={now} />)}</ul>
    </>
  )
}

export const IntentReview = ({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element => {
  const texts = useTexts(intentTexts)
  return (
    <Modal open={open} onCancel={onClose} footer={null} width={680} title={texts.reviewTitle} destroyOnHidden>
      {open && <Inside />}
    </Modal>
  )
}
