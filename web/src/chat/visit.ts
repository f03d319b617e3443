import type { Client } from './client.ts'
import type { Entering, Session } from './entrance.ts'

/** Who is in and all that runs for him: one client for each session, closed when the next begins. */
export type Visit =
  | { readonly at: 'entering'; readonly trouble?: string }
  | { readonly at: 'in'; readonly client: Client }
  | { readonly at: 'outside'; readonly sentence: string }

export type Visiting = { readonly state: () => Visit; readonly onChange: (listener: () => void) => () => void }

export const followEntrance = (entering: Entering, open: (session: Session) => Client): Visiting => {
  const listeners = new Set<() => void>()
  let visit: Visit = { at: 'entering' }
  let client: Client | undefined
  const take = (): void => {
    const entrance = entering.state()
    const session = entrance.at === 'in' ? entrance.session : undefined
    if (client && client.session !== session?.session) {
      client.close()
      client = undefined
    }
    if (session && !client) client = open(session)
    visit = entrance.at === 'in' && client ? { at: 'in', client } : entrance.at === 'in' ? { at: 'entering' } : entrance
    for (const listener of listeners) listener()
  }
  entering.onChange(take)
  take()
  return {
    state: () => visit,
    onChange: (listener) => {
      listeners.add(listener)
      return () => { listeners.delete(listener) }
    },
  }
}
