import { canBeKept } from '@xinqiao/core/compliance/contact-limits.ts'
import { type Disclosure, parseDisclosure } from '@xinqiao/core/compliance/disclosure.ts'
import { type GovernedPolicy, parseGovernedPolicy } from '@xinqiao/core/compliance/governance.ts'
import { parseRegulation, type RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import { type Article, articleText, parseArticle } from '@xinqiao/core/knowledge/article.ts'
import { type Notices, parseNotices } from '@xinqiao/core/knowledge/notice.ts'
import { parseProduct, type Product } from '@xinqiao/core/knowledge/product.ts'
import { parseReplies, type Reply } from '@xinqiao/core/knowledge/reply.ts'
import { parseTerms, type Term } from '@xinqiao/core/knowledge/term.ts'
import { type Day, parseDay } from '@xinqiao/core/primitives/day.ts'
import type { Problem, Read } from '@xinqiao/core/primitives/reading.ts'
import type { Reader } from '../platform/db.ts'
import { type ApprovedRow, approvedVersion, bodies, countDecisions, inForce, outcomesOf, type PieceKind } from './store.ts'

/** What approved knowledge is made of, by kind, as core reads it. */
export type Pieces = {
  readonly article: Article
  readonly term: Term
  readonly reply: Reply
  readonly product: Product
  readonly notice: Notices
  /** Of a kind of case, whose own room reads what it says. */
  readonly policy: GovernedPolicy
  readonly disclosure: Disclosure
  /** A rule of law with the lender's own limit beside it. */
  readonly rule: RegulationRule
}

export type Body = Readonly<Record<string, unknown>>

const onlyOne = <Piece>(read: Read<readonly Piece[]>): Read<Piece> => {
  if (!read.ok) return { ok: false, problems: read.problems.map((problem) => ({ ...problem, at: problem.at.replace(/^\w+\[0\]\.?/, '') })) }
  const [piece] = read.value
  return piece === undefined ? { ok: false, problems: [{ at: '', code: 'empty' }] } : { ok: true, value: piece }
}

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

const readRule = (body: Body): Read<RegulationRule> => {
  const read = onlyOne(parseRegulation([body]))
  return read.ok && !canBeKept(read.value) ? { ok: false, problems: [{ at: 'override', code: 'contradiction', about: read.value.override?.limit ?? read.value.limit }] } : read
}

const readers: { readonly [Kind in PieceKind]: (body: Body) => Read<Pieces[Kind]> } = {
  article: ({ answer, body, ...front }) => parseArticle(articleText(front, textIn(answer), textIn(body))),
  term: (body) => onlyOne(parseTerms([body])),
  reply: (body) => onlyOne(parseReplies([body])),
  product: (body) => parseProduct(body),
  notice: (body) => parseNotices(body),
  policy: (body) => parseGovernedPolicy(body),
  disclosure: (body) => parseDisclosure(body),
  rule: readRule,
}

export const pieceIdIn = (body: Body): string => textIn(body['id'])

const isNested = (kind: PieceKind): boolean => kind === 'notice' || kind === 'disclosure'

/** Where a piece of this kind states its governance. */
export const governanceIn = (kind: PieceKind, body: Body): Body => (isNested(kind) ? ((body['governance'] ?? {}) as Body) : body)

const governed = (kind: PieceKind, body: Body, change: (governance: Body) => Body): Body =>
  isNested(kind) ? { ...body, governance: change(governanceIn(kind, body)) } : change(body)

/** The piece under another version's number, which its author does not choose. */
export const withVersion = (kind: PieceKind, body: Body, version: number): Body => governed(kind, body, (governance) => ({ ...governance, version }))

/** The release's text as it would be taken: the limit that the lender set beside a law is his, and no release has one to put in its place. */
export const asTaken = (kind: PieceKind, offered: Body, own: Body | undefined): Body =>
  kind === 'rule' && own ? { ...offered, override: own['override'] ?? null } : offered

/** The piece without its approval: the form in which a version is stored, for an approval comes after it. */
export const withoutApproval = (kind: PieceKind, body: Body): Body =>
  governed(kind, body, ({ approvedBy: _by, approvedOn: _on, ...rest }) => rest)

/** The piece as approved. What was to hold before anybody approved it holds from the approval on. */
export const withApproval = (kind: PieceKind, body: Body, approvedBy: string, approvedOn: string): Body =>
  governed(kind, body, ({ validFrom, ...governance }) => ({
    ...governance, approvedBy, approvedOn, validFrom: typeof validFrom === 'string' && validFrom < approvedOn ? approvedOn : validFrom,
  }))

/** Reads the whole piece, approval included. */
export const readPiece = <Kind extends PieceKind>(kind: Kind, body: Body): Read<Pieces[Kind]> => readers[kind](body)

/** Pieces read before, by all that they were read from; equal keys are equal pieces whatever database they came from. */
const known = new Map<string, unknown>()
const mostKnown = 5000

const keyOf = (kind: PieceKind, row: ApprovedRow): string => `${kind} ${row.digest} ${row.approved_by} ${row.approved_on}`

const problemText = (problems: readonly Problem[]): string => problems.map(({ at, code, about }) => `${at} ${code} ${about ?? ''}`).join('; ')

const readRow = <Kind extends PieceKind>(kind: Kind, row: ApprovedRow, body: Body): Pieces[Kind] => {
  const read = readPiece(kind, withApproval(kind, body, row.approved_by, row.approved_on))
  // Every version was read before it was stored: one that cannot be read now is damage, not a refusal.
  if (!read.ok) throw new Error(`${kind} ${row.piece_id} version ${row.version} cannot be read: ${problemText(read.problems)}`)
  if (known.size >= mostKnown) known.clear()
  known.set(keyOf(kind, row), read.value)
  return read.value
}

const readRows = async <Kind extends PieceKind>(reader: Reader, kind: Kind, rows: readonly ApprovedRow[]): Promise<readonly Pieces[Kind][]> => {
  const unread = rows.filter((row) => !known.has(keyOf(kind, row)))
  const found = new Map((await bodies(reader, kind, unread.map((row) => row.digest))).map(({ digest, body }) => [digest, body]))
  return rows.map((row) => {
    const body = found.get(row.digest)
    return body === undefined ? (known.get(keyOf(kind, row)) as Pieces[Kind]) : readRow(kind, row, body)
  })
}

/** All pieces of a kind that may be used on the day, by id; nothing else in the product decides what is in force. */
export const piecesInForce = async <Kind extends PieceKind>(reader: Reader, kind: Kind, day: Day): Promise<readonly Pieces[Kind][]> =>
  readRows(reader, kind, await inForce(reader, kind, day))

export const pieceInForce = async <Kind extends PieceKind>(
  reader: Reader, kind: Kind, pieceId: string, day: Day,
): Promise<Pieces[Kind] | undefined> => {
  const rows = await inForce(reader, kind, day)
  return (await readRows(reader, kind, rows.filter((row) => row.piece_id === pieceId)))[0]
}

/** An approved version whether or not it is still in force; undefined where there is none, or only a proposal. */
export const pieceVersion = async <Kind extends PieceKind>(
  reader: Reader, kind: Kind, pieceId: string, version: number,
): Promise<Pieces[Kind] | undefined> => {
  const row = await approvedVersion(reader, { kind, pieceId, version })
  return row && (await readRows(reader, kind, [row]))[0]
}

export const dayFrom = (text: string): Day => {
  const day = parseDay(text)
  if (day === undefined) throw new Error(`the database gave ${text} for a day`)
  return day
}

/** What became of suggestions and groups of questions, by `suggestion:ID` and `gap:ID`; what was not written for is not there. */
export const writtenFor = outcomesOf

/** The same as long as the same pieces are in force on a day. */
export const knowledgeVersion = (reader: Reader): Promise<string> => countDecisions(reader)
