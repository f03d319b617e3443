import { listEntries } from '@xinqiao/contract/conversations.ts'
import { getCustomer } from '@xinqiao/contract/people.ts'
import { Button } from 'antd'
import { createContext, type JSX, useCallback, useContext, useState } from 'react'
import { useAsk, useMay } from '../../api/staff-session.ts'
import { accessTexts } from '../../ui/catalogue/access.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { ShownUntil, UnmaskForm } from '../people/unmask.tsx'

/** Whose conversation is on the screen. */
export const UncoverContext = createContext<{ readonly conversationId: string; readonly customerId: string } | undefined>(undefined)

/** What the server covers a number with. */
const covered = /\d{3}\*{4,}|\*{4,}\d{3}/

export const isCovered = (text: string): boolean => covered.test(text)

const Whole = ({ conversationId, seq }: { conversationId: string; seq: number }): JSX.Element | null => {
  const { data } = useAsk(listEntries, { params: { conversationId }, query: { after: seq - 1, limit: 1 } }, { staleTime: 0 })
  const [entry] = data?.entries ?? []
  return entry?.kind === 'message' ? <p className="uncovered figures">{entry.body.text}</p> : null
}

const Uncovering = ({ conversationId, customerId, seq }: { conversationId: string; customerId: string; seq: number }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const [asking, setAsking] = useState(false)
  const { data, refetch } = useAsk(getCustomer, { params: { customerId } })
  const over = useCallback(() => void refetch(), [refetch])
  const grant = data?.unmasked?.findLast(({ fields }) => fields.includes('texts'))
  if (grant) return <><Whole conversationId={conversationId} seq={seq} /><ShownUntil until={grant.until} onOver={over} /></>
  if (asking) return <UnmaskForm customerId={customerId} field="texts" onClose={() => { setAsking(false) }} />
  return <Button type="link" size="small" onClick={() => { setAsking(true) }}><Icon name="eye" size={13} />{texts.show(texts.fields.texts)}</Button>
}

/** Below a message with a covered number, for who may ask to see it: first why, then for some minutes. */
export const Uncover = ({ seq }: { seq: number }): JSX.Element | null => {
  const where = useContext(UncoverContext)
  const may = useMay()('customer.unmask')
  return where && may ? <Uncovering {...where} seq={seq} /> : null
}
