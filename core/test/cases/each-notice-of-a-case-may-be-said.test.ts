import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judge } from '../../src/compliance/check-message.ts'
import { contentFile } from './read-policies.ts'
import { reader } from '../compliance/reader.ts'

const { notices } = contentFile('desk/case-notices.json') as { readonly notices: readonly { readonly id: string; readonly fields: readonly string[]; readonly text: { readonly zh: string } }[] }

const days: ReadonlySet<string> = new Set(['dueOn', 'on', 'endBefore', 'endAfter', 'usual', 'late', 'keptUntil', 'paidOn', 'from', 'until', 'newDue', 'dueBefore', 'debitOn', 'firstDue', 'settledOn'])
const words: Readonly<Record<string, string>> = {
  reason: '收入不足以还新的计划', asked: '收入证明（核实还款能力）', facts: '系统重复扣款一次', reply: '重复扣的一笔已退回', remedy: '退款', what: '扣款日的流水', card: '尾号 1234 的银行卡',
  number: 'JQ2026112300017', check: '7F3K9Q2M', product: '安心贷', answer: '经核对记录与账务一致', plan: '每月还 500.00 元，共 12 个月', day: '15 日', length: '12 期',
}
/** As a notice reads with something in each of its places. */
const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => words[name] ?? (days.has(name) ? '2026年11月30日' : '110.28 元'))
const figures = [{ kind: 'date', value: '2026年11月30日' }, { kind: 'amount', value: '110.28 元' }, { kind: 'amount', value: '500.00 元' }]

test.each(notices.map(({ id, text }) => [id, text.zh] as const))('%s passes the gate as a machine says it', (_id, text) => {
  expect(judge(reader, filled(text), 'bot', { figures }).findings).toEqual([])
})

test('each notice that a procedure tells is there, and each that is there is told', () => {
  const folder = new URL('../../src/cases/', import.meta.url)
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => readFileSync(new URL(name, folder), 'utf8'))
  const named = new Set(sources.flatMap((source) => [...source.matchAll(/'([a-z]+(?:-[a-z]+)+)'/g)].map(([, id]) => id)))
  const told = new Set(sources.flatMap((source) => [...source.matchAll(/tell\('([a-z-]+)'/g)].map(([, id]) => id)))
  const ids = new Set(notices.map(({ id }) => id))
  expect([...told].filter((id) => !ids.has(id ?? ''))).toEqual([])
  expect([...ids].filter((id) => !named.has(id))).toEqual([])
})
