import { listDemoCustomers } from '@xinqiao/contract/people.ts'
import { useCallback, useEffect, useState } from 'react'
import { type CallAnswer, type CallRefusal, isCallRefusal, makeCaller } from '../api/call.ts'
import { language } from '../ui/language.ts'

export const call = makeCaller({ language })

export type Demo = CallAnswer<typeof listDemoCustomers>
export type Borrower = Demo['customers'][number]

/** The chat is entered by a fragment, which a browser keeps out of requests and logs. */
export const chatAddress = (siteToken: string | undefined): string => (siteToken === undefined ? '/chat' : `/chat#token=${encodeURIComponent(siteToken)}`)

/** A token works once and not for long, so that each entrance asks for a fresh one. */
export const freshToken = async (ref: string): Promise<string | undefined> => {
  const answer = await call(listDemoCustomers, {})
  return isCallRefusal(answer) ? undefined : answer.customers.find((customer) => customer.ref === ref)?.siteToken
}

export const useDemo = (): { readonly demo: Demo | undefined; readonly refusal: CallRefusal | undefined; readonly load: () => void } => {
  const [answer, setAnswer] = useState<Demo | CallRefusal>()
  const load = useCallback(() => {
    const ask = async (): Promise<void> => { setAnswer(await call(listDemoCustomers, {})) }
    void ask()
  }, [])
  useEffect(load, [load])
  return isCallRefusal(answer) ? { demo: undefined, refusal: answer, load } : { demo: answer, refusal: undefined, load }
}
