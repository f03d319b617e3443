import { plainText } from '@xinqiao/core/understanding/characters.ts'
import { asked, type Dialogue, freshDialogue, hear, type Heard, nextQuestion, type Question } from '@xinqiao/core/understanding/dialogue/dialogue.ts'
import type { Slots } from '@xinqiao/core/understanding/dialogue/procedure.ts'
import type { TimeContext } from '@xinqiao/core/understanding/resolve-date.ts'
import { type Model, understand } from '@xinqiao/core/understanding/understand.ts'

const heardOf = (text: string, model: Model, context: TimeContext): Heard => {
  const { intent, confidence, alternatives, entities } = understand(text, model, context)
  return { text, plain: plainText(text, model.characters), entities, guesses: [{ intent, confidence }, ...alternatives] }
}

/** A talk from its first message on, with one question of ours after each that leaves something open. */
export const holdDialogue = (
  turns: readonly string[], record: Slots, model: Model, context: TimeContext,
): { readonly dialogue: Dialogue; readonly questions: readonly Question[] } => {
  const questions: Question[] = []
  let dialogue = freshDialogue
  for (const turn of turns) {
    dialogue = hear(dialogue, heardOf(turn, model, context))
    const question = nextQuestion(dialogue, record)
    if (!question) continue
    dialogue = asked(dialogue, question)
    questions.push(question)
  }
  return { dialogue, questions }
}
