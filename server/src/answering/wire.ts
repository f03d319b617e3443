import type { MessageBody } from '@xinqiao/contract/conversations.ts'
import { figuresInText } from '@xinqiao/contract/figures-in-text.ts'
import type { Composed } from '@xinqiao/core/answering/compose.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'

/** A composed text as it goes over the wire: figures as strings, each with its source and explanation. */
export const bodyOf = (composed: Composed, language: Language): Pick<MessageBody, 'text' | 'figures'> => ({
  text: composed.text,
  figures: figuresInText(composed, language),
})
