import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

const check = (lines: readonly string[]): { readonly status: number | null; readonly answers: readonly unknown[] } => {
  const { status, stdout } = spawnSync(process.execPath, [main, 'check'], { input: lines.join('\n'), encoding: 'utf8' })
  return { status, answers: stdout.trim().split('\n').map((line) => JSON.parse(line) as unknown) }
}

const line = (id: unknown, text: unknown, speaker: unknown, facts?: unknown): string => JSON.stringify({ id, text, speaker, facts })

it('answers every line in order, with the law it rests on', () => {
  const { status, answers } = check([
    line('a', '放心，这笔肯定能批。', 'agent'), line(2, '您好', 'bot'), line(3, '日息万三。', 'agent'),
    line(4, '他的手机是13812345678', 'agent'), line(5, '小心你的家人。', 'agent'), line(6, '小心你的家人。', 'collector'),
  ])
  expect(status).toBe(0)
  expect(answers).toMatchObject([
    { id: 'a', verdict: 'block', findings: [{ rule: 'MSG-PROMISE', quote: '肯定能批', basis: expect.stringContaining('银发〔2019〕316号') as string, suggestion: expect.stringMatching(/./u) as string }] },
    { id: 2, verdict: 'pass', findings: [] },
    { id: 3, verdict: 'warn', findings: [{ rule: 'MSG-RATE' }] },
    { id: 4, findings: [{ rule: 'MSG-PII', start: 5, end: 16, basis: '机构规定' }] },
    { id: 5, findings: [{ rule: 'MSG-THREAT', basis: '机构规定' }] },
    { id: 6, findings: [{ rule: 'MSG-THREAT', basis: expect.not.stringMatching(/^机构规定$/u) as string }] },
  ])
})

it('knows the limits of law as figures, and no others that it was not given', () => {
  const { answers } = check([line(1, '异议20日内答复，记录保存5年。', 'agent', {}), line(2, '本期应还88.00元。', 'bot', { figures: [] })])
  expect(answers).toMatchObject([{ verdict: 'pass' }, { verdict: 'block', findings: [{ rule: 'FIGURE-UNSOURCED', quote: '88.00元' }] }])
})

it('says what is wrong with a line, reads on, and ends with 1', () => {
  const { status, answers } = check(['nonsense', '[]', line(3, 5, 'agent'), line(4, 'x', 'boss'), line(5, '您好', 'agent', { figures: 1 }), line(6, '您好', 'agent')])
  expect(status).toBe(1)
  expect(answers).toMatchObject([
    { id: null, error: { code: 'not_json', field: null } }, { id: null, error: { code: 'not_an_object' } },
    { id: 3, error: { code: 'wrong_type', field: 'text' } }, { id: 4, error: { code: 'unknown_value', field: 'speaker' } },
    { id: 5, error: { code: 'wrong_type', field: 'facts.figures' } }, { id: 6, verdict: 'pass' },
  ])
})

it('reads files as other programs write them, and answers what it cannot judge in its place', () => {
  const { status, answers } = check([
    `\uFEFF${line(1, '把验证码发给我。', 'agent')}\r`, `${line(2, '您好😀，验证码😀发给我吧', 'agent')}\r`, '', '{"id":3,"text":"没写完', line(4, '好'.repeat(50_000), 'agent'),
    JSON.stringify({ id: 5, speaker: 'agent' }), JSON.stringify({ text: '您好', speaker: 'agent' }), line(7, '', 'bot'), line(8, '您好\ud800', 'bot'),
  ])
  expect(status).toBe(1)
  expect(answers).toMatchObject([
    { id: 1, findings: [{ rule: 'MSG-SECRET' }] }, { id: 2, findings: [{ rule: 'MSG-SECRET' }] }, { id: null, error: { code: 'not_json' } },
    { id: 4, error: { code: 'too_long', field: 'text' } }, { id: 5, error: { code: 'missing', field: 'text' } }, { error: { code: 'missing', field: 'id' } },
    { id: 7, verdict: 'pass' }, { id: 8, verdict: 'pass' },
  ])
})
