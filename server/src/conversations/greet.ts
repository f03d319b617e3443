import type { getChat } from '@xinqiao/contract/chat.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { Notice } from '@xinqiao/core/knowledge/notice.ts'
import type { LoanFacts } from '@xinqiao/core/loan/facts.ts'
import type { FigureValue } from '@xinqiao/core/primitives/figure.ts'
import { figureText, fill, type Language, type Values } from '@xinqiao/core/primitives/filling.ts'
import { type Instant, localTime } from '@xinqiao/core/primitives/instant.ts'
import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { deskAt, deskTimes } from '../compliance/desk-open.ts'
import { textGate } from '../compliance/text-gate.ts'
import { contentJson } from '../platform/content.ts'

/** What the page says before anybody has asked: who answers, whether people are there, and what is often asked in this place. */

type Chat = ResponseOf<typeof getChat>

type Suggestion = { readonly label: Readonly<Record<Language, string>>; readonly text: string }
type Place = 'anyone' | 'repaying' | 'overdue' | 'applying'

let suggestions: Readonly<Record<Place, readonly Suggestion[]>> | undefined

const readSuggestions = (): Readonly<Record<Place, readonly Suggestion[]>> =>
  (suggestions ??= contentJson('desk/suggestions.json') as Readonly<Record<Place, readonly Suggestion[]>>)

const placeOf = (loans: readonly LoanFacts[]): Place => {
  if (loans.some(({ arrears }) => arrears)) return 'overdue'
  if (loans.some(({ next }) => next)) return 'repaying'
  return loans.some(({ application }) => application) ? 'applying' : 'anyone'
}

export const suggest = (loans: readonly LoanFacts[], language: Language): Chat['suggestions'] =>
  readSuggestions()[placeOf(loans)].map(({ label, text }) => ({ label: label[language], text }))

/** `2026年11月24日 08:30`, as the desk's calendar has it. */
const momentText = (moment: Instant, language: Language): string => {
  const { day, minute } = localTime(moment, deskTimes().hours.zone)
  const figures: readonly FigureValue[] = [{ kind: 'date', value: day }, { kind: 'time', value: minute }]
  return figures.map((figure) => figureText(figure, language)).join(' ')
}

/** What stands on the page is said too: a sentence that the gate stops is left out. */
const sentence = (notice: Notice | undefined, values: Values & { readonly opensAt?: string }, language: Language): string => {
  const filled = notice ? fill(notice.text[language], values, language) : undefined
  if (filled === undefined || isRefusal(filled)) return ''
  return textGate({ text: filled.text, figures: values.opensAt === undefined ? [] : [values.opensAt] }).length === 0 ? filled.text : ''
}

export type Greeting = {
  readonly now: Instant
  readonly notices: ReadonlyMap<string, Notice>
  readonly lender: { readonly name: string; readonly assistant: string }
  readonly language: Language
}

export const greet = ({ now, notices, lender, language }: Greeting): Pick<Chat, 'desk' | 'greeting'> => {
  const { open, opensAt } = deskAt(now)
  const values = {
    lenderName: lender.name, assistantName: lender.assistant, ...(opensAt === undefined ? {} : { opensAt: momentText(opensAt, language) }),
  }
  const said = (id: string): string => sentence(notices.get(id), values, language)
  return {
    greeting: open || opensAt === undefined ? said('greeting') : said('greeting-out-of-hours'),
    desk: { open, sentence: open ? '' : said('desk-closed') },
  }
}
