import type { ConversationRow, HandOver } from '@xinqiao/contract/conversations.ts'
import type { Colleague } from '@xinqiao/contract/routing.ts'
import type { Role } from '@xinqiao/core/people/rights.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { closeConversation, handOver, reachCustomer } from '../../src/conversations/change-conversation.ts'
import { initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { findLost } from '../../src/routing/watch-presence.ts'
import { chatGet, deskGet, deskPost, write } from '../support/desk.ts'
import { createTestCustomer, createTestStaff, customerHeaders, enterAsCustomer, type TestSession, type TestStaff } from '../support/people.ts'
import { startTestServer } from '../support/server.ts'
import { until } from '../support/talk-client.ts'

/** Two processes on one database, both giving out. */
const first = await startTestServer({ clock: systemClock })
const second = await startTestServer({ clock: systemClock, database: first.database, dataFolder: first.dataFolder })
const { context } = first.installation

type Answer<Body> = { readonly status: number; readonly body: Body }

const put = async <Body>(staff: TestStaff, path: string, body: unknown): Promise<Answer<Body>> => {
  const response = await fetch(`${first.url}/v1/desk${path}`, {
    method: 'PUT', headers: { cookie: staff.cookie, origin: first.url, 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() as Body }
}

const on = (staff: TestStaff, state: string, minutes?: number): Promise<Answer<{ duty: Colleague }>> => put(staff, '/duty', { state, minutes })

const present: TestStaff[] = []

const onDuty = async (roles: readonly Role[], name: string, ability: { readonly skills?: readonly string[]; readonly capacity?: number } = {}): Promise<TestStaff> => {
  const staff = await createTestStaff(first, roles, name)
  const admin = await createTestStaff(first, ['admin'], '管理员')
  expect((await put(admin, `/colleagues/${staff.id}`, { skills: ability.skills ?? [], capacity: ability.capacity })).status).toBe(200)
  expect((await on(staff, 'ready')).status).toBe(200)
  present.push(staff)
  return staff
}

type Asked = Partial<Pick<HandOver, 'intent' | 'mood' | 'asked'>>

/** A customer who asks for a person. */
const waitingCustomer = async (asked: Asked = {}, customer?: TestSession): Promise<{ readonly id: string; readonly customer: TestSession }> => {
  const who = customer ?? (await enterAsCustomer(first))
  const id = await reachCustomer(context, who.customer.id)
  const handed = await handOver(context, {
    conversationId: id, by: 'customer', text: '已为您转接人工客服', handOver: { reason: '客户要求人工', facts: [], missing: [], asked: [], at: '2026-11-24T02:00:00.000Z', ...asked },
  })
  expect(isRefusal(handed)).toBe(false)
  // The machine is silent from now on.
  expect((await write(first, who, '在吗')).status).toBe(200)
  return { id, customer: who }
}

const rowOf = async (id: string): Promise<ConversationRow> => {
  const staff = present[0] ?? (await createTestStaff(first, ['junior'], '旁观'))
  return ((await deskGet(first, staff, `/${id}`)).body as { conversation: ConversationRow }).conversation
}

const withAgent = async (id: string): Promise<string | undefined> => (await rowOf(id)).agent?.staffId

const givenTo = async (id: string): Promise<string> => {
  await until('somebody has it', async () => (await withAgent(id)) !== undefined)
  return (await withAgent(id)) ?? ''
}

/** Nobody is left on duty, and nothing waits, for the next test. */
afterEach(async () => {
  for (const staff of present.splice(0)) await on(staff, 'away')
  const open = await context.db.selectFrom('conversation').select('conversation_id').where('state', '<>', 'closed').execute()
  for (const { conversation_id: id } of open) await closeConversation(context, id, 'system')
})

describe('whoever waits', () => {
  test('is given at once to somebody who is ready, and to nobody who is not', async () => {
    const { id } = await waitingCustomer()
    expect(await withAgent(id)).toBeUndefined()
    const staff = await onDuty(['junior'], '小一')
    expect(await givenTo(id)).toBe(staff.id)
    expect((await on(staff, 'paused', 10)).body.duty).toMatchObject({ state: 'paused', load: 2, talks: 1 })
    const { id: next } = await waitingCustomer()
    const other = await onDuty(['junior'], '小二')
    expect(await givenTo(next)).toBe(other.id)
  })

  test('of twenty at once each gets one person, nobody more than he can carry, the longest waiting first', async () => {
    const waiting = await Promise.all(Array.from({ length: 20 }, () => waitingCustomer()))
    const weighed = () => context.db.selectFrom('routing_matter').select('conversation_id').where('conversation_id', 'in', waiting.map(({ id }) => id))
    await until('all are weighed', async () => (await weighed().execute()).length === 20)
    const desk = await Promise.all(['甲', '乙', '丙'].map((name) => onDuty(['junior'], name, { capacity: 4 })))
    await until('six are given', async () => (await Promise.all(waiting.map(({ id }) => withAgent(id)))).filter(Boolean).length === 6)
    const rows = await Promise.all(waiting.map(async ({ id }) => ({ id, agent: await withAgent(id), entries: await entriesOf(id) })))
    for (const { id: staffId } of desk) expect(rows.filter(({ agent }) => agent === staffId)).toHaveLength(2)
    const taken = rows.filter(({ agent }) => agent !== undefined)
    for (const { entries } of taken) expect(entries.filter((happening) => happening === 'taken')).toHaveLength(1)
    const order = await weighed().orderBy('since').orderBy('conversation_id').execute()
    expect(new Set(taken.map(({ id }) => id))).toEqual(new Set(order.slice(0, 6).map(({ conversation_id: id }) => id)))
  })

  test('gets whom his matter needs: the skill and the grade', async () => {
    const junior = await onDuty(['junior'], '初级')
    const { id: complaint } = await waitingCustomer({ intent: { id: 'complaint', name: '投诉', confidence: 0.9 }, mood: 'angry' })
    const { id: plain } = await waitingCustomer()
    expect(await givenTo(plain)).toBe(junior.id)
    expect(await withAgent(complaint)).toBeUndefined()
    await onDuty(['senior'], '无技能')
    const senior = await onDuty(['senior'], '高级', { skills: ['complaints'] })
    expect(await givenTo(complaint)).toBe(senior.id)
  })

  test('comes back to the queue with his place when his agent is lost, and to another', async () => {
    const lost = await onDuty(['junior'], '掉线')
    const { id } = await waitingCustomer()
    expect(await givenTo(id)).toBe(lost.id)
    const { since } = await context.db.selectFrom('routing_matter').select('since').where('conversation_id', '=', id).executeTakeFirstOrThrow()
    await until('it is begun', async () => (await context.db.selectFrom('routing_matter').select('begun_at').where('conversation_id', '=', id).executeTakeFirst())?.begun_at != null)
    await context.db.updateTable('duty').set({ seen_at: new Date(systemClock.now() - 46_000) }).where('staff_id', '=', lost.id).execute()
    await findLost(context)
    await until('it waits again', async () => (await rowOf(id)).state === 'waiting')
    expect((await rowOf(id)).waitingSince).toBe(since.toISOString())
    expect(await entriesOf(id)).toContain('returned')
    const { id: later } = await waitingCustomer()
    const other = await onDuty(['junior'], '接班', { capacity: 2 })
    expect(await givenTo(id)).toBe(other.id)
    expect(await withAgent(later)).toBeUndefined()
  })

  test('is told honestly how long: nothing where nobody is there, and more where more stand before him', async () => {
    const { customer } = await waitingCustomer()
    type Wait = { readonly waiting: boolean; readonly before?: number; readonly minutes?: { readonly from: number; readonly to: number } }
    const waitOf = async (who: TestSession): Promise<Wait> => (await chatGet(first, who, '/wait')).body as Wait
    await until('it is weighed', async () => (await waitOf(customer)).before === 0)
    expect(await waitOf(customer)).not.toHaveProperty('minutes')
    const busy = await onDuty(['junior'], '忙', { capacity: 2 })
    await until('the first is served', async () => !(await waitOf(customer)).waiting)
    const queue = [await waitingCustomer(), await waitingCustomer()]
    await until('both are weighed', async () => (await waitOf(queue[1]?.customer ?? customer)).before === 1)
    const [next, last] = [await waitOf(queue[0]?.customer ?? customer), await waitOf(queue[1]?.customer ?? customer)]
    expect(next.minutes?.from).toBeGreaterThanOrEqual(1)
    expect(last.minutes?.from).toBeGreaterThan(next.minutes?.from ?? 0)
    expect(next.minutes?.to).toBeGreaterThanOrEqual(next.minutes?.from ?? 0)
    await on(busy, 'away')
    expect(await waitOf(queue[0]?.customer ?? customer)).not.toHaveProperty('minutes')
  })
})

const entriesOf = async (id: string): Promise<readonly string[]> => {
  const rows = await context.db.selectFrom('conversation_entry').select('happening').where('conversation_id', '=', id).where('happening', 'is not', null).orderBy('seq').execute()
  return rows.map(({ happening }) => happening ?? '')
}

describe('a conversation', () => {
  test('goes to a colleague with a summary, and is given away by nobody but whoever has it', async () => {
    const from = await onDuty(['junior'], '经办')
    const { id } = await waitingCustomer({ asked: ['我要提前还款'] })
    expect(await givenTo(id)).toBe(from.id)
    const to = await createTestStaff(first, ['senior'], '接手')
    const stranger = await createTestStaff(first, ['quality'], '质检')
    const transfer = (staff: TestStaff, body: unknown): Promise<Answer<unknown>> => deskPost(first, staff, `/${id}/transfer`, body)
    const asked = { to: { staffId: to.id }, reason: '需要高级客服处理' }
    expect(await transfer(to, asked)).toMatchObject({ status: 409, body: { error: { code: 'conversation-not-yours' } } })
    expect(await transfer(from, { ...asked, to: { staffId: stranger.id } })).toMatchObject({ status: 422, body: { error: { code: 'colleague-not-fit' } } })
    expect(await transfer(from, { to: { skill: 'dancing' }, reason: '跳舞' })).toMatchObject({ status: 422, body: { error: { code: 'skill-unknown' } } })
    expect(await transfer(from, asked)).toMatchObject({ status: 200, body: { conversation: { state: 'with-agent', agent: { staffId: to.id } } } })
    const { handOver: summary } = (await deskGet(first, to, `/${id}`)).body as { handOver: HandOver }
    expect(summary).toMatchObject({ reason: '经办：需要高级客服处理', asked: ['在吗'], done: [], promised: [], next: [] })
  })

  test('goes back to those who wait, with its place, for whoever has the grade', async () => {
    const junior = await onDuty(['junior'], '经办')
    const { id } = await waitingCustomer()
    expect(await givenTo(id)).toBe(junior.id)
    const before = await context.db.selectFrom('routing_matter').select('since').where('conversation_id', '=', id).executeTakeFirstOrThrow()
    expect(await deskPost(first, junior, `/${id}/transfer`, { to: { grade: 'senior' }, reason: '超出权限' })).toMatchObject({ status: 200, body: { conversation: { state: 'waiting' } } })
    expect((await rowOf(id)).waitingSince).toBe(before.since.toISOString())
    const senior = await onDuty(['senior'], '高级')
    expect(await givenTo(id)).toBe(senior.id)
  })

  test('is taken over by a supervisor, whoever has it, and by nobody else', async () => {
    const junior = await onDuty(['junior'], '经办')
    const { id } = await waitingCustomer()
    expect(await givenTo(id)).toBe(junior.id)
    const senior = await createTestStaff(first, ['senior'], '高级')
    const supervisor = await createTestStaff(first, ['supervisor'], '主管')
    expect((await deskPost(first, senior, `/${id}/take-over`)).status).toBe(403)
    expect(await deskPost(second, supervisor, `/${id}/take-over`)).toMatchObject({ status: 200, body: { conversation: { agent: { staffId: supervisor.id } } } })
    expect(await deskPost(second, supervisor, `/${id}/take-over`)).toMatchObject({ status: 200 })
    expect((await entriesOf(id)).filter((happening) => happening === 'taken')).toHaveLength(2)
  })
})

test('who asks to be called keeps his place, is told once, and whoever takes him knows', async () => {
  await initKnowledge(context)
  await createTestCustomer(context, 'C-called', { name: '李雷', phone: '13800001234' })
  const { id, customer } = await waitingCustomer({}, await enterAsCustomer(first, 'C-called'))
  const weighed = () => context.db.selectFrom('routing_matter').select('since').where('conversation_id', '=', id).executeTakeFirst()
  await until('it is weighed', async () => (await weighed()) !== undefined)
  const ask = async (who: TestSession): Promise<Answer<unknown>> => {
    const headers = { ...customerHeaders(who), 'content-type': 'application/json' }
    const response = await fetch(`${first.url}/v1/chat/wait/call-back`, { method: 'PUT', headers, body: '{}' })
    return { status: response.status, body: await response.json() }
  }
  expect(await ask(await enterAsCustomer(first, 'C-idle'))).toMatchObject({ status: 409, body: { error: { code: 'not-waiting' } } })
  expect(await ask(customer)).toMatchObject({ status: 200, body: { waiting: true, callBack: true } })
  expect(await ask(customer)).toMatchObject({ status: 200 })
  const told = await context.db
    .selectFrom('conversation_entry').select('visible_to').where('conversation_id', '=', id).where('author_kind', '=', 'system').where('kind', '=', 'message').execute()
  expect(told.map(({ visible_to: to }) => to)).toEqual(['all', 'staff'])
  const agent = await onDuty(['junior'], '小一')
  expect(await givenTo(id)).toBe(agent.id)
})

test('who asks again after the machine had him is weighed anew', async () => {
  const junior = await onDuty(['junior'], '经办')
  const { id } = await waitingCustomer({ mood: 'angry' })
  expect(await givenTo(id)).toBe(junior.id)
  const matterOf = () => context.db.selectFrom('routing_matter').select(['because', 'since']).where('conversation_id', '=', id).orderBy('since', 'desc').executeTakeFirstOrThrow()
  const before = await matterOf()
  expect(before.because).toEqual(['angry'])
  await on(junior, 'away')
  expect((await deskPost(first, junior, `/${id}/hand-back`, { to: 'machine' })).status).toBe(200)
  await handOver(context, { conversationId: id, by: 'customer', text: '已为您转接人工客服', handOver: { reason: '客户要求人工', facts: [], missing: [], asked: [], at: '2026-11-24T03:00:00.000Z' } })
  await until('it is weighed anew', async () => (await matterOf()).because.length === 0)
  expect((await matterOf()).since.getTime()).toBeGreaterThan(before.since.getTime())
})

test('a sum in the question counts: a large one asks for a higher grade', async () => {
  const { id } = await waitingCustomer({ asked: ['我想提前还30万'] })
  await until('it is weighed', async () => (await context.db.selectFrom('routing_matter').select('grade').where('conversation_id', '=', id).executeTakeFirst()) !== undefined)
  expect(await context.db.selectFrom('routing_matter').select(['grade', 'because']).where('conversation_id', '=', id).executeTakeFirst()).toEqual({ grade: 'senior', because: ['large-sum'] })
})
