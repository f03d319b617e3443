import { useState } from 'react'
import { type CallRefusal, isCallRefusal, worthRetrying } from '../../api/call.ts'
import { newId } from '../../ui/id.ts'

/**
 * Sends one thing under one key until it was answered: where no answer came, nobody knows whether it was done, and the same key again
 * does it at most once. A refusal did nothing; what is sent after it is another thing.
 */
export const useSending = (onRefused?: (refusal: CallRefusal) => void) => {
  const [key, setKey] = useState(newId)
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<CallRefusal>()
  const send = async <Answer>(ask: (key: string) => Promise<Answer | CallRefusal>): Promise<Answer | undefined> => {
    if (busy) return undefined
    setBusy(true)
    const answer = await ask(key)
    setBusy(false)
    const refused = isCallRefusal(answer) ? answer : undefined
    setRefusal(refused)
    if (refused) onRefused?.(refused)
    if (!refused || !worthRetrying.has(refused.refused)) setKey(newId())
    return isCallRefusal(answer) ? undefined : answer
  }
  return { busy, refusal, send }
}
