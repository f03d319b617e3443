import { figuresIn, isAtHand } from '../figures.ts'
import type { MessageRule, Reading, Span } from '../message-rule.ts'

/** Only where facts are given: what the words alone show is no ground to doubt a number. */
const unsourced = ({ sentence, facts }: Reading): readonly Span[] => (facts ? figuresIn(sentence).filter((figure) => !isAtHand(figure, facts)) : [])

export const figureRule: MessageRule = {
  id: 'FIGURE-UNSOURCED', verdict: 'warn', release: false, basis: [],
  why: '这个数字在借款、试算、案件和资料里找不到出处。',
  suggestion: '请从借款记录或试算结果里引用数字，或去掉这个数字。',
  find: unsourced,
}
