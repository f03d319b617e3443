import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { HandOver } from '@xinqiao/contract/conversations.ts'
import type { RefusalCode } from '@xinqiao/contract/refusals.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { type Grade, gradeOf } from '@xinqiao/core/routing/grade.ts'
import { openMatters } from '../cases/open-matters.ts'
import { transferTalk } from '../conversations/change-conversation.ts'
import type { Changed } from '../conversations/change.ts'
import { heldTalk } from '../conversations/desk-load.ts'
import { lastHandOver } from '../conversations/read-conversations.ts'
import { customerSince } from '../conversations/read-talk.ts'
import { rolesOfStaff } from '../people/staff.ts'
import type { Context } from '../platform/context.ts'
import { routingPolicy } from './policy.ts'
import { readMatters } from './store.ts'
import { weighMatter } from './weigh-matter.ts'

/** Passing a conversation on, with a summary that code makes: what is known, asked, done, promised, and due next. */

export type To = { readonly staffId: string } | { readonly grade?: Grade | undefined; readonly skill?: string | undefined }

type Transfer = { readonly conversationId: string; readonly by: StaffCaller; readonly to: To; readonly reason: string }

const mostAsked = 5

const summaryOf = async (context: Context, { conversationId, by, reason }: Transfer, customerId: string): Promise<HandOver> => {
  const before = await lastHandOver(context, conversationId)
  const { texts } = await customerSince(context, conversationId, 0)
  const { done, promised, next } = await openMatters(context, customerId, 'zh')
  return {
    ...(before?.intent ? { intent: before.intent } : {}), ...(before?.mood ? { mood: before.mood } : {}),
    reason: `${by.name}：${reason}`, facts: before?.facts ?? [], missing: before?.missing ?? [],
    asked: texts.filter((text) => text.trim() !== '').slice(-mostAsked),
    done: [...done], promised: [...promised], next: [...next], at: new Date(context.clock.now()).toISOString(),
  }
}

/** The colleague as the conversation's new owner; a refusal where he does not answer customers. */
const colleagueFor = async ({ db }: Context, staffId: string): Promise<{ readonly staffId: string; readonly name: string } | Refusal<RefusalCode>> => {
  const person = (await rolesOfStaff(db)).get(staffId)
  if (!person) return refuse('not-found', {}, 'body.to')
  return gradeOf(person.roles) ? { staffId, name: person.name } : refuse('colleague-not-fit', { name: person.name }, 'body.to')
}

export const transferConversation = async (context: Context, transfer: Transfer): Promise<Changed | Refusal<RefusalCode>> => {
  const { conversationId, by, to } = transfer
  const agent = { staffId: by.staffId, name: by.name }
  const talk = await heldTalk(context.db, conversationId)
  if (!talk) return refuse('not-found')
  if (!('staffId' in talk.held) || talk.held.staffId !== by.staffId) return refuse('conversation-not-yours')
  const summary = await summaryOf(context, transfer, talk.customerId)
  if ('staffId' in to) {
    const colleague = await colleagueFor(context, to.staffId)
    return isRefusal(colleague) ? colleague : await transferTalk(context, conversationId, agent, colleague, summary)
  }
  if (to.skill !== undefined && !routingPolicy().skills.some(({ id }) => id === to.skill)) return refuse('skill-unknown', { skill: to.skill }, 'body.to.skill')
  const known = (await readMatters(context.db, [conversationId])).get(conversationId)
  const since = instant(known?.since.getTime() ?? context.clock.now())
  // Weighed first: from the moment it waits it may be given to somebody.
  await weighMatter(context, talk, since, to)
  return await transferTalk(context, conversationId, agent, { waitingSince: since }, summary)
}
