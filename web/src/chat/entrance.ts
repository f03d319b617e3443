import type { enterChat } from '@xinqiao/contract/chat.ts'
import { atLeast } from '@xinqiao/core/people/identity.ts'
import { type CallAnswer, type CallRefusal, isCallRefusal } from '../api/call.ts'
import type { Host } from './host.ts'
import type { Keep } from './keep.ts'

/**
 * How a customer comes in: with a token of the lender's site (in the address, or handed over by the page that embeds the
 * chat), with the session of his last visit, or as nobody known. A token that comes later joins what was said until then.
 */

export type Session = CallAnswer<typeof enterChat>
export type Person = Session['customer']

export type Entrance =
  /** `trouble`: the last try failed for a passing reason; the next follows by itself. */
  | { readonly at: 'entering'; readonly trouble?: string }
  | { readonly at: 'in'; readonly session: Session }
  /** Only the customer can help: his token or his session is no longer good. */
  | { readonly at: 'outside'; readonly sentence: string }

export type EntranceSettings = {
  readonly enter: (body: { readonly siteToken?: string; readonly join?: string }) => Promise<Session | CallRefusal>
  /** Who a session of the embedding page belongs to. */
  readonly who: (session: string) => Promise<Person | CallRefusal>
  readonly keep: Keep
  readonly host: Host | undefined
  readonly after: (ms: number, task: () => void) => void
  readonly now: () => number
}

export type Entering = {
  readonly state: () => Entrance
  readonly onChange: (listener: () => void) => () => void
  /** With the token that stood in the address, where one did. */
  readonly start: (token: string | undefined) => void
  /** A token that came later. */
  readonly takeToken: (token: string) => void
  readonly enterAnonymously: () => void
  /** The session that a one-time code was exchanged for. */
  readonly proven: (session: Session) => void
  /** The server knows this session no more. */
  readonly ended: (sentence: string) => void
  /** Forgets who was here, and all that he left on the device. */
  readonly leave: () => void
}

const place = 'xinqiao.chat.session'
export const outboxPlace = (customerId: string): string => `xinqiao.chat.outbox.${customerId}`
export const draftPlace = (customerId: string): string => `xinqiao.chat.draft.${customerId}`

/** Refusals after which the same try may succeed. */
const passing: ReadonlySet<string> = new Set(['offline', 'database-unavailable', 'internal', 'too-many-requests'])
const hostAnswersWithin = 4000
const longestWait = 15_000

const isSession = (value: unknown): value is Session =>
  typeof value === 'object' && value !== null && 'session' in value && 'expiresAt' in value && 'customer' in value

const parse = (text: string | undefined): unknown => {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return undefined
  }
}

// oxlint-disable-next-line max-lines-per-function -- one closure holds one state machine, whose handlers make no sense apart from each other
export const makeEntrance = ({ enter, who, keep, host, after, now }: EntranceSettings): Entering => {
  const listeners = new Set<() => void>()
  let state: Entrance = { at: 'entering' }
  /** Each way in that is begun ends those before it. */
  let attempt = 0
  let tokenAskedAgain = false

  const become = (next: Entrance): void => {
    state = next
    for (const listener of listeners) listener()
  }
  const kept = (): Session | undefined => {
    const session = parse(keep.read(place))
    return isSession(session) && Date.parse(session.expiresAt) > now() ? session : undefined
  }
  const forget = (): void => {
    keep.write(place, undefined)
    host?.tell({ xinqiao: 'session', session: null })
  }
  /** What was written before the customer was known goes along into his record. */
  const carryOver = (from: Person | undefined, to: Person): void => {
    if (!from || from.id === to.id) return
    for (const placeOf of [outboxPlace, draftPlace]) {
      const left = keep.read(placeOf(from.id))
      // Somebody else's unsent words stay his: they neither follow nor wait for the next one at this device.
      if (from.level === 'anonymous' && left !== undefined) keep.write(placeOf(to.id), left)
      keep.write(placeOf(from.id), undefined)
    }
  }
  const settle = (session: Session): void => {
    carryOver(kept()?.customer, session.customer)
    keep.write(place, JSON.stringify(session))
    host?.tell({ xinqiao: 'session', session: session.session })
    become({ at: 'in', session })
  }
  const tryUntilAnswered = async <Answer>(ask: () => Promise<Answer | CallRefusal>, answered: (answer: Answer | CallRefusal) => void, failures = 0): Promise<void> => {
    const mine = attempt
    const answer = await ask()
    if (mine !== attempt) return
    if (!isCallRefusal(answer) || !passing.has(answer.refused)) {
      answered(answer)
      return
    }
    if (state.at === 'entering') become({ at: 'entering', trouble: answer.sentence })
    after(Math.min(1000 * 2 ** failures, longestWait), () => { if (mine === attempt) void tryUntilAnswered(ask, answered, failures + 1) })
  }
  const begin = (): void => { attempt += 1 }

  const enterAnonymously = (): void => {
    begin()
    forget()
    become({ at: 'entering' })
    void tryUntilAnswered(() => enter({}), (answer) => {
      if (isCallRefusal(answer)) become({ at: 'outside', sentence: answer.sentence })
      else settle(answer)
    })
  }
  const askHost = (): void => {
    begin()
    const mine = attempt
    host?.tell({ xinqiao: 'ready' })
    after(hostAnswersWithin, () => { if (mine === attempt && state.at === 'entering') resume() })
  }
  const takeToken = (siteToken: string): void => {
    begin()
    const before = kept()
    const join = before && !atLeast(before.customer.level, 'verified') ? { join: before.session } : {}
    if (state.at === 'outside') become({ at: 'entering' })
    void tryUntilAnswered(() => enter({ siteToken, ...join }), (answer) => {
      if (!isCallRefusal(answer)) settle(answer)
      // The answer to a first try may have been lost on its way, which used the token up; the site makes another.
      else if (host && !tokenAskedAgain) {
        tokenAskedAgain = true
        askHost()
      } else if (state.at !== 'in') become({ at: 'outside', sentence: answer.sentence })
    })
  }
  const takeSession = (session: string): void => {
    begin()
    const mine = kept()
    if (mine?.session === session) {
      become({ at: 'in', session: mine })
      return
    }
    void tryUntilAnswered(() => who(session), (answer) => {
      if (isCallRefusal(answer)) enterAnonymously()
      // The server decides when it ends; the page only needs to know who it is.
      else settle({ session, expiresAt: new Date(now() + 24 * 3_600_000).toISOString(), customer: answer })
    })
  }
  function resume(): void {
    const session = kept()
    if (!session) {
      enterAnonymously()
      return
    }
    begin()
    become({ at: 'in', session })
  }
  host?.onEnter(({ siteToken, session }) => {
    if (siteToken !== undefined) takeToken(siteToken)
    else if (state.at === 'in') return
    else if (session === undefined) resume()
    else takeSession(session)
  })

  return {
    state: () => state,
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
    start: (token) => {
      if (token !== undefined) takeToken(token)
      else if (host) askHost()
      else resume()
    },
    takeToken,
    enterAnonymously,
    proven: (session) => {
      begin()
      settle(session)
    },
    ended: (sentence) => {
      const anonymous = state.at === 'in' && state.session.customer.level === 'anonymous'
      begin()
      forget()
      if (anonymous) enterAnonymously()
      else {
        become({ at: 'outside', sentence })
        if (host && !tokenAskedAgain) {
          tokenAskedAgain = true
          host.tell({ xinqiao: 'ready' })
        }
      }
    },
    leave: () => {
      keep.forget('xinqiao.chat.')
      enterAnonymously()
    },
  }
}
