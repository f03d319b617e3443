import { expect, test } from 'vitest'
import type { Finding } from '../../src/compliance/finding.ts'
import { type GateResult, isReleasable, whyStays } from '../../src/conversations/gate.ts'

const finding = (verdict: 'warn' | 'block', release: boolean): Finding =>
  ({ rule: `${verdict}-${release}`, start: 0, end: 1, quote: '一', verdict, release, why: '不行。', basis: '机构规定', suggestion: '' })

const result = (...findings: readonly Finding[]): GateResult =>
  ({ findings, ruleVersion: 'v', verdict: findings.some(({ verdict }) => verdict === 'block') ? 'block' : findings.length > 0 ? 'warn' : 'pass' })

const passes = result()
const warns = result(finding('warn', false))
const mayBeReleased = result(finding('block', true), finding('warn', false))
const blocks = result(finding('block', false))
const mixed = result(finding('block', true), finding('block', false))

const reason = '客户自己问的'
const release = { by: { staffId: 's', name: '刘静' }, reason: '已核实' }

test.each([
  ['what passes needs nothing', 'machine', passes, {}, undefined],
  ['a warning needs a reason', 'agent', warns, {}, 'message-needs-reason'],
  ['a reason of blanks is none', 'agent', warns, { reason: '  ' }, 'message-needs-reason'],
  ['a warning leaves with a reason', 'agent', warns, { reason }, undefined],
  ['a machine has no reasons', 'machine', warns, { reason }, 'message-blocked'],
  ['nor has a notice', 'system', warns, { reason }, 'message-blocked'],
  ['a block that may be released says so', 'agent', mayBeReleased, { reason }, 'message-needs-release'],
  ['it leaves by a supervisor’s word', 'agent', mayBeReleased, { reason, release }, undefined],
  ['which gives a reason too', 'agent', mayBeReleased, { reason, release: { ...release, reason: ' ' } }, 'message-needs-release'],
  ['beside the writer’s', 'agent', mayBeReleased, { release }, 'message-needs-reason'],
  ['another block is released by nobody', 'agent', blocks, { reason, release }, 'message-blocked'],
  ['nor one that holds such a block', 'agent', mixed, { reason, release }, 'message-blocked'],
  ['nothing of a machine is released', 'machine', mayBeReleased, { reason, release }, 'message-blocked'],
] as const)('%s', (_, speaker, judged, given, refused) => {
  expect(whyStays(speaker, judged, given)?.refused).toBe(refused)
})

test('only what is blocked can be released, and only by rules whose row says so', () => {
  expect([passes, warns, mayBeReleased, blocks, mixed].map(isReleasable)).toEqual([false, false, true, false, false])
})

test('a refusal tells why in words, each once', () => {
  expect(whyStays('agent', result(finding('warn', false), finding('warn', false)), {})?.about).toEqual({ rules: 'warn-false', why: '不行' })
})
