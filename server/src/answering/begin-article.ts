import type { Draft } from '@xinqiao/core/answering/generalise.ts'
import { addMonths, isoDay } from '@xinqiao/core/primitives/day.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { guessIntents } from './understand-message.ts'

/** An article as far as code can write it: how it is asked for, what it is about, and what was answered. A person writes the rest. */

const longestTitle = 40
const longestPhrasing = 60
const mostPhrasings = 8

export const beginArticle = (context: Context, id: string, questions: readonly string[], draft: Draft = { answer: '', body: '' }): Readonly<Record<string, unknown>> => {
  const day = today(context.clock)
  const phrasings = [...new Set(questions.map((question) => question.slice(0, longestPhrasing)))].slice(0, mostPhrasings)
  const [likeliest] = guessIntents(questions.join('\n'))
  return {
    id: `own-${id.slice(0, 8)}`, title: (questions[0] ?? '').slice(0, longestTitle), intents: likeliest ? [likeliest.intent] : [], audience: 'customer', figures: [],
    answer: draft.answer, body: draft.body, ...(draft.withLoan === undefined ? {} : { withLoan: draft.withLoan }), phrasings, owner: '', source: '',
    validFrom: isoDay(day), reviewBy: isoDay(addMonths(day, 12)),
  }
}
