import {
  askCallBack as askCallBackOperation, getMyDuty, getMyWait, listColleagues, saveAbility as saveAbilityOperation, sayMyDuty, takeOverConversation, transferConversation as transferOperation,
} from '@xinqiao/contract/routing.ts'
import { roles } from '@xinqiao/core/people/rights.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { refuse } from '@xinqiao/core/primitives/refusal.ts'
import { grades } from '@xinqiao/core/routing/grade.ts'
import { takeOver } from '../conversations/change-conversation.ts'
import { changedRow } from '../conversations/changed-row.ts'
import { recordsOf } from '../people/customers.ts'
import { rolesOfStaff } from '../people/staff.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, languageOf, type Routes, staffOf } from '../platform/http.ts'
import { askCallBack } from './call-back.ts'
import { colleagueOf, colleaguesShown, dutyOf, skillsIn } from './colleagues.ts'
import { deskNow } from './desk-now.ts'
import { myWait } from './my-wait.ts'
import { routingPolicy } from './policy.ts'
import { saveAbility, saveDutyState } from './store.ts'
import { transferConversation } from './transfer.ts'

/** Who has never said anything is away, with what his grade can carry. */
const awayDuty = () => ({ state: 'away' as const, load: 0, capacity: routingPolicy().capacity.junior, talks: 0 })

const myDuty = async ({ db, clock }: Context, staffId: string) => {
  const person = (await deskNow(db, clock.now())).desk.find(({ id }) => id === staffId)
  return { duty: person ? dutyOf(person) : awayDuty() }
}

const dutyRoutes: Routes<Context> = (api, context) => {
  const { db, clock, outbox } = context

  implement(api, getMyDuty, (call) => myDuty(context, staffOf(call).staffId))

  implement(api, sayMyDuty, async (call) => {
    const { staffId } = staffOf(call)
    const { state, minutes } = call.body
    const now = clock.now()
    const pausedUntil = state === 'paused' && minutes !== undefined ? instant(now + minutes * 60_000) : undefined
    await db.transaction().execute(async (tx) => {
      await saveDutyState(tx, { staffId, state, pausedUntil, now })
      await outbox.emit(tx, { kind: 'routing.duty-said', at: now, payload: { staffId, state, ...(minutes === undefined ? {} : { minutes }) } })
    })
    return await myDuty(context, staffId)
  })

  implement(api, listColleagues, async (call) => {
    const language = languageOf(call.request)
    const { desk } = await deskNow(db, clock.now())
    return {
      colleagues: colleaguesShown(desk, language), skills: [...skillsIn(language)],
      grades: grades.map((grade) => ({ id: grade, name: roles[grade] })),
    }
  })

  implement(api, saveAbilityOperation, async (call) => {
    const { staffId } = call.params
    const { skills, capacity } = call.body
    const unknown = skills.find((skill) => !routingPolicy().skills.some(({ id }) => id === skill))
    if (unknown !== undefined) return refuse('skill-unknown', { skill: unknown }, 'body.skills')
    if (!(await rolesOfStaff(db)).has(staffId)) return refuse('not-found')
    const now = clock.now()
    await db.transaction().execute(async (tx) => {
      await saveAbility(tx, staffId, { skills, capacity }, now)
      await outbox.emit(tx, { kind: 'routing.ability-saved', at: now, payload: { staffId, by: staffOf(call).staffId, skills, ...(capacity === undefined ? {} : { capacity }) } })
    })
    const person = (await deskNow(db, now)).desk.find(({ id }) => id === staffId)
    return person ? { colleague: colleagueOf(person, languageOf(call.request)) } : refuse('not-found')
  })
}

export const routes: Routes<Context> = (api, context) => {
  dutyRoutes(api, context)

  implement(api, transferOperation, (call) =>
    changedRow(context, call, transferConversation(context, { conversationId: call.params.conversationId, by: staffOf(call), ...call.body })))

  implement(api, takeOverConversation, (call) => {
    const { staffId, name } = staffOf(call)
    return changedRow(context, call, takeOver(context, call.params.conversationId, { staffId, name }))
  })

  implement(api, askCallBackOperation, (call) => askCallBack(context, customerOf(call).customerId))

  implement(api, getMyWait, async (call) => myWait(context, await recordsOf(context.db, customerOf(call).customerId)))
}
