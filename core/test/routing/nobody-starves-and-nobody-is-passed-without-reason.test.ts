import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { assign, type AssignPolicy, type InQueue, inOrder, isAble, type OnDuty } from '@xinqiao/core/routing/assign.ts'
import { grades } from '@xinqiao/core/routing/grade.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const minute = 60_000
const begin = 1_795_000_000_000
const at = (minutes: number): Instant => instant(begin + minutes * minute)

const policy: AssignPolicy = { holdForKnown: 3, restAfterHard: 8, patience: 4 }
const skills = ['complaints', 'repayment'] as const

const plain = (id: string, since: number, more: Partial<InQueue['need']> = {}, known?: string): InQueue => ({
  id, since: at(since), ...(known === undefined ? {} : { known }),
  need: { skills: [], grade: 'junior', effort: 2, hard: false, headStart: 0, because: [], ...more },
})

const person = (id: string, more: Partial<OnDuty> = {}): OnDuty => ({ id, skills: [], grade: 'junior', capacity: 6, load: 0, ready: true, ...more })

const needs = fc.record({
  skills: fc.subarray([...skills], { maxLength: 1 }), grade: fc.constantFrom(...grades), effort: fc.integer({ min: 1, max: 7 }),
  hard: fc.boolean(), headStart: fc.constantFrom(0, 0, 3, 10), because: fc.constant([]),
})

const people = fc.array(fc.record({
  skills: fc.subarray([...skills]), grade: fc.constantFrom(...grades), capacity: fc.integer({ min: 4, max: 8 }), load: fc.constant(0), ready: fc.constant(true),
}), { minLength: 1, maxLength: 5 }).map((list) => list.map((one, index): OnDuty => ({ id: `p${index}`, ...one })))

/** A day in minutes: who comes at which minute, how long he is served, whether somebody knows him; who pauses when. */
const day = fc.record({
  people,
  comers: fc.array(fc.record({ minute: fc.integer({ min: 0, max: 60 }), lasts: fc.integer({ min: 1, max: 15 }), need: needs, known: fc.option(fc.constantFrom('p0', 'p1'), { nil: undefined }) }), {
    minLength: 1, maxLength: 40,
  }),
  pauses: fc.array(fc.record({ minute: fc.integer({ min: 0, max: 60 }), who: fc.constantFrom('p0', 'p1', 'p2'), lasts: fc.integer({ min: 1, max: 10 }) }), { maxLength: 5 }),
})

/** The one of this id. */
const one = <Item extends { readonly id: string }>(items: readonly Item[], id: string): Item => {
  const found = items.find((item) => item.id === id)
  if (!found) throw new Error(`there is no ${id}`)
  return found
}

type Moment = { readonly now: Instant; readonly queue: readonly InQueue[]; readonly desk: readonly OnDuty[]; readonly given: ReturnType<typeof assign> }
type Running = { readonly waiting: InQueue; readonly agent: string; readonly until: number }

const withoutEnded = (agent: OnDuty, ended: readonly Running[], now: Instant): OnDuty => {
  const mine = ended.filter((talk) => talk.agent === agent.id)
  const load = mine.reduce((rest, { waiting }) => rest - waiting.need.effort, agent.load)
  return mine.some(({ waiting }) => waiting.need.hard) ? { ...agent, load, hardEnded: now } : { ...agent, load }
}

const withGiven = (agent: OnDuty, taken: readonly InQueue[], now: Instant): OnDuty => {
  if (taken.length === 0) return agent
  const { hardEnded, ...rest } = agent
  const eased = taken.some(({ need }) => !need.hard)
  const load = taken.reduce((sum, { need }) => sum + need.effort, agent.load)
  return { ...rest, load, lastGiven: now, ...(eased || hardEnded === undefined ? {} : { hardEnded }) }
}

const paused = (agent: OnDuty, pauses: Day['pauses'], step: number): OnDuty => {
  const pause = pauses.find(({ minute: from, who }) => from === step && who === agent.id)
  return pause ? { ...agent, pausedUntil: at(step + pause.lasts) } : agent
}

type Day = {
  readonly people: readonly OnDuty[]
  readonly comers: readonly { readonly minute: number; readonly lasts: number; readonly need: InQueue['need']; readonly known: string | undefined }[]
  readonly pauses: readonly { readonly minute: number; readonly who: string; readonly lasts: number }[]
}

/** Plays a day minute by minute, until everybody was served or ten hours are over; what was decided at each. */
const play = ({ people: staff, comers, pauses }: Day): readonly Moment[] => {
  const arrivals = comers.map(({ minute: since, lasts, need, known }, index) => ({ id: `c${index}`, since, lasts, waiting: plain(`c${index}`, since, need, known) }))
  const moments: Moment[] = []
  let desk = staff
  let queue: readonly InQueue[] = []
  let running: readonly Running[] = []
  for (let step = 0; step <= 600 && (step <= 60 || queue.length + running.length > 0); step += 1) {
    const now = at(step)
    const ended = running.filter(({ until }) => until <= step)
    desk = desk.map((agent) => paused(withoutEnded(agent, ended, now), pauses, step))
    queue = queue.concat(arrivals.filter(({ since }) => since === step).map(({ waiting }) => waiting))
    const given = assign(queue, desk, policy, now)
    moments.push({ now, queue, desk, given })
    const taken = given.map(({ conversation: id, agent }): Running => ({ agent, waiting: one(queue, id), until: step + one(arrivals, id).lasts }))
    running = running.filter(({ until }) => until > step).concat(taken)
    desk = desk.map((agent) => withGiven(agent, taken.filter((talk) => talk.agent === agent.id).map(({ waiting }) => waiting), now))
    queue = queue.filter(({ id }) => !given.some(({ conversation }) => conversation === id))
  }
  return moments
}

const needsNoMore = (a: InQueue, b: InQueue): boolean =>
  grades.indexOf(a.need.grade) <= grades.indexOf(b.need.grade) && a.need.effort <= b.need.effort && (!a.need.hard || b.need.hard)
  && a.need.skills.every((skill) => b.need.skills.includes(skill))

describe('routing', () => {
  test('gives each conversation to one person, who has the skill, the grade and the room', () => {
    fc.assert(fc.property(day, (input) => {
      const moments = play(input)
      const given = moments.flatMap((moment) => moment.given.map(({ conversation }) => conversation))
      expect(new Set(given).size).toBe(given.length)
      for (const { given: now, queue, desk } of moments) {
        for (const { id, skills: held, grade, load, capacity } of desk) {
          const mine = now.filter(({ agent }) => agent === id).map(({ conversation }) => one(queue, conversation))
          const carried = mine.reduce((sum, { need }) => sum + need.effort, load)
          expect(carried <= capacity || (mine.length <= 1 && (mine.length === 0 || load === 0))).toBe(true)
          for (const { need } of mine) {
            expect(grades.indexOf(grade)).toBeGreaterThanOrEqual(grades.indexOf(need.grade))
            expect(need.skills.every((skill) => held.includes(skill))).toBe(true)
          }
        }
      }
    }))
  })

  test('never serves a later equal while somebody waits for whom that person was free and able', () => {
    fc.assert(fc.property(day, (input) => {
      for (const { now, queue, desk, given } of play(input)) {
        const left = queue.filter(({ id }) => !given.some(({ conversation }) => conversation === id))
        const order = inOrder(queue)
        for (const { conversation, agent } of given) {
          const served = one(order, conversation)
          const passed = left.filter((waiting) => order.indexOf(waiting) < order.indexOf(served) && needsNoMore(waiting, served))
          const whoServed = one(desk, agent)
          expect(passed.filter((waiting) => isAble(whoServed, waiting, desk, policy, now)).map(({ id }) => id)).toEqual([])
        }
      }
    }))
  })

  test('lets a customer be passed, by a person who could have served him, only by one who came at most the largest head start after him', () => {
    fc.assert(fc.property(day, (input) => {
      const moments = play(input)
      const largest = Math.max(...input.comers.map(({ need }) => need.headStart))
      for (const { now, queue, desk, given } of moments) {
        for (const { conversation, agent } of given) {
          const served = one(queue, conversation)
          const whoServed = one(desk, agent)
          const left = queue.filter(({ id }) => !given.some((each) => each.conversation === id))
          for (const waiting of left.filter((each) => isAble(whoServed, each, desk, policy, now) && each.need.effort <= served.need.effort)) {
            expect(served.since).toBeLessThanOrEqual(waiting.since + largest * minute)
          }
        }
      }
    }))
  })

  test('serves everybody for whom the desk has somebody at all', () => {
    fc.assert(fc.property(day, (input) => {
      const moments = play(input)
      const given = new Set(moments.flatMap((moment) => moment.given.map(({ conversation }) => conversation)))
      input.comers.forEach(({ need }, index) => {
        const possible = input.people.some(({ grade, skills: held }) => grades.indexOf(grade) >= grades.indexOf(need.grade) && need.skills.every((skill) => held.includes(skill)))
        expect(given.has(`c${index}`)).toBe(possible)
      })
    }))
  })

  test('keeps room for a large matter, though small ones come without end', () => {
    // One person with room for 6; a matter of 6 waits from minute 1 while matters of 2 come every minute and last 4 minutes.
    const small = Array.from({ length: 60 }, (_, index) => ({ minute: index, lasts: 4, need: plain('', 0).need, known: undefined }))
    const large = { minute: 1, lasts: 5, need: plain('', 0, { effort: 6 }).need, known: undefined }
    const moments = play({ people: [person('p0')], comers: [large, ...small], pauses: [] })
    const served = moments.find(({ given }) => given.some(({ conversation }) => conversation === 'c0'))
    expect(served?.now).toBeLessThanOrEqual(at(1 + policy.patience + 4))
  })

  test('gives a known customer to whom he knows, waits for him a set time, and no longer', () => {
    const known = person('knows', { load: 6 })
    const other = person('other')
    const waiting = plain('c', 0, {}, 'knows')
    expect(assign([waiting], [known, other], policy, at(1))).toEqual([])
    expect(assign([waiting, plain('later', 1)], [known, other], policy, at(1))).toEqual([{ conversation: 'later', agent: 'other' }])
    expect(assign([waiting], [{ ...known, load: 4 }, other], policy, at(1))).toEqual([{ conversation: 'c', agent: 'knows' }])
    expect(assign([waiting], [known, other], policy, at(3))).toEqual([{ conversation: 'c', agent: 'other' }])
    expect(assign([waiting], [{ ...known, ready: false }, other], policy, at(1))).toEqual([{ conversation: 'c', agent: 'other' }])
  })

  test('follows a hard conversation by an easier one or a rest', () => {
    const tired = person('tired', { hardEnded: at(0) })
    const hard = plain('hard', 0, { hard: true })
    expect(assign([hard], [tired], policy, at(1))).toEqual([])
    expect(assign([hard], [tired], policy, at(8))).toEqual([{ conversation: 'hard', agent: 'tired' }])
    const easy = plain('easy', 0)
    expect(assign([{ ...hard, since: at(1) }, easy], [tired], policy, at(1)).map(({ conversation }) => conversation)).toEqual(['easy', 'hard'])
    expect(assign([hard], [tired, person('rested', { load: 4 })], policy, at(1))).toEqual([{ conversation: 'hard', agent: 'rested' }])
  })

  test('gives a hard one at the same moment to whom an easy one has just eased', () => {
    const tired = person('tired', { hardEnded: at(0) })
    expect(assign([plain('hard', 0, { hard: true }), plain('easy', 1)], [tired], policy, at(1)).map(({ conversation }) => conversation)).toEqual(['easy', 'hard'])
  })

  test('keeps higher grades and rarer skills for those who need them', () => {
    const desk = [person('senior', { grade: 'senior', skills: ['complaints'] }), person('junior')]
    expect(assign([plain('plain', 0), plain('complaint', 0, { grade: 'senior', skills: ['complaints'] })], desk, policy, at(0)))
      .toEqual([{ conversation: 'complaint', agent: 'senior' }, { conversation: 'plain', agent: 'junior' }])
  })
})
