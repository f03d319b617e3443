import { pieceStates, versionStates } from '@xinqiao/core/knowledge/standing.ts'
import { z } from 'zod'
import { differenceExample, offerExample, pieceExample, pieceRowExample, previewExample } from './examples-knowledge.ts'
import { finding } from './finding.ts'
import { defineOperation } from './operation.ts'

/**
 * Approved knowledge as it is written and decided at the desk: every kind of piece in the same way, whatever stands in it. A piece goes
 * over the wire as its file in `content/` has it, without its approval.
 */

const room = 'knowledge'

export const pieceKinds = ['article', 'term', 'reply', 'notice', 'product', 'policy', 'disclosure', 'rule'] as const
const kind = z.enum(pieceKinds)
const kindParams = z.object({ kind })
const pieceParams = z.object({ kind, pieceId: z.string().max(60) })

/** A member of staff, or whom the file of a release or of an import names. */
const person = z.object({ staffId: z.uuid().exactOptional(), name: z.string() })

const body = z.record(z.string(), z.unknown())
const reason = z.string().trim().min(1).max(300)

export const pieceRow = z.object({
  kind, id: z.string(), title: z.string(), owner: z.string(),
  state: z.enum(pieceStates),
  /** The version in force, or where there is none the newest. */
  version: z.int(),
  validFrom: z.iso.date(), validUntil: z.iso.date().exactOptional(), reviewBy: z.iso.date(),
  /** In force although its day of review has passed. */
  due: z.boolean(),
  /** What a second person is to decide on. */
  waiting: z.object({ version: z.int(), by: person, at: z.iso.datetime() }).exactOptional(),
  /** A new text of the release that nobody has decided on. */
  offered: z.boolean(),
  changedAt: z.iso.datetime(),
})
export type PieceRow = z.infer<typeof pieceRow>

export const listPieces = defineOperation({
  id: 'listPieces', method: 'GET', path: '/v1/desk/knowledge', room,
  summary: 'All pieces of a kind with how they stand, filtered by words, state, owner, what waits and what is due for review',
  access: { for: 'staff', right: 'knowledge.read' },
  query: z.object({
    kind: kind.default('article'), q: z.string().max(100).default(''), owner: z.string().max(60).exactOptional(),
    show: z.enum(['all', ...pieceStates, 'to-decide', 'due', 'offered']).default('all'),
  }),
  response: z.object({
    rows: z.array(pieceRow), owners: z.array(z.string()),
    /** Over all pieces of the kind, whatever is filtered. */
    counts: z.object({ all: z.int(), toDecide: z.int(), due: z.int(), offered: z.int() }),
  }),
  refusals: [],
  example: { response: { rows: [pieceRowExample], owners: ['贷后管理部'], counts: { all: 1, toDecide: 1, due: 0, offered: 0 } } },
})

export const pieceVersion = z.object({
  version: z.int(), state: z.enum(versionStates), origin: z.enum(['content', 'desk', 'import']),
  by: person, at: z.iso.datetime(), reason: z.string(), baseVersion: z.int().exactOptional(),
  validFrom: z.iso.date(), validUntil: z.iso.date().exactOptional(), reviewBy: z.iso.date(),
  approved: z.object({ by: person, on: z.iso.date() }).exactOptional(),
  returned: z.object({ by: person, at: z.iso.datetime(), reason: z.string() }).exactOptional(),
  withdrawn: z.object({ by: person, from: z.iso.date(), at: z.iso.datetime(), reason: z.string() }).exactOptional(),
  body,
})
export type PieceVersion = z.infer<typeof pieceVersion>

const offer = z.object({
  id: z.uuid(), at: z.iso.datetime(), owner: z.string(),
  /** The lender's version that the release's text was written from; absent where the piece is new. */
  baseVersion: z.int().exactOptional(),
  body,
})

export const getPiece = defineOperation({
  id: 'getPiece', method: 'GET', path: '/v1/desk/knowledge/{kind}/{pieceId}', room,
  summary: 'A piece with all its versions, the newest first: who wrote, approved, returned or withdrew it, when and why',
  access: { for: 'staff', right: 'knowledge.read' },
  params: pieceParams,
  response: z.object({ row: pieceRow.exactOptional(), versions: z.array(pieceVersion), offer: offer.exactOptional() }),
  refusals: ['not-found'],
  example: { response: pieceExample },
})

/** What it was written for: a suggestion of staff, or a group of questions that nobody could answer. */
const cameFrom = z.string().regex(/^(?:suggestion|gap):[0-9a-f-]{36}$/).exactOptional()

/** `release` is what the release offers. */
const side = z.string().regex(/^(?:release|\d{1,6})$/)

export const comparePiece = defineOperation({
  id: 'comparePiece', method: 'GET', path: '/v1/desk/knowledge/{kind}/{pieceId}/difference', room,
  summary: 'What differs between two versions, word by word, field by field',
  access: { for: 'staff', right: 'knowledge.read' },
  params: pieceParams, query: z.object({ from: side, to: side }),
  response: z.object({ fields: z.array(z.object({
    field: z.string(), parts: z.array(z.object({ change: z.enum(['same', 'added', 'removed']), text: z.string() })),
  })) }),
  refusals: ['not-found'],
  example: { response: differenceExample },
})

const problem = z.object({ at: z.string(), code: z.string(), about: z.string().exactOptional() })

export const previewPiece = defineOperation({
  id: 'previewPiece', method: 'POST', path: '/v1/desk/knowledge/{kind}/preview', room,
  summary: 'A piece while it is written: what is wrong with it, what the gate finds in it, and how it reads with the figures of an example loan',
  access: { for: 'staff', right: 'knowledge.write' },
  params: kindParams, body: z.object({ body }),
  response: z.object({
    problems: z.array(problem), findings: z.array(finding),
    /** The template of the loan filled for a loan that nobody has; absent where the piece has none or the loan lacks a value. */
    withLoan: z.string().exactOptional(),
    /** What a template may name, each with the example loan's value. */
    places: z.array(z.object({ name: z.string(), value: z.string() })),
  }),
  refusals: [],
  example: { body: { body: pieceExample.versions[0]?.body ?? {} }, response: previewExample },
})

export const proposePiece = defineOperation({
  id: 'proposePiece', method: 'POST', path: '/v1/desk/knowledge/{kind}', room,
  summary: 'Hand in a new version, or a new piece, for a second person to approve',
  access: { for: 'staff', right: 'knowledge.write' },
  params: kindParams,
  /** `baseVersion`: the version it was written from, the newest there is; absent for a new piece. `offerId`: the release’s text that was edited. */
  body: z.object({ body, reason, baseVersion: z.int().exactOptional(), offerId: z.uuid().exactOptional(), cameFrom }),
  response: z.object({ id: z.string(), version: z.int() }),
  refusals: ['version-conflict', 'knowledge-blocked', 'knowledge-decided', 'not-found'],
  example: { body: { body: { id: 'penalty-how', title: '罚息怎么算' }, reason: '算式写清楚', baseVersion: 1 }, response: { id: 'penalty-how', version: 2 } },
})

export const decidePiece = defineOperation({
  id: 'decidePiece', method: 'POST', path: '/v1/desk/knowledge/{kind}/{pieceId}/versions/{version}/decision', room,
  summary: 'Approve a version that somebody else wrote, or return it with a reason',
  access: { for: 'staff', right: 'knowledge.approve' },
  params: pieceParams.extend({ version: z.coerce.number().int() }),
  body: z.discriminatedUnion('decision', [z.object({ decision: z.literal('approve') }), z.object({ decision: z.literal('return'), reason })]),
  response: z.object({ id: z.string(), version: z.int() }),
  refusals: ['not-found', 'same-person', 'knowledge-decided', 'knowledge-blocked', 'version-conflict'],
  example: { body: { decision: 'approve' }, response: { id: 'penalty-how', version: 2 } },
})

export const retirePiece = defineOperation({
  id: 'retirePiece', method: 'POST', path: '/v1/desk/knowledge/{kind}/{pieceId}/retirement', room,
  summary: 'Use no version of a piece any more from a day on, with a reason',
  access: { for: 'staff', right: 'knowledge.approve' },
  params: pieceParams, body: z.object({ from: z.iso.date(), reason }),
  response: z.object({ id: z.string(), versions: z.array(z.int()) }),
  refusals: ['not-found', 'knowledge-lasting'],
  example: { body: { from: '2026-12-01', reason: '产品已下架' }, response: { id: 'penalty-how', versions: [1, 2] } },
})

export const decideOffer = defineOperation({
  id: 'decideOffer', method: 'POST', path: '/v1/desk/knowledge-offers/{offerId}/decision', room,
  summary: 'Take a new text of the release as it stands, as the second person to its author, or leave it',
  access: { for: 'staff', right: 'knowledge.approve' },
  params: z.object({ offerId: z.uuid() }), body: z.object({ accept: z.boolean(), reason }),
  response: z.object({ id: z.string(), version: z.int().exactOptional() }),
  refusals: ['not-found', 'knowledge-decided', 'knowledge-blocked', 'same-person', 'version-conflict'],
  example: { body: { accept: true, reason: '内容准确' }, response: offerExample },
})
