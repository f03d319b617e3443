import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import { exportConversation } from '@xinqiao/contract/export.ts'
import { Modal } from 'antd'
import { type JSX, useState } from 'react'
import { saveFile } from '../../api/save-file.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { exportTexts } from '../../ui/catalogue/export.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './export-dialog.css'

/** Takes a conversation out of the record as a file, for a reason that is kept. */

type Format = 'pdf' | 'json'
const leastReason = 4

const Inside = ({ conversation, onClose }: { conversation: ConversationRow; onClose: () => void }): JSX.Element => {
  const texts = useTexts(exportTexts)
  const { cancel, close } = useTexts(deskTexts)
  const language = useLanguage()
  const [reason, setReason] = useState('')
  const [format, setFormat] = useState<Format>('pdf')
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const { id, customer } = conversation
  const take = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    const refusal = await saveFile(exportConversation, { params: { conversationId: id }, body: { format, reason: reason.trim() } }, { name: texts.fileName(id, format), language })
    setBusy(false)
    if (refusal) setProblem(refusal.sentence)
    else onClose()
  }
  return (
    <Modal
      open title={texts.title(customer.name)} onCancel={onClose} onOk={() => { void take() }} okText={texts.take} cancelText={cancel} width={480}
      okButtonProps={{ disabled: reason.trim().length < leastReason, loading: busy }} closable={{ 'aria-label': close }}
    >
      <div className="export-dialog">
        <label>{texts.reason}<textarea autoFocus rows={2} maxLength={500} value={reason} placeholder={texts.reasonHint} onChange={({ target }) => { setReason(target.value) }} /></label>
        <fieldset>
          <legend>{texts.format}</legend>
          {(['pdf', 'json'] as const).map((one) => (
            <label key={one}><input type="radio" name="format" checked={format === one} onChange={() => { setFormat(one) }} />{texts[one]}</label>
          ))}
        </fieldset>
        <p className="warning">{texts.warning}</p>
        {problem !== undefined && <p role="alert" className="problem">{problem}</p>}
      </div>
    </Modal>
  )
}

export const ExportDialog = ({ open, conversation, onClose }: { open: boolean; conversation: ConversationRow | undefined; onClose: () => void }): JSX.Element | null =>
  open && conversation ? <Inside conversation={conversation} onClose={onClose} /> : null
