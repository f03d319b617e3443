import type { Entry, MessageEntry } from '@xinqiao/contract/conversations.ts'
import { expect, it } from 'vitest'
import { acceptable } from '../../src/chat/draft.ts'
import { blocksOf } from '../../src/ui/markdown.ts'
import { openQuestion, type Part, rowsOf } from '../../src/chat/timeline.ts'

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 4, minute)).toISOString()

const message = (seq: number, kind: MessageEntry['author']['kind'], minute: number, choices: MessageEntry['body']['choices'] = []): MessageEntry => ({
  kind: 'message', seq, at: at(minute), id: idOf(seq), author: { kind }, purpose: 'service', visibleTo: 'all',
  body: { text: `text ${seq}`, figures: [], terms: [], articles: [], choices, attachments: [] },
})
const happening = (seq: number, what: Extract<Entry, { kind: 'happening' }>['happening'], minute: number): Entry =>
  ({ kind: 'happening', seq, at: at(minute), happening: what, by: { kind: 'customer' } })
const part = (entries: readonly Entry[], more: Partial<Part> = {}): Part => ({ conversationId: 'c', entries, marks: [], outgoing: [], ...more })
const outgoing: Part['outgoing'] = [{
  message: { id: idOf(99), text: 'unsent', attachments: [], visibleTo: 'all', purpose: 'service', figures: [] }, conversationId: 'c', at: at(3), state: 'waiting',
}]

it('says the moment at the start and after a pause, and who speaks only where the speaker changes', () => {
  const rows = rowsOf([part([happening(1, 'opened', 0), message(2, 'customer', 0), message(3, 'machine', 1), message(4, 'machine', 2), happening(5, 'handed-over', 2), message(6, 'machine', 30)])])
  expect(rows.map((row) => (row.row === 'message' ? `${row.entry.seq}${row.leads ? ' leads' : ''}` : row.row)))
    .toEqual(['moment', '2 leads', '3 leads', '4', 'happening', 'moment', '6 leads'])
})

it.each([
  [[], 'sent'], [[{ party: 'desk', kind: 'delivered', upTo: 2 }], 'delivered'],
  [[{ party: 'desk', kind: 'delivered', upTo: 2 }, { party: 'desk', kind: 'read', upTo: 2 }], 'read'],
  [[{ party: 'customer', kind: 'read', upTo: 2 }], 'sent'],
] as const)('tells of the last own message how far it came: %j', (marks, delivery) => {
  const rows = rowsOf([part([message(1, 'customer', 0), message(2, 'customer', 1)], { marks })])
  expect(rows.flatMap((row) => (row.row === 'message' ? [row.delivery] : []))).toEqual([undefined, delivery])
})

it('says no more of a message that has been answered, or behind which another waits', () => {
  for (const one of [part([message(1, 'customer', 0), message(2, 'machine', 1)]), part([message(1, 'customer', 0)], { outgoing })]) {
    expect(rowsOf([one]).every((row) => row.row !== 'message' || row.delivery === undefined)).toBe(true)
  }
})

it('keeps a message in its place on the screen when it turns from sent to stored', () => {
  const before = rowsOf([part([], { outgoing })]).at(-1)
  const after = rowsOf([part([{ ...message(1, 'customer', 3), id: idOf(99) }])]).at(-1)
  expect(before?.key).toBe(after?.key)
})

it('offers choices only while the question is the last thing said', () => {
  const question = message(2, 'machine', 1, [{ label: 'one', text: 'one' }])
  expect(openQuestion([part([message(1, 'customer', 0), question])])).toBe(question)
  expect(openQuestion([part([question, happening(3, 'handed-over', 2)])])).toBe(question)
  expect(openQuestion([part([question, message(3, 'customer', 2)])])).toBeUndefined()
  expect(openQuestion([part([question], { outgoing })])).toBeUndefined()
  expect(openQuestion([])).toBeUndefined()
})

it('reads the little Markdown of an article, and takes everything else for words', () => {
  expect(blocksOf('先看**这里**\n再看\n\n1. 一\n2. 二\n\n**为什么**\n- 甲\n- <b>乙</b>')).toEqual([
    { kind: 'paragraph', lines: [[{ text: '先看', bold: false }, { text: '这里', bold: true }], [{ text: '再看', bold: false }]] },
    { kind: 'steps', start: 1, items: [[{ text: '一', bold: false }], [{ text: '二', bold: false }]] },
    { kind: 'paragraph', lines: [[{ text: '为什么', bold: true }]] },
    { kind: 'list', start: 1, items: [[{ text: '甲', bold: false }], [{ text: '<b>乙</b>', bold: false }]] },
  ])
  expect(blocksOf('')).toEqual([])
})

it('knows which files can be sent, by type or where the browser has none by ending', () => {
  expect([['image/heic', 'a'], ['', 'IMG_1.HEIC'], ['application/pdf', 'b.pdf'], ['text/plain', 'a.txt'], ['', 'a.exe'], ['text/html', 'a.pdf']]
    .map(([type = '', name = '']) => acceptable({ type, name }))).toEqual([true, true, true, false, false, false])
})
