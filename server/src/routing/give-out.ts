import { type Instant, instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { assign } from '@xinqiao/core/routing/assign.ts'
import { returnToQueue, takeConversation } from '../conversations/change-conversation.ts'
import { heldTalk, heldTalks } from '../conversations/desk-load.ts'
import type { Context } from '../platform/context.ts'
import { deskNow } from './desk-now.ts'
import { routingPolicy } from './policy.ts'
import { beginMatter, endMatter, readMatters } from './store.ts'
import { weighMatter } from './weigh-matter.ts'

/**
 * Follows what happens to conversations, and gives out those that wait. All of it runs in jobs of one queue, one after the other over
 * all processes: two decisions never see the same free place. That a conversation has one owner is the conversation's own promise.
 */

/** So long after it the desk is looked at again while somebody waits and somebody is there: holds, rests and patience run out by time alone. */
const lookAgain = 10_000

const routingQueue = 'routing'

/** Gives out what can be given, and sees to it that the rest is looked at again. */
export const giveOut = async (context: Context): Promise<void> => {
  const { db, clock, outbox } = context
  const policy = routingPolicy()
  if (!policy.givesOut) return
  const now = clock.now()
  const { queue, desk } = await deskNow(db, now)
  const given = assign(queue, desk, policy, now)
  for (const { conversation, agent } of given) {
    const person = desk.find(({ id }) => id === agent)
    const waiting = queue.find(({ id }) => id === conversation)
    if (!person || !waiting) throw new Error('assigned what is not there')
    const taken = await takeConversation(context, conversation, { staffId: person.id, name: person.name })
    if (isRefusal(taken)) continue
    const payload = { conversationId: conversation, staffId: person.id, waited: now - waiting.since, because: [...waiting.need.because] }
    await db.transaction().execute((tx) => outbox.emit(tx, { kind: 'routing.given', at: now, payload }))
  }
  if (given.length < queue.length && desk.some(({ ready }) => ready)) {
    await db.transaction().execute((tx) => outbox.addJob(tx, 'routing.give-out', {}, { key: 'routing.look-again', queue: routingQueue, runAt: instant(now + lookAgain), again: true }))
  }
}

/** After a conversation changed hands: what it needs, who has it, and whom it has tired. */
const follow = async (context: Context, conversationId: string, now: Instant): Promise<void> => {
  const { db } = context
  const talk = await heldTalk(db, conversationId)
  const matter = (await readMatters(db, [conversationId])).get(conversationId)
  const holder = talk && 'staffId' in talk.held ? talk.held.staffId : undefined
  await db.transaction().execute(async (tx) => {
    // Over for whoever had it; or nobody took it, and the customer no longer waits.
    if (matter && !matter.ended_at && (matter.agent_id === null ? !talk : matter.agent_id !== holder)) await endMatter(tx, matter, now)
  })
  if (!talk) return
  if ('waitingSince' in talk.held) {
    // Who comes back with his place needs what he needed; who waits anew may have another matter.
    if (matter?.since.getTime() !== talk.held.waitingSince) await weighMatter(context, talk, talk.held.waitingSince)
    return
  }
  const { staffId } = talk.held
  // Taken before it was weighed, as by a supervisor from the machine.
  if (!matter) await weighMatter(context, talk, now)
  const row = (await readMatters(db, [conversationId])).get(conversationId)
  if (row && (row.agent_id !== staffId || row.ended_at)) await db.transaction().execute((tx) => beginMatter(tx, row, staffId, now))
}

export const followConversation = async (context: Context, conversationId: string): Promise<void> => {
  await follow(context, conversationId, context.clock.now())
  await giveOut(context)
}

/** What somebody had who is gone waits again, each with its place. */
export const returnTalksOf = async (context: Context, staffId: string): Promise<void> => {
  const { db, clock } = context
  const talks = await heldTalks(db)
  const matters = await readMatters(db, talks.map(({ id }) => id))
  for (const { id, held } of talks) {
    if (!('staffId' in held) || held.staffId !== staffId) continue
    const returned = await returnToQueue(context, id, held, instant(matters.get(id)?.since.getTime() ?? clock.now()))
    if (isRefusal(returned) && returned.refused !== 'conversation-closed') throw new Error(`a conversation could not be returned: ${returned.refused}`)
  }
}
