import { useQueryClient } from '@tanstack/react-query'
import { getCustomer, unmaskCustomer } from '@xinqiao/contract/people.ts'
import type { SightField } from '@xinqiao/core/people/sight.ts'
import { Button, Input } from 'antd'
import { type JSX, useEffect, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useSession } from '../../api/staff-session.ts'
import { accessTexts } from '../../ui/catalogue/access.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { clockShown } from '../../ui/format.ts'
import { newId } from '../../ui/id.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'

/** Asks for one field whole: first why. Escape leaves it as it was. */
export const UnmaskForm = ({ customerId, field, onClose }: { customerId: string; field: SightField; onClose: () => void }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const desk = useTexts(deskTexts)
  const { call } = useSession()
  const client = useQueryClient()
  const [id] = useState(() => newId())
  const [reason, setReason] = useState('')
  const [complaint, setComplaint] = useState<string>()
  const ask = async (): Promise<void> => {
    const answer = await call(unmaskCustomer, { params: { customerId }, body: { id, fields: [field], reason } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (isCallRefusal(answer)) return
    client.setQueryData([getCustomer.id, { params: { customerId } }], answer)
    onClose()
  }
  return (
    <form
      className="unmask"
      onSubmit={(event) => {
        event.preventDefault()
        void ask()
      }}
    >
      <label>
        <span>{texts.show(texts.fields[field])} · {texts.whyShow}</span>
        {/* The reader has just asked for this form. */}
        <Input
          autoFocus value={reason} maxLength={200} placeholder={texts.whyShowHint} onChange={(event) => { setReason(event.target.value) }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            onClose()
          }}
        />
      </label>
      {complaint !== undefined && <p role="alert">{complaint}</p>}
      <div>
        <small>{texts.recorded}</small>
        <Button size="small" onClick={onClose}>{desk.cancel}</Button>
        <Button size="small" type="primary" htmlType="submit" disabled={reason.trim().length < 4}>{texts.showNow}</Button>
      </div>
    </form>
  )
}

/** Until when something stands there whole; when that is over the server is asked again, and covers it. */
export const ShownUntil = ({ until, onOver }: { until: string; onOver: () => void }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const language = useLanguage()
  useEffect(() => {
    const timer = setTimeout(onOver, Math.max(1000, Date.parse(until) - Date.now() + 500))
    return () => { clearTimeout(timer) }
  }, [until, onOver])
  return <p className="shown-until" role="status">{texts.shownUntil(clockShown(until, language))}</p>
}
