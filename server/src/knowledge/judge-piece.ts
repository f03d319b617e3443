import { type Finding, explained, type GroundOf } from '@xinqiao/core/compliance/finding.ts'
import { judge } from '@xinqiao/core/compliance/check-message.ts'
import { type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { reader } from '../compliance/gate-reader.ts'
import { type Body, textIn } from './pieces.ts'
import type { PieceKind } from './store.ts'

/** Approved knowledge is said by the machine as it stands: what the message rules stop in a message may not stand in it. */

/** What a customer reads of a piece. Notices are sentences with places, judged when they are filled; products are no text. */
const readByCustomers = (kind: PieceKind, body: Body): string => {
  // A title is what a customer asks, in his words.
  const asked = textIn(body['title']) === '' ? '' : `您问：${textIn(body['title'])}`
  const parts = kind === 'article' && body['audience'] === 'customer' ? ['answer', 'body', 'withLoan'] : kind === 'term' ? ['plain', 'withLoan'] : kind === 'reply' ? ['text'] : []
  return [...kind === 'article' && parts.length > 0 ? [asked] : [], ...parts.map((part) => textIn(body[part]))].filter((text) => text !== '').join('\n')
}

export const findingsIn = (kind: PieceKind, body: Body, ground: GroundOf): readonly Finding[] =>
  judge(reader, readByCustomers(kind, body), 'bot').findings.map((finding) => explained(finding, 'bot', ground))

export const refusalOfWords = (kind: PieceKind, body: Body): Refusal<'knowledge-blocked'> | undefined => {
  // The refusal says why, and names no ground.
  const findings = findingsIn(kind, body, () => ({ basis: '' }))
  return findings.length === 0
    ? undefined
    : refuse('knowledge-blocked', { why: findings.map(({ quote, why }) => `“${quote}”${why}`).join(''), rules: findings.map(({ rule }) => rule).join('、') })
}
