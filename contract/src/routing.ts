import { grades } from '@xinqiao/core/routing/grade.ts'
import { z } from 'zod'
import { conversationRow } from './conversations.ts'
import { takenRow, handedBackRow } from './examples.ts'
import { defineOperation } from './operation.ts'

/** Who takes conversations, who gets which, and how long a customer waits (排队与分配). */

const room = 'routing'

export const dutyStates = ['ready', 'paused', 'away'] as const

const duty = z.object({
  state: z.enum(dutyStates),
  /** When a pause of a set length is over. */
  pausedUntil: z.iso.datetime().optional(),
  /** Effort of what he has now, and what he can carry. */
  load: z.int(),
  capacity: z.int(),
  talks: z.int(),
})

const named = z.object({ id: z.string(), name: z.string() })

export const colleague = duty.extend({
  staffId: z.uuid(), name: z.string(), grade: z.enum(grades), gradeName: z.string(), skills: z.array(named),
})
export type Colleague = z.infer<typeof colleague>

const dutyExample = { state: 'ready', load: 4, capacity: 12, talks: 2 }
export const colleagueExample = {
  ...dutyExample, staffId: '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2', name: '林小雨', grade: 'junior', gradeName: '初级客服', skills: [{ id: 'repayment', name: '还款与账务' }],
}

export const getMyDuty = defineOperation({
  id: 'getMyDuty', method: 'GET', path: '/v1/desk/duty', room,
  summary: 'Whether one takes conversations at this moment, what one has and what one can carry',
  access: { for: 'staff', right: 'conversation.take' },
  response: z.object({ duty }), refusals: [],
  example: { response: { duty: dutyExample } },
})

export const sayMyDuty = defineOperation({
  id: 'sayMyDuty', method: 'PUT', path: '/v1/desk/duty', room,
  summary: 'Say that one takes conversations, rests for some minutes or until one says so, or is away. What one has stays one’s own',
  access: { for: 'staff', right: 'conversation.take' },
  body: z.object({ state: z.enum(dutyStates), minutes: z.int().min(1).max(240).optional() }),
  response: z.object({ duty }), refusals: [],
  example: { body: { state: 'paused', minutes: 10 }, response: { duty: { ...dutyExample, state: 'paused', pausedUntil: '2026-11-24T02:10:00.000Z' } } },
})

export const listColleagues = defineOperation({
  id: 'listColleagues', method: 'GET', path: '/v1/desk/colleagues', room,
  summary: 'Who answers customers: grade, skills, whether he is there, what he has; and to which skills and grades a conversation can be passed',
  access: { for: 'staff', right: 'conversation.transfer' },
  response: z.object({ colleagues: z.array(colleague), skills: z.array(named), grades: z.array(named) }), refusals: [],
  example: { response: { colleagues: [colleagueExample], skills: [{ id: 'repayment', name: '还款与账务' }], grades: [{ id: 'senior', name: '高级客服' }] } },
})

export const saveAbility = defineOperation({
  id: 'saveAbility', method: 'PUT', path: '/v1/desk/colleagues/{staffId}', room,
  summary: 'Say which skills somebody has, and how much he can carry where that differs from his grade',
  access: { for: 'staff', right: 'staff.manage' },
  params: z.object({ staffId: z.uuid() }),
  body: z.object({ skills: z.array(z.string()).max(50), capacity: z.int().min(2).max(200).optional() }),
  response: z.object({ colleague }), refusals: ['not-found', 'skill-unknown'],
  example: { body: { skills: ['repayment'] }, response: { colleague: colleagueExample } },
})

const conversationParams = z.object({ conversationId: z.uuid() })

export const transferTo = z.union([
  z.strictObject({ staffId: z.uuid() }),
  z.strictObject({ grade: z.enum(grades).optional(), skill: z.string().optional() }),
])

export const transferConversation = defineOperation({
  id: 'transferConversation', method: 'POST', path: '/v1/desk/conversations/{conversationId}/transfer', room,
  summary: 'Pass one’s conversation on: to a colleague, or to whoever has a grade or skill, with the place it had among those who wait. A summary goes along',
  access: { for: 'staff', right: 'conversation.transfer' },
  params: conversationParams,
  body: z.object({ to: transferTo, reason: z.string().trim().min(1).max(500) }),
  response: z.object({ conversation: conversationRow }),
  refusals: ['not-found', 'conversation-closed', 'conversation-not-yours', 'colleague-not-fit', 'skill-unknown'],
  example: { body: { to: { grade: 'senior' }, reason: '客户要求减免罚息，超出我的权限' }, response: { conversation: handedBackRow } },
})

export const takeOverConversation = defineOperation({
  id: 'takeOverConversation', method: 'POST', path: '/v1/desk/conversations/{conversationId}/take-over', room,
  summary: 'Have a conversation oneself, whoever has it now; again changes nothing',
  access: { for: 'staff', right: 'conversation.take-over' },
  params: conversationParams,
  response: z.object({ conversation: conversationRow }),
  refusals: ['not-found', 'conversation-closed'],
  example: { response: { conversation: takenRow } },
})

const wait = z.object({
  waiting: z.boolean(),
  since: z.iso.datetime().optional(),
  before: z.int().optional(),
  /** Whole minutes; absent where nobody is there who could come. */
  minutes: z.object({ from: z.int(), to: z.int() }).optional(),
  /** When the desk opens, where it is closed. */
  opensAt: z.iso.datetime().optional(),
  /** He asked to be called when it is his turn. */
  callBack: z.boolean().optional(),
})

const waitExample = { waiting: true, since: '2026-11-23T02:00:41.300Z', before: 2, minutes: { from: 4, to: 9 }, callBack: false }

export const getMyWait = defineOperation({
  id: 'getMyWait', method: 'GET', path: '/v1/chat/wait', room,
  summary: 'While the caller waits for a person: since when, how many stand before him, and for how many minutes still, computed from the queue and the desk of this moment',
  access: { for: 'customer', level: 'anonymous' },
  response: wait, refusals: [],
  example: { response: waitExample },
})

export const askCallBack = defineOperation({
  id: 'askCallBack', method: 'PUT', path: '/v1/chat/wait/call-back', room,
  summary: 'While waiting for a person: ask to be called at the number on record when it is one’s turn; the place is kept. Again changes nothing',
  access: { for: 'customer', level: 'verified' },
  body: z.object({}), response: wait, refusals: ['not-waiting', 'phone-unknown'],
  example: { body: {}, response: { ...waitExample, callBack: true } },
})
