import type { Config } from '../config.ts'
import type { Clock } from './clock.ts'
import type { Database } from './db.ts'
import type { Fanout } from './fanout.ts'
import type { Keys } from './keys.ts'
import type { Llm } from './llm.ts'
import type { Log } from './log.ts'
import type { Outbox } from './outbox.ts'

/** What every room is given first, and all that it may reach the world by. */
export type Context = {
  readonly db: Database
  readonly outbox: Outbox
  readonly clock: Clock
  readonly log: Log
  readonly keys: Keys
  readonly fanout: Fanout
  readonly config: Config
  /** Absent where the lender has no language model. */
  readonly llm: Llm | undefined
}
