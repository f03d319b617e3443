import { useQueryClient } from '@tanstack/react-query'
import { type ConversationRow, getConversation } from '@xinqiao/contract/conversations.ts'
import { listColleagues, transferConversation } from '@xinqiao/contract/routing.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import { App, Modal, Segmented, Select } from 'antd'
import { type JSX, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { routingTexts } from '../../ui/catalogue/routing.ts'
import { useTexts } from '../../ui/language.ts'
import './transfer-dialog.css'

/** Passes a conversation on, to a person, a grade or a skill, with one sentence why; the rest of the summary is made by code. */

type Way = 'staffId' | 'grade' | 'skill'
type Known = ResponseOf<typeof listColleagues>
type Texts = (typeof routingTexts)['zh']

const ways: readonly Way[] = ['staffId', 'grade', 'skill']
/** Who can be given something now stands first. */
const order = { ready: 0, paused: 1, away: 2 }

const choicesOf = (way: Way, known: Known | undefined, me: string, texts: Texts): { value: string; label: string }[] => {
  if (way !== 'staffId') return (way === 'grade' ? known?.grades : known?.skills)?.map(({ id, name }) => ({ value: id, label: name })) ?? []
  return (known?.colleagues ?? [])
    .filter(({ staffId }) => staffId !== me).toSorted((a, b) => order[a.state] - order[b.state] || a.load * b.capacity - b.load * a.capacity)
    .map(({ staffId, name, gradeName, state, load, capacity }) => ({ value: staffId, label: texts.colleagueLine(name, gradeName, texts.duty[state], load, capacity) }))
}

const Inside = ({ conversation: { id, customer }, onClose }: { conversation: ConversationRow; onClose: () => void }): JSX.Element => {
  const texts = useTexts(routingTexts)
  const { cancel, close } = useTexts(deskTexts)
  const { call, me } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const { data: known } = useAsk(listColleagues, {})
  const [way, setWay] = useState<Way>('staffId')
  const [to, setTo] = useState<string>()
  const [reason, setReason] = useState('')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const pass = async (target: string): Promise<void> => {
    setBusy(true)
    const answer = await call(transferConversation, { params: { conversationId: id }, body: { to: { [way]: target }, reason: reason.trim() } })
    setBusy(false)
    if (isCallRefusal(answer)) {
      setProblem(answer.sentence)
      return
    }
    void message.success(texts.transferred)
    void queries.invalidateQueries({ queryKey: [getConversation.id] })
    onClose()
  }
  const pick = { staffId: texts.pickColleague, grade: texts.pickGrade, skill: texts.pickSkill }[way]
  return (
    <Modal
      open title={texts.transferTitle(customer.name)} onCancel={onClose} onOk={() => { if (to !== undefined) void pass(to) }} okText={texts.transfer} cancelText={cancel} width={500}
      okButtonProps={{ disabled: to === undefined || reason.trim() === '', loading: busy }} closable={{ 'aria-label': close }}
    >
      <div className="transfer-dialog">
        <Segmented
          block value={way} options={ways.map((one) => ({ value: one, label: texts.to[one] }))}
          onChange={(next) => {
            setWay(next)
            setTo(undefined)
          }}
        />
        <Select
          autoFocus showSearch={{ optionFilterProp: 'label' }} placeholder={pick} aria-label={pick} value={to ?? null} options={choicesOf(way, known, me.id, texts)} onChange={(value) => { setTo(value ?? undefined) }}
        />
        <label>{texts.reason}<textarea rows={2} maxLength={500} value={reason} placeholder={texts.reasonHint} onChange={({ target }) => { setReason(target.value) }} /></label>
        <p>{texts.along}</p>
        {problem !== undefined && <p role="alert" className="problem">{problem}</p>}
      </div>
    </Modal>
  )
}

export const TransferDialog = ({ open, conversation, onClose }: { open: boolean; conversation: ConversationRow | undefined; onClose: () => void }): JSX.Element | null =>
  open && conversation ? <Inside conversation={conversation} onClose={onClose} /> : null
