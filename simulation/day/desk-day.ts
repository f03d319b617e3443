import { settle } from '../../core/src/cases/commitment.ts'
import { addDeskMinutes, type DeskHours, nextOpening, type WorkingCalendar } from '../../core/src/compliance/working-calendar.ts'
import { type Command, decide, type Head, open } from '../../core/src/conversations/conversation.ts'
import { type Instant, instant } from '../../core/src/primitives/instant.ts'
import { isRefusal } from '../../core/src/primitives/refusal.ts'
import { assign, type InQueue, isAble, type OnDuty } from '../../core/src/routing/assign.ts'
import { expectedWait } from '../../core/src/routing/expected-wait.ts'
import { type Need, needOf } from '../../core/src/routing/need.ts'
import type { RoutingPolicy } from '../../core/src/routing/routing-policy.ts'
import { clockwork, seededRandom } from './clockwork.ts'
import { type Comer, comer, drawFrom, type Worker, worker } from './people.ts'

/**
 * One day of a desk, played on a virtual clock by the same decisions as run in the server: conversations, routing, waiting times,
 * commitments. After each step what must hold is looked at; a breach ends the day with its reason.
 */

const minute = 60_000

export type DaySettings = {
  readonly customers: number
  readonly agents: number
  readonly seed: number
  readonly midnight: Instant
  readonly calendar: WorkingCalendar
  readonly hours: DeskHours
  readonly policy: RoutingPolicy
}

type Talk = {
  readonly comer: Comer
  readonly need: Need
  head: Head
  /** Ids of stored messages, in the order of their numbers. */
  readonly stored: string[]
  readonly sent: string[]
  since: Instant | undefined
  told: number | undefined
  begun: Instant | undefined
  given: number
}

type Agent = { readonly who: Worker; duty: OnDuty; hard: number; served: number; busy: number }

/** All that is counted; moments in minutes. */
export type DayFigures = {
  readonly waits: number[]; readonly handling: number[]; readonly toldWrongBy: number[]
  byMachine: number; wanted: number; served: number; gaveUp: number; afterHours: number; returned: number; abuse: number
  kept: number; late: number; reminded: number; messages: number; repeats: number; decisions: number
  readonly perAgent: { readonly id: string; readonly served: number; readonly hard: number; readonly busy: number }[]
}

class Broken extends Error {}

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Broken(what)
}

// One closure holds the state of the day that all these small functions turn.
// oxlint-disable-next-line max-lines-per-function
export const playDay = ({ customers, agents: howMany, seed, midnight, calendar, hours, policy }: DaySettings): DayFigures => {
  const draw = drawFrom(seededRandom(seed))
  const opening = nextOpening(calendar, hours, midnight)
  if (opening === undefined) throw new Error('the desk never opens')
  const dayLength = Math.round((midnight + 1260 * minute - opening) / minute)
  const clock = clockwork(midnight)
  const now = (): Instant => instant(clock.now())
  const later = (minutes: number, happens: () => void): void => clock.at(clock.now() + minutes * minute, happens)
  const talks = new Map<string, Talk>()
  const agents = new Map<string, Agent>()
  const figures: DayFigures = {
    waits: [], handling: [], toldWrongBy: [], byMachine: 0, wanted: 0, served: 0, gaveUp: 0, afterHours: 0, returned: 0, abuse: 0,
    kept: 0, late: 0, reminded: 0, messages: 0, repeats: 0, decisions: 0, perAgent: [],
  }

  /** The one door to a conversation, as in the server: a repeated message changes nothing, everything else is decided and numbered. */
  const put = (talk: Talk, command: Command, messageId?: string): boolean => {
    if (messageId !== undefined && talk.stored.includes(messageId)) {
      figures.repeats += 1
      return true
    }
    const decided = decide(talk.head, command, now())
    if (isRefusal(decided)) return false
    must(decided.entries.every(({ seq }, index) => seq === talk.head.lastSeq + 1 + index), `${talk.comer.id}: numbers have a gap`)
    talk.head = decided.next
    if (messageId !== undefined) {
      talk.stored.push(messageId)
      figures.messages += 1
    }
    return true
  }
  const write = (talk: Talk): void => {
    const id = `${talk.comer.id}-${talk.sent.length}`
    talk.sent.push(id)
    must(put(talk, { do: 'receive' }, id), `${talk.comer.id}: his words were refused`)
    if (talk.comer.manner.repeats) later(1, () => { if (talk.head.state !== 'closed') put(talk, { do: 'receive' }, id) })
  }
  const queue = (): readonly InQueue[] =>
    [...talks.values()].flatMap(({ comer: { id }, head, need }) => (head.waitingSince === undefined ? [] : [{ id, since: head.waitingSince, need }]))
  const desk = (): readonly OnDuty[] => [...agents.values()].map(({ duty }) => duty)

  const lookAtRouting = (waiting: readonly InQueue[], people: readonly OnDuty[]): void => {
    for (const { id, load, capacity } of people) {
      const owned = [...talks.values()].filter(({ head }) => head.agent?.staffId === id)
      must(owned.reduce((sum, { need }) => sum + need.effort, 0) === load, `${id}: his load is not what he has`)
      must(load <= capacity || owned.length === 1, `${id} carries more than he can`)
    }
    const patient = waiting.filter(({ since }) => now() < since + policy.patience * minute)
    // Nobody who waits is left while somebody is able and no room is kept for a larger matter.
    const isLeft = waiting.some((one) => people.some((person) => isAble(person, one, people, policy, now())))
    must(patient.length < waiting.length || !isLeft, 'somebody waits for whom somebody is free')
  }
  const giveOut = (): void => {
    const given = assign(queue(), desk(), policy, now())
    figures.decisions += 1
    for (const { conversation, agent } of given) begin(conversation, agent)
    lookAtRouting(queue(), desk())
  }
  const begin = (id: string, agentId: string): void => {
    const [talk, agent] = [talks.get(id), agents.get(agentId)]
    if (!talk || !agent) throw new Error('given what is not there')
    const waited = talk.head.waitingSince
    must(put(talk, { do: 'take', agent: { staffId: agentId, name: agentId } }), `${id}: could not be taken`)
    must(talk.head.agent?.staffId === agentId, `${id}: somebody else has it`)
    const { hardEnded, ...duty } = agent.duty
    const tired = talk.need.hard && hardEnded !== undefined ? { hardEnded } : {}
    agent.duty = { ...duty, load: duty.load + talk.need.effort, lastGiven: now(), ...tired }
    agent.served += 1
    agent.hard += talk.need.hard ? 1 : 0
    if (talk.begun === undefined && waited !== undefined) {
      // What came while the desk was closed is counted from its opening.
      figures.waits.push((now() - Math.max(waited, opening)) / minute)
      if (talk.told !== undefined) figures.toldWrongBy.push(Math.abs(talk.told - (now() - waited) / minute))
    }
    talk.begun = now()
    talk.given += 1
    const length = Math.max(1, Math.round(talk.need.effort * policy.minutesPerEffort * (0.5 + draw.between(0, 100) / 100)))
    const turn = talk.given
    const stillHas = (): boolean => talk.given === turn && talk.head.agent?.staffId === agentId
    for (let step = 1; step <= talk.comer.manner.turns; step += 1) {
      later((length * step) / (talk.comer.manner.turns + 1), () => { if (stillHas()) answer(talk, agentId) })
    }
    later(length, () => { if (stillHas()) end(talk, agent) })
  }
  const answer = (talk: Talk, agentId: string): void => {
    write(talk)
    const id = `${talk.comer.id}-reply-${talk.stored.length}`
    const author = { kind: 'agent', staffId: agentId, name: agentId } as const
    must(put(talk, { do: 'say', author, visibleTo: 'all' }, id), `${talk.comer.id}: its own agent may not answer`)
  }
  const release = (talk: Talk, agent: Agent): void => {
    agent.busy += talk.begun === undefined ? 0 : (now() - talk.begun) / minute
    agent.duty = { ...agent.duty, load: agent.duty.load - talk.need.effort, ...(talk.need.hard ? { hardEnded: now() } : {}) }
  }
  const end = (talk: Talk, agent: Agent): void => {
    if (talk.comer.manner.wantsCall) promise(talk.comer.id)
    if (talk.comer.abusive) figures.abuse += 1
    must(put(talk, { do: 'close', by: { kind: 'agent', staffId: agent.who.id, name: agent.who.id } }), `${talk.comer.id}: could not be ended`)
    release(talk, agent)
    figures.served += 1
    if (talk.begun !== undefined) figures.handling.push((now() - talk.begun) / minute)
    giveOut()
  }

  /** Called back within an hour of the desk's time: reminded of before, kept in time mostly, late at times; each exactly once. */
  const promise = (id: string): void => {
    const [made, due] = [now(), addDeskMinutes(calendar, hours, now(), 60)]
    if (due === undefined) throw new Error('the calendar ends too early')
    let state: 'open' | 'kept' | 'late' = 'open'
    let [reminders, alarms] = [0, 0]
    clock.at(made + (due - made) * 0.8, () => { if (state === 'open') reminders += 1 })
    // The moment itself is still in time.
    clock.at(due + 1, () => { if (state === 'open') alarms += 1 })
    clock.at(made + (due - made) * (draw.between(20, 120) / 100), () => {
      const settled = settle({ state, due }, { outcome: 'kept', reason: '', now: now() })
      must(settled === 'kept' || settled === 'late', `${id}: a promise could not be settled`)
      must((settled === 'late') === (alarms === 1), `${id}: late without an alarm, or an alarm in time`)
      must(reminders <= 1 && (alarms === 0 || reminders === 1), `${id}: not reminded before it was late`)
      state = settled === 'late' ? 'late' : 'kept'
      figures[state] += 1
      figures.reminded += reminders
    })
  }

  const ask = (talk: Talk): void => {
    figures.wanted += 1
    must(put(talk, { do: 'hand-over', by: { kind: 'machine' } }), `${talk.comer.id}: a person was refused`)
    talk.since = now()
    if (clock.now() < opening) figures.afterHours += 1
    const { minutesPerEffort } = policy
    const wait = expectedWait({ queue: queue(), desk: desk(), running: runningNow(), policy, minutesPerEffort }, talk.comer.id, now())
    talk.told = wait === undefined ? undefined : wait / minute
    if (talk.comer.manner.impatient) for (const minutes of [2, 5, 9]) later(minutes, () => { if (talk.head.state === 'waiting') write(talk) })
    // Who came while the desk was closed is answered in the morning; his patience begins with it.
    clock.at(Math.max(clock.now(), opening) + talk.comer.manner.patience * minute, () => {
      if (talk.head.state !== 'waiting') return
      must(put(talk, { do: 'close', by: { kind: 'system' } }), `${talk.comer.id}: could not leave`)
      figures.gaveUp += 1
    })
    giveOut()
  }
  const runningNow = () => [...talks.values()].flatMap(({ head, need, begun }) =>
    (head.agent && begun !== undefined ? [{ agent: head.agent.staffId, effort: need.effort, hard: need.hard, begun }] : []))
  const arrive = (one: Comer): void => {
    const need = needOf(one.matter, policy.rows)
    const talk: Talk = { comer: one, need, head: open().next, stored: [], sent: [], since: undefined, told: undefined, begun: undefined, given: 0 }
    talks.set(one.id, talk)
    write(talk)
    if (one.wantsPerson) return later(1, () => { ask(talk) })
    must(put(talk, { do: 'say', author: { kind: 'machine' }, visibleTo: 'all' }, `${one.id}-machine`), `${one.id}: the machine may not answer`)
    figures.byMachine += 1
    return later(10, () => { put(talk, { do: 'close', by: { kind: 'system' } }) })
  }

  const lose = (agent: Agent): void => {
    agent.duty = { ...agent.duty, ready: false }
    later(policy.lostAfter / 60, () => {
      for (const talk of talks.values()) {
        if (talk.head.agent?.staffId !== agent.who.id || talk.since === undefined) continue
        release(talk, agent)
        const from = { staffId: agent.who.id, name: agent.who.id }
        must(put(talk, { do: 'return', from, waitingSince: talk.since }), `${talk.comer.id}: did not come back`)
        must(talk.head.waitingSince === talk.since, `${talk.comer.id}: lost his place`)
        figures.returned += 1
      }
      giveOut()
    })
    later(20, () => {
      agent.duty = { ...agent.duty, ready: true }
      giveOut()
    })
  }
  for (let number = 1; number <= howMany; number += 1) {
    const who = worker(draw, number, policy.skills.map(({ id }) => id), dayLength)
    const { id, skills, grade } = who
    const agent: Agent = { who, duty: { id, skills, grade, capacity: policy.capacity[grade], load: 0, ready: false }, hard: 0, served: 0, busy: 0 }
    agents.set(who.id, agent)
    const be = (ready: boolean) => () => {
      agent.duty = { ...agent.duty, ready }
      giveOut()
    }
    clock.at(opening + who.begins * minute, be(true))
    clock.at(opening + who.ends * minute, be(false))
    if (who.lostAt !== undefined) clock.at(opening + who.lostAt * minute, () => { lose(agent) })
  }
  for (let number = 1; number <= customers; number += 1) {
    const one = comer(draw, number)
    // One in twenty writes before the desk opens; the others mostly in the middle of the morning and of the afternoon.
    const moment = draw.chance(0.05)
      ? midnight + draw.between(0, Math.floor((opening - midnight) / minute) - 1) * minute
      : opening + Math.floor(((draw.between(0, 1000) + draw.between(0, 1000)) / 2000) * (dayLength - 45)) * minute
    clock.at(moment + draw.between(0, 59) * 1000, () => { arrive(one) })
  }
  // Holds, rests and patience run out by time alone.
  for (let step = 0; step < dayLength + 180; step += 1) clock.at(opening + step * minute, () => { if (queue().length > 0) giveOut() })
  clock.run()

  for (const { comer: { id }, head, sent, stored } of talks.values()) {
    must(head.state === 'closed' || head.state === 'waiting', `${id} was left half served`)
    must(new Set(stored).size === stored.length, `${id}: a message is there twice`)
    must(sent.every((message) => stored.includes(message)), `${id}: a message is lost`)
    must(stored.filter((message) => sent.includes(message)).every((message, index) => message === sent[index]), `${id}: his words are out of order`)
  }
  for (const { who, served, hard, busy } of agents.values()) figures.perAgent.push({ id: who.id, served, hard, busy })
  return figures
}
