import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import type { InQueue, OnDuty } from '@xinqiao/core/routing/assign.ts'
import type { Running } from '@xinqiao/core/routing/expected-wait.ts'
import { gradeOf } from '@xinqiao/core/routing/grade.ts'
import { ordinaryEffort } from '@xinqiao/core/routing/need.ts'
import { type HeldTalk, heldTalks, talksOfCustomers } from '../conversations/desk-load.ts'
import { recordsOf } from '../people/customers.ts'
import { rolesOfStaff } from '../people/staff.ts'
import type { Reader } from '../platform/db.ts'
import { routingPolicy } from './policy.ts'
import { type DutyRow, lastServed, type MatterRow, moment, needOfRow, readDuties, readMatters } from './store.ts'

/** The whole desk at one moment, as the decision about it wants it: who waits, who is there, what everybody has. */

export type Person = OnDuty & { readonly name: string; readonly state: DutyRow['state']; readonly talks: number }

export type DeskNow = { readonly queue: readonly InQueue[]; readonly desk: readonly Person[]; readonly running: readonly Running[] }

/** Whoever served a customer longer ago is no longer taken to know him. */
const knownFor = 30 * 86_400_000

/** Who served him in an earlier talk; whoever passed on this one did so for a reason. */
const knownTo = async (reader: Reader, { id, customerId }: HeldTalk, now: Instant): Promise<{ readonly known?: string }> => {
  const talks = (await talksOfCustomers(reader, await recordsOf(reader, customerId))).filter((talk) => talk !== id)
  const known = await lastServed(reader, talks, new Date(now - knownFor))
  return known === undefined ? {} : { known }
}

const queueOf = async (reader: Reader, talks: readonly HeldTalk[], matters: ReadonlyMap<string, MatterRow>, now: Instant): Promise<readonly InQueue[]> => {
  const waiting = await Promise.all(talks.map(async (talk): Promise<readonly InQueue[]> => {
    const row = matters.get(talk.id)
    // What is not weighed yet is weighed by the job that follows its hand-over.
    return !row || !('waitingSince' in talk.held) ? [] : [{ id: talk.id, since: talk.held.waitingSince, need: needOfRow(row), ...(await knownTo(reader, talk, now)) }]
  }))
  return waiting.flat()
}

const runningOf = (talks: readonly HeldTalk[], matters: ReadonlyMap<string, MatterRow>, now: Instant): readonly Running[] =>
  talks.flatMap(({ id, held }) => {
    if (!('staffId' in held)) return []
    const row = matters.get(id)
    return [{ agent: held.staffId, effort: row?.effort ?? ordinaryEffort, hard: row?.hard ?? false, begun: moment(row?.begun_at ?? null) ?? now }]
  })

const peopleOf = async (reader: Reader, running: readonly Running[], now: Instant): Promise<readonly Person[]> => {
  const [duties, staff] = await Promise.all([readDuties(reader), rolesOfStaff(reader)])
  return duties.flatMap((duty) => {
    const person = staff.get(duty.staff_id)
    const grade = person && gradeOf(person.roles)
    if (!person || !grade) return []
    const mine = running.filter(({ agent }) => agent === duty.staff_id)
    const [pausedUntil, hardEnded, lastGiven] = [moment(duty.paused_until), moment(duty.hard_ended_at), moment(duty.last_given_at)]
    // A pause of a set length ends by itself.
    const state = duty.state === 'paused' && pausedUntil !== undefined && pausedUntil <= now ? 'ready' : duty.state
    return [{
      id: duty.staff_id, name: person.name, state, grade, skills: duty.skills, capacity: duty.capacity ?? routingPolicy().capacity[grade],
      load: mine.reduce((sum, { effort }) => sum + effort, 0), talks: mine.length,
      ready: state === 'ready' || (state === 'paused' && pausedUntil !== undefined),
      ...(state === 'paused' && pausedUntil !== undefined ? { pausedUntil } : {}),
      ...(hardEnded === undefined ? {} : { hardEnded }), ...(lastGiven === undefined ? {} : { lastGiven }),
    }]
  })
}

export const deskNow = async (reader: Reader, now: Instant): Promise<DeskNow> => {
  const talks = await heldTalks(reader)
  const matters = await readMatters(reader, talks.map(({ id }) => id))
  const running = runningOf(talks, matters, now)
  return { queue: await queueOf(reader, talks.filter(({ held }) => 'waitingSince' in held), matters, now), desk: await peopleOf(reader, running, now), running }
}
