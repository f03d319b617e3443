import { expect, test } from 'vitest'
import { examineModel } from '../../src/cli/examine-model.ts'
import { type Config, readConfig } from '../../src/config.ts'
import { agrees, raw, says, startStandIn, textOf } from '../support/stand-in-model.ts'

const standIn = await startStandIn()
const settings = (more: Record<string, string> = {}): Config =>
  readConfig({ XINQIAO_LLM_URL: standIn.url, XINQIAO_LLM_MODEL: 'stand-in', XINQIAO_LLM_KEY: 'sk-secret', ...more })

const finds = (state: string, text: RegExp): unknown => [{ state, text: expect.stringMatching(text) as string }]

test('it says whether there is one, whether it answers and what would become of its words', async () => {
  expect(await examineModel(readConfig({}))).toEqual(finds('well', /no language model/))
  standIn.behave(agrees)
  expect(await examineModel(settings())).toEqual(finds('well', /stand-in at http.* answers in \d+ ms; its words for an example would be used/))
  standIn.behave(says((asked) => `${textOf(asked)}已经减免。`))
  expect(await examineModel(settings())).toEqual(finds('well', /would be discarded \(binding-words “已经减免”\)/))
})

test('what is wrong with it is advice, for nothing is broken without it; the key is never shown', async () => {
  standIn.behave(raw('application/json', '{}', 401))
  const refused = await examineModel(settings())
  expect(refused).toEqual(finds('advice', /status 401.*XINQIAO_LLM_KEY.*plain words/))
  standIn.behave(raw('text/html', '<p>'))
  expect(JSON.stringify(await examineModel(settings()))).toMatch(/no completion/)
  const gone = await startStandIn()
  await gone.down()
  const unreachable = await examineModel(settings({ XINQIAO_LLM_URL: gone.url }))
  expect(unreachable[0]?.text).toMatch(/nobody answers there/)
  expect(JSON.stringify([refused, unreachable])).not.toContain('sk-secret')
})

test.for<readonly [Record<string, string>, RegExp]>([
  [{ XINQIAO_LLM_MODEL: 'm' }, /XINQIAO_LLM_MODEL must be set together with XINQIAO_LLM_URL/],
  [{ XINQIAO_LLM_CUSTOMER_WORDS: '1' }, /XINQIAO_LLM_CUSTOMER_WORDS must be set together with XINQIAO_LLM_URL/],
  [{ XINQIAO_LLM_URL: 'https://m.example/v1' }, /XINQIAO_LLM_MODEL must be set for the address/],
  [{ XINQIAO_LLM_URL: 'ftp://m.example', XINQIAO_LLM_MODEL: 'm' }, /XINQIAO_LLM_URL must be an address that starts with http/],
  [{ XINQIAO_LLM_URL: 'https://user:secret@m.example/v1', XINQIAO_LLM_MODEL: 'm' }, /XINQIAO_LLM_URL must be an address without a user/],
  [{ XINQIAO_LLM_URL: 'https://m.example/v1', XINQIAO_LLM_MODEL: 'm', XINQIAO_LLM_KEY: 'secret\nx' }, /XINQIAO_LLM_KEY must be letters/],
  [{ XINQIAO_LLM_URL: 'https://m.example/v1', XINQIAO_LLM_MODEL: 'm', XINQIAO_LLM_BUDGET_MS: '60000' }, /XINQIAO_LLM_BUDGET_MS must be a whole number/],
])('a wrong setting names itself and shows no secret: %o', ([environment, message]) => {
  const problems = (): unknown => {
    try {
      return readConfig(environment)
    } catch (error) {
      return error
    }
  }
  expect(String(problems())).toMatch(message)
  expect(String(problems())).not.toContain('secret')
})

test('the address may be given with or without its last part', () => {
  for (const url of ['https://m.example/v1', 'https://m.example/v1/', 'https://m.example/v1/chat/completions']) {
    expect(readConfig({ XINQIAO_LLM_URL: url, XINQIAO_LLM_MODEL: 'm' }).llm?.url).toBe('https://m.example/v1')
  }
})
