import { compose, type Composed } from '@xinqiao/core/answering/compose.ts'
import { judgeWording } from '@xinqiao/core/answering/judge-wording.ts'
import { wordingAsked } from '@xinqiao/core/answering/word-answer.ts'
import { parseFreedom } from '@xinqiao/core/answering/wording-freedom.ts'
import { templateOf } from '@xinqiao/core/answering/wording-template.ts'
import { parseNotices } from '@xinqiao/core/knowledge/notice.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../platform/clock.ts'
import { readContent } from '../platform/content.ts'
import { createLlm, type LlmFailure } from '../platform/llm.ts'
import { createLog } from '../platform/log.ts'
import type { Finding } from './examine.ts'

/** Asks the language model once, as an answer would, and says what would have become of its words. */

const whatToDo: Readonly<Record<LlmFailure, string>> = {
  timeout: 'it takes longer than XINQIAO_LLM_BUDGET_MS',
  unreachable: 'nobody answers there; see XINQIAO_LLM_URL and the way to it',
  refused: 'it answers with an error; see XINQIAO_LLM_KEY and XINQIAO_LLM_MODEL',
  'bad-reply': 'what it answers is no completion as the OpenAI-compatible API gives one; see XINQIAO_LLM_URL',
  busy: 'it is asked too much at once',
  resting: 'it failed too often',
}

const sentence = 'loan-due'

/** The approved sentence of the next instalment, of a loan that is nobody's. */
const example = (): Composed => {
  const notice = readContent('desk/answers.json', parseNotices).notices.find(({ id }) => id === sentence)
  if (!notice) throw new Error(`content/desk/answers.json holds no ${sentence}`)
  return compose(notice.text.zh, Object.fromEntries(notice.fields.map((field) => [field, { name: field }])), 'zh')
}

export const examineModel = async ({ llm: settings }: Config): Promise<readonly Finding[]> => {
  if (!settings) return [{ state: 'well', text: 'no language model is asked; answers go out in plain words' }]
  const freedom = readContent('desk/model-wording.json', parseFreedom)
  const template = templateOf(example())
  const began = systemClock.now()
  const llm = createLlm(settings, { clock: systemClock, log: createLog('silent') })
  const answer = await llm.ask(wordingAsked(template, freedom, 'calm'), AbortSignal.timeout(settings.budget))
  const who = `the language model ${settings.model} at ${settings.url}`
  if ('failed' in answer) {
    const status = answer.status === undefined ? '' : ` (status ${answer.status})`
    return [{ state: 'advice', text: `${who} does not answer${status}: ${whatToDo[answer.failed]}; until then answers go out in plain words` }]
  }
  const judged = judgeWording(template, answer.said, freedom)
  const became = 'accepted' in judged ? 'used' : `discarded (${judged.fault} “${judged.quote}”)`
  return [{ state: 'well', text: `${who} answers in ${systemClock.now() - began} ms; its words for an example would be ${became}` }]
}
