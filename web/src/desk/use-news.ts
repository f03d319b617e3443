import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import { useEffect, useRef } from 'react'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { useTexts } from '../ui/language.ts'
import { chime } from './sound.ts'

/** News without noise: the number in the page's title, and a tone for whoever wants one, when somebody new waits or writes. */
export const useNews = (counts: { readonly waiting: number; readonly mine: number } | undefined, mine: readonly ConversationRow[] | undefined): void => {
  const texts = useTexts(deskTexts)
  const waiting = counts?.waiting
  const unread = mine?.reduce((sum, row) => sum + row.unread, 0)
  const before = useRef<{ waiting: number | undefined; unread: number | undefined }>({ waiting: undefined, unread: undefined })
  useEffect(() => {
    document.title = `${waiting !== undefined && waiting > 0 ? `(${waiting}) ` : ''}${texts.desk} · ${texts.product}`
    const more = (now: number | undefined, then: number | undefined): boolean => now !== undefined && then !== undefined && now > then
    if (more(waiting, before.current.waiting) || more(unread, before.current.unread)) chime()
    before.current = { waiting: waiting ?? before.current.waiting, unread }
  }, [waiting, unread, texts])
}
