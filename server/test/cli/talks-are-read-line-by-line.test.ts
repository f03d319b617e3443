import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const command = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

type Line = { readonly id: unknown; readonly intent?: string; readonly slots?: object; readonly missing?: readonly string[]; readonly asked?: readonly string[]; readonly resolved?: object; readonly error?: { readonly code: string; readonly field: string | null } }

const run = (name: string, lines: readonly string[]): { readonly code: number | null; readonly answers: readonly Line[] } => {
  const { status, stdout } = spawnSync(process.execPath, [command, name], { input: lines.join('\n'), encoding: 'utf8' })
  return { code: status, answers: stdout.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Line) }
}

describe('xinqiao dialogue', () => {
  it('answers each talk in order, with the days meant, and asks for nothing recorded', () => {
    const { code, answers } = run('dialogue', [
      JSON.stringify({ id: 'a', turns: ['我想提前还款', '全部还，就后天'], asOf: '2026-11-23' }),
      JSON.stringify({ id: 'b', turns: ['要换绑银行卡'], record: { phone: '13800001234' } }),
      JSON.stringify({ id: 'c', turns: [] }),
    ])
    expect(code).toBe(0)
    expect(answers.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(answers[0]).toMatchObject({ intent: 'prepayment', slots: { scope: 'all', date: '后天' }, missing: [], resolved: { date: '2026-11-25' } })
    expect(answers[1]).toMatchObject({ intent: 'change-bank-card', missing: ['newBank'], asked: ['newBank'] })
    expect(answers[2]).toMatchObject({ intent: null, missing: [], asked: [] })
  })

  it('names what is wrong with a line, and goes on', () => {
    const { code, answers } = run('dialogue', ['{', '[]', '{"turns":[]}', '{"id":1}', '{"id":1,"turns":[3]}', '{"id":1,"turns":[],"asOf":"heute"}', '{"id":1,"turns":[],"record":{"phone":{}}}', '{"id":9,"turns":["我要投诉"]}'])
    expect(code).toBe(1)
    expect(answers.map(({ error }) => error && [error.code, error.field])).toEqual([
      ['not_json', null], ['not_an_object', null], ['missing', 'id'], ['missing', 'turns'], ['wrong_type', 'turns'], ['wrong_type', 'asOf'], ['wrong_type', 'record.phone'], undefined,
    ])
    expect(answers.at(-1)?.intent).toBe('complaint')
  })
})

describe('xinqiao understand', () => {
  it('names what is wrong with a line, and goes on', () => {
    const { code, answers } = run('understand', ['x', '{"id":1}', '{"id":2,"text":"怎么还款","context":{"asOf":3}}', '{"id":3,"text":"怎么还款"}'])
    expect(code).toBe(1)
    expect(answers.map(({ error }) => error && [error.code, error.field])).toEqual([['not_json', null], ['missing', 'text'], ['wrong_type', 'context.asOf'], undefined])
  })
})
