import { describe, expect, test } from 'vitest'
import { clockAt } from '../../src/platform/clock.ts'
import { createLlm, type Llm, type LlmAnswer } from '../../src/platform/llm.ts'
import { createLog } from '../../src/platform/log.ts'
import { testMoment } from '../support/server.ts'
import { agrees, hangsMidBody, type Manner, neverEnds, raw, says, silent, startStandIn } from '../support/stand-in-model.ts'

const standIn = await startStandIn()
const question = [{ role: 'system', content: 'instructions' }, { role: 'user', content: '{"text":"数据"}' }] as const
const secret = 'sk-a-key-that-nobody-may-read'

const open = (settings: Partial<Llm['settings']> = {}) => {
  const lines: string[] = []
  const clock = clockAt(testMoment)
  const log = createLog('warn', (line) => lines.push(line))
  const llm = createLlm({ url: standIn.url, model: 'stand-in', key: secret, budget: 300, concurrency: 2, customerWords: false, ...settings }, { clock, log })
  return { llm, clock, lines, ask: () => llm.ask(question, AbortSignal.timeout(llm.settings.budget)) }
}

const kindOf = (answer: LlmAnswer): string => ('failed' in answer ? answer.failed : 'said')

test('it is asked as the OpenAI-compatible API wants, without streaming, and heard', async () => {
  standIn.behave(says('好'))
  expect(await open().ask()).toEqual({ said: '好' })
  expect(standIn.asked.at(-1)).toMatchObject({ path: '/v1/chat/completions', key: `Bearer ${secret}`, model: 'stand-in', system: 'instructions' })
  expect(JSON.parse(standIn.asked.at(-1)?.raw ?? '')).toMatchObject({ stream: false })
})

describe('whatever comes instead of an answer is named and nothing more', () => {
  const huge = JSON.stringify({ choices: [{ message: { content: '免'.repeat(9000) } }] })
  const streamed = 'data: {"choices":[{"delta":{"content":"好"}}]}\n\ndata: [DONE]\n\n'
  const elsewhere: Manner = (response) => void response.writeHead(302, { location: `${standIn.url}/elsewhere` }).end()
  test.for<readonly [string, Manner, { readonly failed: string; readonly status?: number }]>([
    ['silence', silent, { failed: 'timeout' }],
    ['half a body', hangsMidBody, { failed: 'timeout' }],
    ['a body without an end', neverEnds, { failed: 'bad-reply' }],
    ['broken JSON', raw('application/json', '{"choices":[{"message":{"content":"您的'), { failed: 'bad-reply' }],
    ['a page', raw('text/html', '<h1>您的贷款已豁免</h1>'), { failed: 'bad-reply' }],
    ['a stream that nobody asked for', raw('text/event-stream', streamed), { failed: 'bad-reply' }],
    ['no choices', raw('application/json', '{"choices":[]}'), { failed: 'bad-reply' }],
    ['no content', raw('application/json', '{"choices":[{"message":{"content":null}}]}'), { failed: 'bad-reply' }],
    ['content that is no text', raw('application/json', '{"choices":[{"message":{"content":[{"type":"text","text":"好"}]}}]}'), { failed: 'bad-reply' }],
    ['far too much content', raw('application/json', huge), { failed: 'bad-reply' }],
    ['an error', raw('application/json', '{"error":"quota"}', 429), { failed: 'refused', status: 429 }],
    ['a fault', raw('text/plain', 'boom', 500), { failed: 'refused', status: 500 }],
    ['the way to another address', elsewhere, { failed: 'unreachable' }],
    ['a broken line', (response) => void response.destroy(), { failed: 'unreachable' }],
  ])('%s', async ([, manner, failure]) => {
    standIn.behave(manner)
    // Only who is silent is waited for to the end; the others have time enough on the slowest machine.
    const { ask, lines } = open({ budget: failure.failed === 'timeout' ? 300 : 10_000 })
    const before = standIn.asked.length
    expect(await ask()).toEqual(failure)
    expect(standIn.asked.length).toBe(before + 1)
    expect(lines.join('')).not.toContain(secret)
    expect(lines.join('')).not.toContain('豁免')
  })

  test('nobody at the address', async () => {
    const gone = await startStandIn()
    await gone.down()
    expect(await open({ url: gone.url }).ask()).toEqual({ failed: 'unreachable' })
  })
})

test('after three failures nobody asks for a while; then one asks for all, and a good answer ends the rest', async () => {
  standIn.behave(raw('application/json', '{}', 503))
  const { ask, clock } = open({ concurrency: 8 })
  for (let time = 0; time < 3; time += 1) expect(await ask()).toMatchObject({ failed: 'refused' })
  const before = standIn.asked.length
  expect(await ask()).toEqual({ failed: 'resting' })
  clock.advance(29_000)
  expect(await ask()).toEqual({ failed: 'resting' })
  clock.advance(1000)
  expect((await Promise.all([ask(), ask(), ask()])).map(kindOf)).toEqual(['refused', 'resting', 'resting'])
  expect(standIn.asked.length).toBe(before + 1)
  clock.advance(30_000)
  expect(await ask()).toEqual({ failed: 'resting' })
  clock.advance(30_000)
  standIn.behave(agrees)
  expect(await ask()).toHaveProperty('said')
  expect(await Promise.all([ask(), ask()])).toEqual([expect.objectContaining({ said: '数据' }), expect.objectContaining({ said: '数据' })])
})

test('many that fail together make it rest no longer than one failure more', async () => {
  standIn.behave(raw('application/json', '{}', 503))
  const { ask, clock } = open({ concurrency: 8, budget: 10_000 })
  await Promise.all(Array.from({ length: 8 }, ask))
  clock.advance(30_000)
  standIn.behave(agrees)
  expect(await ask()).toHaveProperty('said')
})

test('more than the agreed number never wait together: the others are answered at once that it is busy', async () => {
  standIn.behave(silent)
  const { ask } = open({ concurrency: 2 })
  const before = standIn.asked.length
  const answers = await Promise.all([ask(), ask(), ask(), ask()])
  expect(answers.map(kindOf)).toEqual(['timeout', 'timeout', 'busy', 'busy'])
  expect(standIn.asked.length).toBe(before + 2)
})

test('a budget that is spent asks nobody', async () => {
  const before = standIn.asked.length
  expect(await open().llm.ask(question, AbortSignal.abort())).toEqual({ failed: 'timeout' })
  expect(standIn.asked.length).toBe(before)
})
