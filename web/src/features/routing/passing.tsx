import { useQueryClient } from '@tanstack/react-query'
import { type ConversationRow, getConversation, listConversations } from '@xinqiao/contract/conversations.ts'
import { takeOverConversation } from '@xinqiao/contract/routing.ts'
import { App, Button, Tooltip } from 'antd'
import { type JSX, useCallback } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useMay, useSession } from '../../api/staff-session.ts'
import { routingTexts } from '../../ui/catalogue/routing.ts'
import { Icon } from '../../ui/icons.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useTexts } from '../../ui/language.ts'

/** From one hand to another: passing on what is one's own, taking over what somebody else has. */

export const useTakeOver = (conversationId: string | undefined): (() => Promise<void>) => {
  const texts = useTexts(routingTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  return useCallback(async () => {
    if (conversationId === undefined) return
    const answer = await call(takeOverConversation, { params: { conversationId } })
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    else void message.success(texts.takenOver)
    await Promise.all([getConversation, listConversations].map(({ id }) => queries.invalidateQueries({ queryKey: [id] })))
  }, [conversationId, call, message, queries, texts])
}

export const Passing = ({ row, onTransfer }: { row: ConversationRow; onTransfer: () => void }): JSX.Element | null => {
  const texts = useTexts(routingTexts)
  const { me } = useSession()
  const may = useMay()
  const takeOver = useTakeOver(row.id)
  if (row.state !== 'with-agent') return null
  if (row.agent?.staffId === me.id) {
    return <Tooltip title={<KeyCaps keys="alt+x" />}><Button icon={<Icon name="out" />} onClick={onTransfer}>{texts.transfer}</Button></Tooltip>
  }
  return may('conversation.take-over') ? <Tooltip title={<KeyCaps keys="alt+v" />}><Button onClick={() => { void takeOver() }}>{texts.takeOver}</Button></Tooltip> : null
}
