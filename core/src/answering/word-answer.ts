import type { Mood } from '../understanding/mood.ts'
import type { WordingFreedom } from './wording-freedom.ts'
import { type Slot, standsAsItIs, templateText, type WordingTemplate } from './wording-template.ts'

/** What a model is told. Instructions stand in the system's message, data in the user's as JSON: they are never in one text. */
export type ModelMessage = { readonly role: 'system' | 'user'; readonly content: string }

const shownOf = ({ name, shown }: Slot): readonly [string, string] => [name, shown ?? '']

/** The answer without any of its figures and names, and what may be done to it. Nothing of the customer is in it but his mood. */
export const wordingAsked = (template: WordingTemplate, { instructions, links, same, phrases }: WordingFreedom, mood: Mood): readonly ModelMessage[] => [
  { role: 'system', content: instructions.word },
  {
    role: 'user',
    content: JSON.stringify({ text: templateText(template), sentences: Object.fromEntries(template.slots.filter(standsAsItIs).map(shownOf)), mood, phrases, links, same }),
  },
]
