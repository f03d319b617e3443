import { z } from 'zod'
import type { Fanout } from '../platform/fanout.ts'

/**
 * Who is connected, over all processes. Each process tells the others of its own customers and staff, again every so often;
 * what a process that died last said is forgotten after a while. Nothing is stored: presence is of the moment.
 */
export type Presence = {
  /** Until the returned function is called this one is here; several times where he has several pages open. */
  readonly enter: (who: string) => () => void
  readonly isHere: (who: string) => boolean
  /** How many connections this one has to this process. */
  readonly countHere: (who: string) => number
  readonly onChange: (handler: (who: string, here: boolean) => void) => void
  /** Tells all of this process's, and forgets those of processes that fell silent. Called by a timer. */
  readonly beat: (now: number) => void
  readonly stop: () => void
}

export const customerKey = (customerId: string): string => `customer ${customerId}`
export const staffKey = (staffId: string): string => `staff ${staffId}`

export const presenceBeat = 15_000
const forgottenAfter = 3 * presenceBeat
const channel = 'conversations.presence'
/** A notice holds a few thousand bytes; ids of 45 characters go in parts. */
const inOneNotice = 100

const notice = z.object({ from: z.string(), here: z.array(z.string()).optional(), gone: z.array(z.string()).optional(), ask: z.boolean().optional() })

export const startPresence = (fanout: Fanout, processId: string): Presence => {
  const mine = new Map<string, number>()
  /** Of other processes: who, in which, last told when. */
  const others = new Map<string, Map<string, number>>()
  const handlers: ((who: string, here: boolean) => void)[] = []
  let clock = 0

  const isHere = (who: string): boolean => mine.has(who) || others.has(who)
  const changing = (who: string, change: () => void): void => {
    const before = isHere(who)
    change()
    const after = isHere(who)
    if (before !== after) for (const handler of handlers) handler(who, after)
  }
  const forget = (who: string, process: string): void => {
    const processes = others.get(who)
    if (!processes?.delete(process)) return
    if (processes.size === 0) others.delete(who)
  }
  const tellAll = (): void => {
    const ids = [...mine.keys()]
    for (let start = 0; start < ids.length; start += inOneNotice) fanout.publish(channel, { from: processId, here: ids.slice(start, start + inOneNotice) })
  }
  const stop = fanout.subscribe(channel, (payload) => {
    const { from, here = [], gone = [], ask = false } = notice.parse(payload)
    if (from === processId) return
    for (const who of here) changing(who, () => others.set(who, (others.get(who) ?? new Map<string, number>()).set(from, clock)))
    for (const who of gone) changing(who, () => forget(who, from))
    if (ask) tellAll()
  })
  fanout.publish(channel, { from: processId, ask: true })

  return {
    isHere,
    countHere: (who) => mine.get(who) ?? 0,
    onChange: (handler) => void handlers.push(handler),
    enter: (who) => {
      changing(who, () => mine.set(who, (mine.get(who) ?? 0) + 1))
      if (mine.get(who) === 1) fanout.publish(channel, { from: processId, here: [who] })
      let left = false
      return () => {
        if (left) return
        left = true
        const count = (mine.get(who) ?? 1) - 1
        changing(who, () => (count > 0 ? mine.set(who, count) : mine.delete(who)))
        if (count === 0) fanout.publish(channel, { from: processId, gone: [who] })
      }
    },
    beat: (now) => {
      clock = now
      tellAll()
      for (const [who, processes] of others) {
        for (const [process, told] of processes) if (told < now - forgottenAfter) changing(who, () => forget(who, process))
      }
    },
    stop,
  }
}
