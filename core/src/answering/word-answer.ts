import type { Mood } from '../understanding/mood.ts'
import type { WordingFreedom } from './wording-freedom.ts'
import { standsAsItIs, templateText, type WordingTemplate } from './wording-template.ts'

/** What a model is told. Instructions stand in the system's message, data in the user's as JSON: they are never in one text. */
export type ModelMessage = { readonly role: 'system' | 'user'; readonly content: string }

const clausesOf = ({ slots }: WordingTemplate): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(slots.filter(standsAsItIs).map(({ name, shown }) => [name, shown]))

/** The answer without any of its figures and names, and what may be done to it. Nothing of the customer is in it but his mood. */
export const wordingAsked = (template: WordingTemplate, freedom: WordingFreedom, mood: Mood): readonly ModelMessage[] => {
  const { instructions, links, same, phrases } = freedom
  const data = { text: templateText(template), clauses: clausesOf(template), mood, phrases, links, same }
  return [{ role: 'system', content: instructions.word }, { role: 'user', content: JSON.stringify(data) }]
}
