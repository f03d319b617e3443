import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { expect, test } from 'vitest'
import { askedIn } from '../../src/answering/understand-message.ts'

/** Messages that came together are read as one; a wish for a person in one of them must not drown in the others. */

const today = parseDay('2026-11-23') ?? expect.unreachable('no day')

test.each([
  [['怎么还款', '转人工']], [['转人工', '怎么还款']], [['怎么还款', '人工']], [['我下一期要还多少钱', '我要人工客服', '在吗']],
])('%j asks for a person', (texts) => {
  expect(askedIn(texts, today, undefined).requests.map(({ intent }) => intent)).toContain('human-agent')
})

test('nobody is asked for where nobody was', () => {
  expect(askedIn(['怎么还款', '谢谢'], today, undefined).requests.map(({ intent }) => intent)).not.toContain('human-agent')
})
