import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { accountOn } from '@xinqiao/core/loan/account.ts'
import { type Instant, instant, instantAt, shanghai } from '@xinqiao/core/primitives/instant.ts'
import { dayOf } from '@xinqiao/core/primitives/day.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { readContacts, reportCall, reserveDial } from '../../src/compliance/dial-permits.ts'
import { customerIdOfRef } from '../../src/people/customers.ts'
import { createLedger } from '../../src/loan/ledger.ts'
import { allLoans } from '../../src/loan/store.ts'
import { clockAt, today } from '../../src/platform/clock.ts'
import type { Context } from '../../src/platform/context.ts'
import { createTestCustomer, createTestStaff, enterAsCustomer } from '../support/people.ts'
import { seedTestLender } from '../support/loans.ts'
import { startTestServer, testMoment } from '../support/server.ts'
import { reply, startConversation, take } from '../support/desk.ts'

/** Two servers on one database, each with a pool of its own: what holds between them holds between processes. */
const clock = clockAt(testMoment)
const environment = { XINQIAO_JOB_CONCURRENCY: '0' }
const one = await startTestServer({ clock, environment })
const two = await startTestServer({ clock, environment, database: one.database, dataFolder: one.dataFolder })
const contexts: readonly Context[] = [one.installation.context, two.installation.context]
const [context = one.installation.context] = contexts
const collector = await createTestStaff(one, ['collector'], '马骏')
const junior = await createTestStaff(one, ['junior'], '林小雨')
/** One who has conversations and may collect in them. */
const both = await createTestStaff(one, ['junior', 'collector'], '周晨')

const callerOf = ({ id }: { readonly id: string }, roles: StaffCaller['roles'] = ['collector']): StaffCaller => ({ kind: 'staff', staffId: id, sessionId: randomUUID(), name: '马骏', roles })
const caller = callerOf(collector)

let count = 0
const newDebtor = async (details: Parameters<typeof createTestCustomer>[2] = {}): Promise<string> => {
  count += 1
  const ref = `D${count}`
  await createTestCustomer(context, ref, { name: '王小明', phone: '13800001234', ...details })
  return (await customerIdOfRef(context.db, ref)) ?? ''
}

const at = (hour: number, minute = 0): Instant => instantAt(dayOf(2026, 11, 23), hour * 60 + minute, shanghai)
beforeEach(() => { clock.set(testMoment) })

const dial = (customerId: string, id: string = randomUUID(), from: Context = context) => reserveDial(from, caller, { id, customerId, purpose: 'collection' })

describe('at once', () => {
  test('of many who ask in two processes exactly three get a permit, whatever the debtor', async () => {
    const debtors = await Promise.all([newDebtor(), newDebtor(), newDebtor()])
    const asked = Array.from({ length: 60 }, (_, n) => ({ debtor: debtors[n % 3] ?? '', from: contexts[n % 2] ?? context }))
    const answers = await Promise.all(asked.map(async ({ debtor, from }) => ({ debtor, answer: await dial(debtor, randomUUID(), from) })))
    for (const debtor of debtors) {
      const his = answers.filter((each) => each.debtor === debtor).map(({ answer }) => answer)
      expect(his.filter((answer) => !isRefusal(answer))).toHaveLength(3)
      expect(new Set(his.flatMap((answer) => (isRefusal(answer) ? [answer.refused] : [])))).toEqual(new Set(['contact-calls-used-up']))
    }
  })

  test('two agents who ask at the same moment for the last call do not both get it, over and over', async () => {
    for (let round = 0; round < 15; round += 1) {
      const debtor = await newDebtor()
      for (let before = 0; before < 2; before += 1) {
        const permit = await dial(debtor)
        if (isRefusal(permit)) throw new Error('no permit')
        await reportCall(context, caller, permit.id, { result: 'reached', note: '' })
      }
      const answers = await Promise.all(contexts.map((from) => reserveDial(from, callerOf(from === context ? collector : junior), { id: randomUUID(), customerId: debtor, purpose: 'collection' })))
      expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1)
    }
  })

  test('the same id is the same permit, however often it is asked for at once, and another’s id is refused', async () => {
    const debtor = await newDebtor()
    const id = randomUUID()
    const permits = await Promise.all(Array.from({ length: 8 }, (_, n) => dial(debtor, id, contexts[n % 2])))
    expect(new Set(permits.map((permit) => JSON.stringify(permit))).size).toBe(1)
    expect((await readContacts(context, debtor, 20))?.today).toEqual({ connected: 0, reserved: 1, most: 3 })
    expect(await dial(await newDebtor(), id)).toMatchObject({ refused: 'permit-id-reused' })
  })

  test('whatever is asked and reported together in whatever order, four are never connected by permit', async () => {
    const results = fc.constantFrom('reached', 'hung-up', 'no-answer', 'busy', 'not-dialled' as const)
    const wave = fc.record({ asks: fc.integer({ min: 0, max: 5 }), reports: fc.array(results, { maxLength: 5 }), minutes: fc.constantFrom(0, 1, 6, 11) })
    await fc.assert(
      fc.asyncProperty(fc.array(wave, { minLength: 1, maxLength: 5 }), async (waves) => {
        clock.set(testMoment)
        const debtor = await newDebtor()
        const open: string[] = []
        for (const { asks, reports, minutes } of waves) {
          clock.advance(minutes * 60_000)
          const asking = Array.from({ length: asks }, async (_, n) => {
            const id = randomUUID()
            if (!isRefusal(await dial(debtor, id, contexts[n % 2]))) open.push(id)
          })
          // Every other report is made twice.
          const reporting = reports.flatMap((result, n) => {
            const id = open[n]
            return id === undefined ? [] : Array.from({ length: 1 + (n % 2) }, () => reportCall(contexts[n % 2] ?? context, caller, id, { result, note: '' }))
          })
          await Promise.all([...asking, ...reporting])
          const rows = await context.db.selectFrom('dial_permit').select(['state', 'place', 'ends_at']).where('customer_id', '=', debtor).execute()
          expect(rows.filter(({ state }) => state === 'connected').length).toBeLessThanOrEqual(3)
          expect(rows.filter(({ state, ends_at: ends }) => state === 'connected' || (state === 'reserved' && ends.getTime() > clock.now())).length).toBeLessThanOrEqual(3)
        }
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('in time', () => {
  test('a call not put through gives its place back, a lapsed permit too, one put through never', async () => {
    const debtor = await newDebtor()
    const permits = await Promise.all([dial(debtor), dial(debtor), dial(debtor)])
    const [first, second] = permits.map((permit) => (isRefusal(permit) ? '' : permit.id))
    expect(await dial(debtor)).toMatchObject({ refused: 'contact-calls-used-up', about: { most: 3, rule: 'CT-FREQ' } })
    await reportCall(context, caller, first ?? '', { result: 'no-answer', note: '' })
    expect(isRefusal(await dial(debtor))).toBe(false)
    await reportCall(context, caller, second ?? '', { result: 'reached', note: '客户说周五还' })
    clock.advance(11 * 60_000)
    expect((await readContacts(context, debtor, 20))?.today).toEqual({ connected: 1, reserved: 0, most: 3 })
    // Tomorrow is another day.
    clock.advance(24 * 3_600_000)
    expect(await Promise.all([dial(debtor), dial(debtor), dial(debtor)])).toEqual(Array.from({ length: 3 }, () => expect.objectContaining({ state: 'reserved' })))
  })

  test('who reports too late is written down as what he did, and no more calls are given', async () => {
    const debtor = await newDebtor()
    const late = await dial(debtor)
    clock.advance(11 * 60_000)
    for (let calls = 0; calls < 3; calls += 1) {
      const permit = await dial(debtor)
      if (!isRefusal(permit)) await reportCall(context, caller, permit.id, { result: 'reached', note: '' })
    }
    const reported = await reportCall(context, caller, isRefusal(late) ? '' : late.id, { result: 'reached', note: '' })
    expect(reported).toMatchObject({ state: 'over-limit' })
    expect((await readContacts(context, debtor, 20))?.today).toEqual({ connected: 4, reserved: 0, most: 3 })
    expect(await dial(debtor)).toMatchObject({ refused: 'contact-calls-used-up' })
  })

  test('nobody is dialled at night where he is, and a permit of the evening ends with it', async () => {
    const [here, east] = [await newDebtor(), await newDebtor({ timeZone: 'Asia/Tokyo' })]
    clock.set(at(21, 56))
    expect(await dial(here)).toMatchObject({ endsAt: new Date(at(22)).toISOString() })
    expect(await dial(east)).toMatchObject({ refused: 'contact-quiet-hours' })
    clock.set(at(22))
    expect(await dial(here)).toMatchObject({ refused: 'contact-quiet-hours', about: { from: '22:00', to: '08:00' } })
    expect(await reserveDial(context, callerOf(junior, ['junior']), { id: randomUUID(), customerId: here, purpose: 'service' })).toMatchObject({ state: 'reserved' })
  })
})

test('who may not collect gets no permit for it, and nobody reports the call of another', async () => {
  const debtor = await newDebtor()
  expect(await reserveDial(context, callerOf(junior, ['junior']), { id: randomUUID(), customerId: debtor, purpose: 'collection' })).toMatchObject({ refused: 'not-allowed' })
  const permit = await dial(debtor)
  expect(await reportCall(context, callerOf(junior), isRefusal(permit) ? '' : permit.id, { result: 'busy', note: '' })).toMatchObject({ refused: 'permit-not-yours' })
})

test('a visitor who only might be the debtor is not dunned, and a number that is not there is not dialled', async () => {
  const visitor = await enterAsCustomer(one)
  expect(await dial(visitor.customer.id)).toMatchObject({ refused: 'phone-unknown' })
  const conversationId = await startConversation(one, visitor)
  await take(one, both, conversationId)
  const say = async (purpose: string): Promise<unknown> => {
    const body = JSON.stringify({ id: randomUUID(), text: '您的贷款逾期了，请还款', purpose, reason: '测试' })
    const response = await fetch(`${one.url}/v1/desk/conversations/${conversationId}/messages`, { method: 'POST', headers: { cookie: both.cookie, origin: one.url, 'content-type': 'application/json' }, body })
    const { error } = (await response.json()) as { error?: { code: string } }
    return error?.code ?? response.status
  }
  expect(await say('collection')).toBe('contact-third-person')
  expect(await say('marketing')).toBe('contact-no-consent')
})

test('at 23:00 the debtor’s own question is answered, and a dunning message waits for the morning', async () => {
  await createTestCustomer(context, 'N1', { name: '王小明', phone: '13800001234' })
  clock.set(at(23))
  const conversationId = await startConversation(one, await enterAsCustomer(one, 'N1'), '我明天能还款吗')
  await take(one, both, conversationId)
  const send = async (id: string, purpose: string, text: string): Promise<{ status: number; code: string | undefined }> => {
    const response = await fetch(`${one.url}/v1/desk/conversations/${conversationId}/messages`, {
      method: 'POST', headers: { cookie: both.cookie, origin: one.url, 'content-type': 'application/json' }, body: JSON.stringify({ id, text, purpose }),
    })
    return { status: response.status, code: ((await response.json()) as { error?: { code: string } }).error?.code }
  }
  expect((await reply(one, both, conversationId, { text: '可以的，明天全天都能还款。' })).status).toBe(200)
  const id = randomUUID()
  expect(await send(id, 'collection', '请您尽快安排还款。')).toEqual({ status: 409, code: 'contact-quiet-hours' })
  clock.set(instant(at(8) + 86_400_000))
  expect(await send(id, 'collection', '请您尽快安排还款。')).toEqual({ status: 200, code: undefined })
  // What went out has gone out: the same message again is the same message, whatever the hour.
  clock.set(instant(at(23) + 86_400_000))
  expect((await send(id, 'collection', '请您尽快安排还款。')).status).toBe(200)
})

test('who keeps to his plan is not dunned about it; about another loan of his that is late he may be', async () => {
  await seedTestLender(context)
  const planned: string[] = []
  for await (const record of allLoans(context.db)) if (accountOn(record, today(clock))?.facts.state === 'hardship-plan') planned.push(record.loanRef)
  const ledger = createLedger(context.db)
  const account = await ledger.loan(planned[0] ?? '', today(clock))
  if (!account) throw new Error('no loan of the demo has a plan')
  const { customerId } = account
  const dialAbout = (loanRef?: string) => reserveDial(context, caller, { id: randomUUID(), customerId, purpose: 'collection', loanRef })
  expect(await dialAbout()).toMatchObject({ refused: 'contact-plan-kept', about: { basis: '机构规定' } })
  expect(await dialAbout(account.facts.loanRef)).toMatchObject({ refused: 'contact-plan-kept' })
  expect((await readContacts(context, customerId, 5))?.refusal?.refused).toBe('contact-plan-kept')
  const others = (await ledger.loansOf(customerId, today(clock))).filter(({ facts }) => facts.loanRef !== account.facts.loanRef && !planned.includes(facts.loanRef))
  for (const { facts } of others) expect(await dialAbout(facts.loanRef)).toMatchObject({ state: 'reserved' })
})

test('every permit, report and refusal is an event', async () => {
  const debtor = await newDebtor()
  const permit = await dial(debtor)
  await reportCall(context, caller, isRefusal(permit) ? '' : permit.id, { result: 'reached', note: '客户说周五还' })
  clock.set(at(23))
  await dial(debtor)
  const events = (await context.db.selectFrom('event').select(['kind', 'payload']).execute()).filter(({ payload }) => (payload as { customer?: string }).customer === debtor)
  expect(events.map(({ kind }) => kind)).toEqual(['compliance.dial-permitted', 'compliance.call-reported', 'compliance.contact-refused'])
  expect(JSON.stringify(events)).not.toContain('周五')
  expect((await readContacts(context, debtor, 5))?.calls[0]).toMatchObject({ result: 'reached', note: '客户说周五还', by: { name: '马骏' } })
})
