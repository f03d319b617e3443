import { type Instant, instant } from '../primitives/instant.ts'
import { assign, type AssignPolicy, type InQueue, type OnDuty } from './assign.ts'

/**
 * How long a customer will wait, computed from the real queue: the desk is played forward with the same rule that assigns,
 * each conversation taking as long as such conversations have lately taken. No promise: what is shown says 约.
 */

/** A conversation that somebody has now. */
export type Running = { readonly agent: string; readonly effort: number; readonly hard: boolean; readonly begun: Instant }

export type Outlook = {
  readonly queue: readonly InQueue[]
  readonly desk: readonly OnDuty[]
  readonly running: readonly Running[]
  readonly policy: AssignPolicy
  /** How many minutes a conversation takes for each unit of its effort. */
  readonly minutesPerEffort: number
}

type Ending = { readonly at: number; readonly agent: string; readonly effort: number; readonly hard: boolean }

type Play = { readonly queue: readonly InQueue[]; readonly desk: readonly OnDuty[]; readonly endings: readonly Ending[] }

const minute = 60_000

/** What lasts longer than expected is expected to last another quarter. */
const endingOf = ({ agent, effort, hard, begun }: Running, minutesPerEffort: number, now: Instant): Ending => {
  const whole = effort * minutesPerEffort * minute
  return { at: Math.max(begun + whole, now + whole / 4), agent, effort, hard }
}

const withoutOne = (agent: OnDuty, { effort, hard, at }: Ending): OnDuty =>
  ({ ...agent, load: Math.max(0, agent.load - effort), ...(hard ? { hardEnded: instant(at) } : {}) })

const withMore = (agent: OnDuty, taken: readonly Running[]): OnDuty =>
  ({ ...agent, load: taken.filter((one) => one.agent === agent.id).reduce((sum, { effort }) => sum + effort, agent.load) })

/** The next moment at which anything can change: an ending, a pause or rest that is over, a hold or a patience that runs out. */
const nextMoment = ({ queue, desk, endings }: Play, { holdForKnown, restAfterHard, patience }: AssignPolicy, now: number): number | undefined => {
  const moments = [
    ...endings.map(({ at }) => at),
    ...desk.flatMap(({ pausedUntil, hardEnded }) => [pausedUntil ?? 0, hardEnded === undefined ? 0 : hardEnded + restAfterHard * minute]),
    ...queue.flatMap(({ since }) => [since + holdForKnown * minute, since + patience * minute]),
  ].filter((moment) => moment > now)
  return moments.length === 0 ? undefined : moments.reduce((least, moment) => Math.min(least, moment))
}

const give = (play: Play, { policy, minutesPerEffort }: Outlook, now: Instant): Play => {
  const given = new Map(assign(play.queue, play.desk, policy, now).map(({ conversation, agent }) => [conversation, agent]))
  const taken = play.queue.flatMap((waiting) => {
    const agent = given.get(waiting.id)
    return agent === undefined ? [] : [{ agent, effort: waiting.need.effort, hard: waiting.need.hard, begun: now }]
  })
  return {
    queue: play.queue.filter(({ id }) => !given.has(id)),
    desk: play.desk.map((agent) => withMore(agent, taken)),
    endings: [...play.endings, ...taken.map((one) => endingOf(one, minutesPerEffort, now))],
  }
}

const end = ({ queue, desk, endings }: Play, now: number): Play => ({
  queue,
  desk: desk.map((agent) => endings.filter((one) => one.agent === agent.id && one.at <= now).reduce(withoutOne, agent)),
  endings: endings.filter(({ at }) => at > now),
})

/** Enough for a queue of a thousand; beyond that nobody should be told a time. */
const mostMoments = 5_000

/** Milliseconds from now until this conversation is taken; undefined where nobody at the desk could take it. */
export const expectedWait = (outlook: Outlook, id: string, now: Instant): number | undefined => {
  let play: Play = { queue: outlook.queue, desk: outlook.desk, endings: outlook.running.map((one) => endingOf(one, outlook.minutesPerEffort, now)) }
  let moment: number | undefined = now
  for (let count = 0; moment !== undefined && count < mostMoments; count += 1) {
    play = give(end(play, moment), outlook, instant(moment))
    if (!play.queue.some((waiting) => waiting.id === id)) return moment - now
    moment = nextMoment(play, outlook.policy, moment)
  }
  return undefined
}
