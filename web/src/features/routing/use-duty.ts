import { useQueryClient } from '@tanstack/react-query'
import { getMyDuty, sayMyDuty } from '@xinqiao/contract/routing.ts'
import { App } from 'antd'
import { useCallback } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { routingTexts } from '../../ui/catalogue/routing.ts'
import { useTexts } from '../../ui/language.ts'

export type DutyState = 'ready' | 'paused' | 'away'

const restMinutes = 10
/** What one carries changes with every conversation given. */
const lookAgain = 15_000

/** Whether one takes conversations, and the way to say so. */
export const useDuty = () => {
  const texts = useTexts(routingTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const enabled = useMay()('conversation.take')
  const duty = useAsk(getMyDuty, {}, { enabled, refetchInterval: lookAgain }).data?.duty
  const say = useCallback(async (state: DutyState, forAWhile = true) => {
    const answer = await call(sayMyDuty, { body: { state, ...(state === 'paused' && forAWhile ? { minutes: restMinutes } : {}) } })
    if (isCallRefusal(answer)) void message.error(answer.sentence)
    else void message.success(texts.said[state])
    await queries.invalidateQueries({ queryKey: [getMyDuty.id] })
  }, [call, message, queries, texts])
  return { enabled, duty, say }
}
