import { type Author, type Command, conversationStates, decide, type Decided, type Head, open } from '@xinqiao/core/conversations/conversation.ts'
import { instant } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const now = instant(1_795_000_000_000)
const wang = { staffId: 's-wang', name: '王客服' }
const li = { staffId: 's-li', name: '李客服' }
const agentAuthor = (agent: typeof wang): Author & { kind: 'agent' } => ({ kind: 'agent', ...agent })

const anyAgent = fc.constantFrom(wang, li)
const command: fc.Arbitrary<Command> = fc.oneof(
  fc.constant<Command>({ do: 'receive' }),
  fc.record({
    do: fc.constant('say' as const),
    author: fc.oneof(anyAgent.map(agentAuthor), fc.constant({ kind: 'machine' as const }), fc.constant({ kind: 'system' as const })),
    visibleTo: fc.constantFrom('all' as const, 'staff' as const),
  }),
  fc.record({ do: fc.constant('hand-over' as const), by: fc.constantFrom<Author>({ kind: 'customer' }, { kind: 'machine' }) }),
  fc.record({ do: fc.constant('take' as const), agent: anyAgent }),
  fc.record({ do: fc.constant('hand-back' as const), agent: anyAgent, to: fc.constantFrom('machine' as const, 'queue' as const) }),
  fc.record({ do: fc.constant('close' as const), by: fc.oneof(anyAgent.map(agentAuthor), fc.constant({ kind: 'system' as const })) }),
  fc.constant<Command>({ do: 'join' }),
)

const fold = (commands: readonly Command[], each: (before: Head, command: Command, after: ReturnType<typeof decide>) => void): Head => {
  let head = open().next
  for (const given of commands) {
    const decided = decide(head, given, now)
    each(head, given, decided)
    if (!isRefusal(decided)) head = decided.next
  }
  return head
}

const made = (decided: ReturnType<typeof decide>): Decided => {
  if (isRefusal(decided)) throw new Error(`refused: ${decided.refused}`)
  return decided
}

describe('a conversation', () => {
  test('numbers its entries without a gap, whatever happens to it', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
      const numbers = [1]
      const head = fold(commands, (_, __, decided) => {
        if (!isRefusal(decided)) numbers.push(...decided.entries.map(({ seq }) => seq))
      })
      expect(numbers).toEqual(Array.from({ length: head.lastSeq }, (_, index) => index + 1))
    }))
  })

  test('has an agent just while it is with one, and a waiting time just while somebody waits', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
      fold(commands, (_, __, decided) => {
        if (isRefusal(decided)) return
        expect(conversationStates).toContain(decided.next.state)
        expect(decided.next.agent !== undefined).toBe(decided.next.state === 'with-agent')
        expect(decided.next.waitingSince !== undefined).toBe(decided.next.state === 'waiting')
      })
    }))
  })

  test('lets the machine speak only while it is with the machine, and an agent only while it is his', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 60, size: 'max' }), (commands) => {
      fold(commands, (before, given, decided) => {
        if (given.do !== 'say' || given.visibleTo === 'staff' || isRefusal(decided)) return
        if (given.author.kind === 'machine') expect(before.state).toBe('with-machine')
        if (given.author.kind === 'agent') expect(before.agent?.staffId).toBe(given.author.staffId)
      })
    }))
    const waiting = made(decide(open().next, { do: 'hand-over', by: { kind: 'machine' } }, now)).next
    expect(decide(waiting, { do: 'say', author: { kind: 'machine' }, visibleTo: 'all' }, now)).toMatchObject({ refused: 'machine-is-silent' })
  })

  test('once closed stays closed, and adds nothing', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 40, size: 'max' }), fc.array(command, { maxLength: 20, size: 'max' }), (before, after) => {
      const head = fold([...before, { do: 'close', by: { kind: 'system' } }], () => undefined)
      expect(head.state).toBe('closed')
      for (const given of after) {
        const decided = decide(head, given, now)
        if (isRefusal(decided)) expect(decided.refused).toBe('conversation-closed')
        else expect(decided).toEqual({ next: head, entries: [], events: [] })
      }
    }))
  })

  test('goes to a person whenever one is asked for', () => {
    fc.assert(fc.property(fc.array(command, { maxLength: 40, size: 'max' }), (commands) => {
      const head = fold(commands, () => undefined)
      if (head.state === 'closed') return
      expect(['waiting', 'with-agent']).toContain(made(decide(head, { do: 'hand-over', by: { kind: 'customer' } }, now)).next.state)
    }))
  })

  test('is taken by one; the other hears by whom, and taking it again changes nothing', () => {
    const taken = made(decide(open().next, { do: 'take', agent: wang }, now)).next
    expect(decide(taken, { do: 'take', agent: li }, now)).toMatchObject({ refused: 'conversation-taken', about: { name: '王客服' } })
    expect(made(decide(taken, { do: 'take', agent: wang }, now))).toEqual({ next: taken, entries: [], events: [] })
  })

  test('asks the machine for an answer only while the machine has it', () => {
    const start = open().next
    expect(made(decide(start, { do: 'receive' }, now)).events).toEqual([{ event: 'customer-message-received', seq: 2 }])
    const waiting = made(decide(start, { do: 'hand-over', by: { kind: 'machine' } }, now)).next
    expect(made(decide(waiting, { do: 'receive' }, now)).events).toEqual([])
  })
})
