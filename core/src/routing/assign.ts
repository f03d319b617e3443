import type { Instant } from '../primitives/instant.ts'
import { grades, type Grade, reaches } from './grade.ts'
import type { Need } from './need.ts'

/**
 * Who gets whom: pure, on the whole queue and the whole desk at one moment.
 *
 * The longest waiting goes first, where a head start counts as time waited. So a customer can be passed only by one who came
 * at most the largest head start after him: that bounds the waiting that priority costs, and nobody starves. A matter that asks
 * for more free weight than anybody has would starve behind small ones; once it has waited its patience, the person who will
 * soonest have room gets nothing else.
 */

export type InQueue = {
  readonly id: string
  readonly since: Instant
  readonly need: Need
  /** Who served this customer last; he is held for him for a set time. */
  readonly known?: string
}

export type OnDuty = {
  readonly id: string
  readonly skills: readonly string[]
  readonly grade: Grade
  readonly capacity: number
  /** The effort of all that he has now. */
  readonly load: number
  /** He is here and takes conversations. */
  readonly ready: boolean
  readonly pausedUntil?: Instant
  /** When his last hard conversation ended, until an easier one has followed. */
  readonly hardEnded?: Instant
  readonly lastGiven?: Instant
}

/** Minutes, but for `capacity`. */
export type AssignPolicy = {
  /** How long a customer is kept for the person who knows him. */
  readonly holdForKnown: number
  /** How long nobody gets a second hard conversation after one, unless an easier one came between. */
  readonly restAfterHard: number
  /** How long a large matter waits before room is kept for it. */
  readonly patience: number
}

export type Assignment = { readonly conversation: string; readonly agent: string }

const minute = 60_000

const standsSince = ({ since, need }: InQueue): number => since - need.headStart * minute

/** First is who stands longest, his head start counted in. */
export const inOrder = (queue: readonly InQueue[]): readonly InQueue[] =>
  [...queue].sort((a, b) => standsSince(a) - standsSince(b) || (a.id < b.id ? -1 : 1))

const hasSkills = ({ skills, grade }: OnDuty, { need }: InQueue): boolean =>
  reaches(grade, need.grade) && need.skills.every((skill) => skills.includes(skill))

/** A matter larger than a person's whole capacity is his when he has nothing else. */
const hasRoom = ({ load, capacity }: OnDuty, { need }: InQueue): boolean => load === 0 || load + need.effort <= capacity

const isRested = ({ hardEnded }: OnDuty, { need }: InQueue, { restAfterHard }: AssignPolicy, now: Instant): boolean =>
  !need.hard || hardEnded === undefined || now >= hardEnded + restAfterHard * minute

const isPaused = ({ pausedUntil }: OnDuty, now: Instant): boolean => pausedUntil !== undefined && pausedUntil > now

/** Held: the person who knows the customer is at the desk, could have him but for his present load, and the time for waiting is not over. */
const isHeldFor = (waiting: InQueue, desk: readonly OnDuty[], { holdForKnown }: AssignPolicy, now: Instant): string | undefined => {
  if (waiting.known === undefined || now >= waiting.since + holdForKnown * minute) return undefined
  return desk.find((agent) => agent.id === waiting.known && agent.ready && !isPaused(agent, now) && hasSkills(agent, waiting))?.id
}

/** Whether this person may be given this conversation now: skill, grade, free weight, no pause, not held for another. */
export const isAble = (agent: OnDuty, waiting: InQueue, desk: readonly OnDuty[], policy: AssignPolicy, now: Instant): boolean => {
  const heldFor = isHeldFor(waiting, desk, policy, now)
  return agent.ready && !isPaused(agent, now) && hasSkills(agent, waiting) && hasRoom(agent, waiting)
    && isRested(agent, waiting, policy, now) && (heldFor === undefined || heldFor === agent.id)
}

/**
 * Who goes before another: who knows the customer, whose last hard one is longest ago, who carries less, who is not needed for
 * harder things, who was given nothing for longest.
 */
const isBetter = (a: OnDuty, b: OnDuty, { known, need }: InQueue): number => {
  if (a.id === known || b.id === known) return a.id === known ? -1 : 1
  const hard = need.hard ? (a.hardEnded ?? 0) - (b.hardEnded ?? 0) : 0
  return hard
    || a.load * b.capacity - b.load * a.capacity
    || grades.indexOf(a.grade) - grades.indexOf(b.grade)
    || a.skills.length - b.skills.length
    || (a.lastGiven ?? 0) - (b.lastGiven ?? 0)
    || (a.id < b.id ? -1 : 1)
}

/** Who will soonest have room: the least weight must still go. */
const keepRoom = (waiting: InQueue, free: readonly OnDuty[], now: Instant): OnDuty | undefined => {
  const short = (agent: OnDuty): number => agent.load + Math.min(waiting.need.effort, agent.capacity) - agent.capacity
  return free
    .filter((agent) => agent.ready && !isPaused(agent, now) && hasSkills(agent, waiting) && !hasRoom(agent, waiting))
    .sort((a, b) => short(a) - short(b) || (a.id < b.id ? -1 : 1))[0]
}

/** Given one more: the weight counts at once, so that the next of the same moment sees it. */
const withOne = (agent: OnDuty, { need }: InQueue, now: Instant): OnDuty => {
  const { hardEnded, ...rest } = agent
  const given = { ...rest, load: agent.load + need.effort, lastGiven: now }
  return need.hard && hardEnded !== undefined ? { ...given, hardEnded } : given
}

type Pass = { readonly given: readonly Assignment[]; readonly left: readonly InQueue[]; readonly desk: readonly OnDuty[] }

const passOver = ({ given, left, desk }: Pass, policy: AssignPolicy, now: Instant): Pass => {
  let agents = [...desk]
  const keptFree = new Set<string>()
  const assignments: Assignment[] = []
  for (const waiting of left) {
    const free = agents.filter(({ id }) => !keptFree.has(id))
    const [best] = free.filter((agent) => isAble(agent, waiting, agents, policy, now)).sort((a, b) => isBetter(a, b, waiting))
    if (best) {
      assignments.push({ conversation: waiting.id, agent: best.id })
      agents = agents.map((agent) => (agent.id === best.id ? withOne(agent, waiting, now) : agent))
    } else if (now >= waiting.since + policy.patience * minute) {
      const kept = keepRoom(waiting, free, now)
      if (kept) keptFree.add(kept.id)
    }
  }
  const taken = new Set(assignments.map(({ conversation }) => conversation))
  return { given: [...given, ...assignments], left: left.filter(({ id }) => !taken.has(id)), desk: agents }
}

export const assign = (queue: readonly InQueue[], desk: readonly OnDuty[], policy: AssignPolicy, now: Instant): readonly Assignment[] => {
  let pass: Pass = { given: [], left: inOrder(queue), desk }
  for (;;) {
    const next = passOver(pass, policy, now)
    if (next.given.length === pass.given.length) return next.given
    // An easy conversation that somebody was given makes him able to have a hard one: who was passed over is looked at again.
    pass = next
  }
}
