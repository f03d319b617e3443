import { type Command, decide, type Head, open, type Standing } from '@xinqiao/core/conversations/conversation.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

const now = instant(1_795_000_000_000)
const wang = { staffId: 's-wang', name: '王客服' }
const li = { staffId: 's-li', name: '李客服' }
const head: Head = { ...open().next, lastSeq: 9 }
const said: Standing = { id: 'm', seq: 6, author: { kind: 'agent', ...wang }, visibleTo: 'all', retracted: false, deliveredUpTo: 5 }
const retract = (message: Partial<Standing>, by = wang, overrides = false): Command => ({ do: 'retract', by, overrides, message: { ...said, ...message } })

test('it becomes an entry of its own that names the message, at the end of the sequence, and nothing else changes', () => {
  expect(decide(head, retract({}), now)).toEqual({
    next: { ...head, lastSeq: 10 }, events: [],
    entries: [{ kind: 'happening', seq: 10, happening: 'retracted', visibleTo: 'all', by: { kind: 'agent', ...wang }, about: { id: 'm', seq: 6 } }],
  })
})

test('exactly while nothing at or beyond its number was delivered', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 9 }), (seq, deliveredUpTo) => {
    const decided = decide(head, retract({ seq, deliveredUpTo }), now)
    if (deliveredUpTo >= seq) expect(decided).toMatchObject({ refused: 'message-already-delivered' })
    else expect(isRefusal(decided)).toBe(false)
  }))
})

test('once; again changes nothing, whatever was delivered or closed since', () => {
  for (const at of [head, { ...head, state: 'closed' as const }]) {
    expect(decide(at, retract({ retracted: true, deliveredUpTo: 9 }), now)).toEqual({ next: at, entries: [], events: [] })
  }
  expect(decide({ ...head, state: 'closed' }, retract({}), now)).toMatchObject({ refused: 'conversation-closed' })
})

test('by who said it, or who may take over; a customer’s words and private notes by nobody', () => {
  expect(decide(head, retract({}, li), now)).toMatchObject({ refused: 'not-allowed', about: { right: '接管会话', ask: '客服主管' } })
  expect(decide(head, retract({}, li, true), now)).toMatchObject({ entries: [{ by: { name: '李客服' } }] })
  expect(decide(head, retract({ author: { kind: 'machine' } }), now)).toMatchObject({ refused: 'not-allowed' })
  expect(decide(head, retract({ author: { kind: 'customer' } }, wang, true), now)).toMatchObject({ refused: 'not-found' })
  expect(decide(head, retract({ visibleTo: 'staff' }, wang, true), now)).toMatchObject({ refused: 'not-found' })
})
