import { getCalendar } from '@xinqiao/contract/calendar.ts'
import { listCommitments, makeCommitment } from '@xinqiao/contract/commitments.ts'
import type { Entry } from '@xinqiao/contract/conversations.ts'
import type { Times } from '@xinqiao/core/compliance/deadline.ts'
import { readCalendar } from '@xinqiao/core/compliance/working-calendar.ts'
import { type Commitment, commitmentsIn } from '@xinqiao/core/conversations/commitments.ts'
import { instant, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { useQueryClient } from '@tanstack/react-query'
import { type JSX, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession } from '../../api/staff-session.ts'
import { commitmentTexts } from '../../ui/catalogue/commitments.ts'
import { useNow } from '../../ui/clock.ts'
import { dueShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'

/** Promises in what is being written: recognised by the desk's calendar, and taken on as commitments by one key once the message is sent. */

const useDeskTimes = (): Times | undefined => {
  const { data } = useAsk(getCalendar, {}, { staleTime: Infinity })
  return useMemo(() => {
    if (data?.hours.zone !== shanghai.name) return undefined
    return { calendar: readCalendar(data.years), hours: { zone: shanghai, windows: data.hours.windows } }
  }, [data])
}

export type Promises = {
  readonly found: readonly Commitment[]
  /** Whether they are taken on when the message is sent. */
  readonly taken: boolean
  readonly turn: () => void
  /** The message has been handed over to be sent. */
  readonly sent: (messageId: string) => void
}

type Pending = { readonly messageId: string; readonly starts: readonly number[] }

export const usePromises = (
  conversationId: string, text: string, entries: readonly Entry[], onProblem: (sentence: string) => void,
): Promises => {
  const { call } = useSession()
  const queries = useQueryClient()
  const times = useDeskTimes()
  const settled = useDeferredValue(text)
  const now = useNow()
  const found = useMemo(() => (times && settled !== '' ? commitmentsIn(settled.trimEnd(), { now: instant(now), times }) : []), [settled, times, now])
  const [taken, setTaken] = useState(false)
  const turn = useCallback(() => { setTaken((before) => !before) }, [])
  const pending = useRef<readonly Pending[]>([])
  const sent = useCallback((messageId: string) => {
    if (taken && found.length > 0) pending.current = [...pending.current, { messageId, starts: found.map(({ start }) => start) }]
    setTaken(false)
  }, [taken, found])
  // A commitment is made of a message that is stored: it waits for the message to come back.
  useEffect(() => {
    const stored = pending.current.filter(({ messageId }) => entries.some((entry) => entry.kind === 'message' && entry.id === messageId))
    if (stored.length === 0) return
    pending.current = pending.current.filter((one) => !stored.includes(one))
    void (async () => {
      for (const { messageId, starts } of stored) {
        for (const start of starts) {
          const answer = await call(makeCommitment, { params: { conversationId }, body: { messageId, start } })
          if (isCallRefusal(answer)) onProblem(answer.sentence)
        }
      }
      await queries.invalidateQueries({ queryKey: [listCommitments.id] })
    })()
  }, [entries, call, queries, conversationId, onProblem])
  return { found, taken, turn, sent }
}

export const PromiseAdvice = ({ promises: { found, taken, turn } }: { promises: Promises }): JSX.Element | null => {
  const texts = useTexts(commitmentTexts)
  const language = useLanguage()
  const now = useNow()
  if (found.length === 0) return null
  return (
    <ul className="tone promises" aria-label={texts.label}>
      {found.map(({ start, quote, due }) => <li key={start}><Icon name="clock" size={13} />{texts.recognised(quote, dueShown(new Date(due).toISOString(), language, new Date(now)))}</li>)}
      <li><button type="button" className="link" aria-pressed={taken} onClick={turn}>{taken && <Icon name="check" size={13} />}{taken ? texts.taken : texts.take} <KeyCaps keys="alt+o" /></button></li>
    </ul>
  )
}
