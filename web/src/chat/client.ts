import type { ClientFrame } from '@xinqiao/contract/socket.ts'
import { type AnyOperation, type Caller, type CallRefusal, downloadBy, makeCaller } from '../api/call.ts'
import { type Connection, connect, pageSurroundings, socketAddress } from '../api/connection.ts'
import { lightSocketPath } from '../api/light.ts'
import { makeTalks, type Talks } from '../api/talks.ts'
import { language } from '../ui/language.ts'
import { outboxPlace, type Person, type Session } from './entrance.ts'
import { type Files, makeFiles } from './files.ts'
import type { Keep } from './keep.ts'

/** All that the page does for one session of one customer. */
export type Client = {
  readonly person: Person
  readonly session: string
  readonly call: Caller
  /** The bytes that an operation answers with, for a file to be saved. */
  readonly download: (operation: AnyOperation) => Promise<Blob | CallRefusal>
  readonly talks: Talks
  readonly connection: Connection
  readonly files: Files
  readonly keep: Keep
  /** The server’s clock (ISO) when this page was first let in; what was said later is new here. */
  readonly since: () => string | undefined
  readonly close: () => void
}

const gone: ReadonlySet<string> = new Set(['session-expired', 'not-signed-in'])

export const openClient = ({ session, customer }: Session, keep: Keep, ended: (sentence: string) => void): Client => {
  let open = true
  const over = (refusal: CallRefusal): void => {
    if (!open || !gone.has(refusal.refused)) return
    open = false
    ended(refusal.sentence)
  }
  const call = makeCaller({ language, session: () => session, onRefusal: over })
  const hello = (): ClientFrame => ({ t: 'hello', as: 'customer', session, protocol: 1 })
  const connection = connect(socketAddress(location, lightSocketPath), hello, pageSurroundings)
  const outbox = outboxPlace(customer.id)
  const talks = makeTalks('customer', connection, {
    load: () => keep.read(outbox),
    save: (text) => { keep.write(outbox, text === '[]' ? undefined : text) },
  })
  const files = makeFiles(session)
  // The machine knows that its network is gone long before a socket notices.
  const cut = (): void => { connection.renew() }
  globalThis.addEventListener('offline', cut)
  let since: string | undefined
  connection.onFrame((frame) => {
    if (frame.t === 'welcome') since ??= frame.now
    if (frame.t === 'refused' && gone.has(frame.error.code) && open) {
      open = false
      ended(frame.error.message)
    }
  })
  return {
    person: customer, session, call, download: downloadBy({ language, session: () => session, onRefusal: over }), talks, connection, files, keep, since: () => since,
    close: () => {
      open = false
      globalThis.removeEventListener('offline', cut)
      talks.close()
      files.close()
    },
  }
}
