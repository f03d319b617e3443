/**
 * `npm run bench:typing`: what one keystroke in the composer costs: the whole judgement of the text so far (rules, every figure against all
 * facts at hand, what must be told beside it), over the saved replies typed character by character, and over a text of 1,200 characters.
 */
import { factsOf, generalFigures } from '../../core/src/answering/known-facts.ts'
import { readyDisclosures } from '../../core/src/answering/ready-disclosures.ts'
import { type Outgoing, readOutgoing } from '../../core/src/conversations/judge-outgoing.ts'
import type { Article } from '../../core/src/knowledge/article.ts'
import type { Product } from '../../core/src/knowledge/product.ts'
import type { Reply } from '../../core/src/knowledge/reply.ts'
import { dayOf } from '../../core/src/primitives/day.ts'
import { reader } from '../../server/src/compliance/gate-reader.ts'
import { deskTimes } from '../../server/src/compliance/desk-open.ts'
import { lawsOf, releaseRules } from '../../server/src/compliance/laws.ts'
import { contentPieces } from '../../server/src/knowledge/content-pieces.ts'
import { type Pieces, readPiece } from '../../server/src/knowledge/pieces.ts'

const piecesOf = <Kind extends keyof Pieces>(kind: Kind): readonly Pieces[Kind][] =>
  contentPieces().filter((piece) => piece.kind === kind).map(({ file, body }) => {
    const read = readPiece(kind, body)
    if (!read.ok) throw new Error(`${file} cannot be read`)
    return read.value
  })

const articles: readonly Article[] = piecesOf('article')
const products: readonly Product[] = piecesOf('product')
const replies: readonly Reply[] = piecesOf('reply')
const today = dayOf(2026, 11, 23)
const facts = {
  ...factsOf({ loans: [], cases: [], optedOut: false }, products, generalFigures({ articles, products, lawful: lawsOf(releaseRules()).lawful, today, hours: deskTimes().hours })),
  saidOn: { asOf: today },
  disclosures: readyDisclosures({ disclosures: piecesOf('disclosure'), products, loans: [], lenderName: '安心消费金融', agentName: '林小雨', today }),
}

const judge = (text: string): number => {
  const outgoing: Outgoing = { text, speaker: 'agent', purpose: 'service', channel: 'web' }
  const started = performance.now()
  readOutgoing(reader, outgoing).judgeBy(facts)
  return performance.now() - started
}

// The composer reads some texts while nobody types yet, so that the engine has compiled the rules' expressions before the first keystroke.
const warming = performance.now()
for (const { text } of replies) for (let round = 0; round < 3; round += 1) judge(text)
const warmed = performance.now() - warming
const first = judge('您这期应还 1,733.60 元')
const strokes = replies.flatMap(({ text }) => Array.from(text, (_, place) => judge(text.slice(0, place + 1)))).sort((one, other) => one - other)
const at = (share: number): string => (strokes[Math.min(strokes.length - 1, Math.floor(strokes.length * share))] ?? 0).toFixed(2)
const long = replies.map(({ text }) => text).join('').slice(0, 1200)
const longest = Array.from({ length: 20 }, () => judge(long)).sort((one, other) => one - other)[10] ?? 0
console.log(`${strokes.length} keystrokes: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, slowest ${at(1)} ms (goal 10) · before that ${warmed.toFixed(0)} ms of warming, then the first: ${first.toFixed(1)} ms · ${long.length} characters at once: ${longest.toFixed(1)} ms`)
