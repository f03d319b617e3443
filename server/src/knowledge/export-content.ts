import { articleText } from '@xinqiao/core/knowledge/article.ts'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { namesOfStaff } from '../people/staff.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { type ContentPiece, contentPieces, noticeFiles, ruleFile } from './content-pieces.ts'
import { inOrderOf } from './key-order.ts'
import { type Body, pieceIdIn, textIn, withApproval } from './pieces.ts'
import { type ApprovedRow, bodies, inForce, type PieceKind, pieceKinds } from './store.ts'

/** The knowledge in force as files, each piece where the release has it; the same knowledge gives the same bytes. */

/** Where a piece stands that the release does not have. */
const ownFile: { readonly [Kind in PieceKind]: (id: string) => string } = {
  article: (id) => `articles/${id}.md`, product: (id) => `products/${id}.json`, notice: (id) => `desk/${id}.json`, policy: (id) => `cases/${id}.json`,
  disclosure: (id) => `disclosures/${id}.json`, term: () => 'terms/own.json', reply: () => 'replies/own.json', rule: () => `regulation/${ruleFile}`,
}

type Placed = { readonly kind: PieceKind; readonly id: string; readonly file: string; readonly body: Body }

/** Whoever approved at the desk is named, for his id says nothing to whoever reviews a file. */
const approved = async ({ db }: Context, kind: PieceKind, rows: readonly ApprovedRow[]): Promise<readonly Body[]> => {
  const [texts, names] = await Promise.all([bodies(db, kind, rows.map(({ digest }) => digest)), namesOfStaff(db, rows.map((row) => row.approved_by))])
  const byDigest = new Map(texts.map(({ digest, body }) => [digest, body]))
  return rows.map((row) => withApproval(kind, byDigest.get(row.digest) ?? {}, names.get(row.approved_by) ?? row.approved_by, row.approved_on))
}

const placedPieces = async (context: Context, kind: PieceKind, release: readonly ContentPiece[]): Promise<readonly Placed[]> => {
  const ofKind = release.filter((piece) => piece.kind === kind)
  const known = new Map(ofKind.map((piece) => [pieceIdIn(piece.body), piece]))
  const found = await approved(context, kind, await inForce(context.db, kind, today(context.clock)))
  return found.map((body) => {
    const id = pieceIdIn(body)
    const own = known.get(id)
    const samples = [...(own ? [own.body] : []), ...ofKind.map((piece) => piece.body)]
    return { kind, id, file: own?.file ?? ownFile[kind](id), body: inOrderOf(body, samples) as Body }
  })
}

/** Many pieces stand in a file. */
const listedKinds: ReadonlySet<PieceKind> = new Set(['term', 'reply', 'rule'])

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`

const textOf = (pieces: readonly Placed[]): string => {
  const [first] = pieces
  if (!first) return ''
  if (first.kind === 'article') {
    const { answer, body, ...front } = first.body
    return articleText(front, textIn(answer), textIn(body))
  }
  return listedKinds.has(first.kind) ? json(pieces.map(({ body }) => body)) : json(first.body)
}

/** As the release lists them, what it does not have behind that by id. */
const ordered = (pieces: readonly Placed[], release: readonly ContentPiece[]): readonly Placed[] => {
  const places = new Map(release.map(({ kind, body }, at) => [`${kind} ${pieceIdIn(body)}`, at]))
  const placeOf = ({ kind, id }: Placed): number => places.get(`${kind} ${id}`) ?? places.size
  return pieces.toSorted((left, right) => placeOf(left) - placeOf(right) || (left.id < right.id ? -1 : 1))
}

/** Files of pieces that are in force no more; anything else in the folder is not ours to touch. */
const stale = (folder: string, written: ReadonlySet<string>): readonly string[] => {
  const within = [['articles', '.md'], ['terms', '.json'], ['replies', '.json'], ['products', '.json'], ['cases', '.json'], ['disclosures', '.json']] as const
  const there = within.flatMap(([name, ending]) =>
    existsSync(join(folder, name)) ? readdirSync(join(folder, name)).filter((file) => file.endsWith(ending)).map((file) => `${name}/${file}`) : [])
  return [...there, ...noticeFiles.filter((file) => existsSync(join(folder, file)))].filter((file) => !written.has(file))
}

export const exportContent = async (context: Context, folder: string): Promise<{ readonly written: number; readonly removed: number }> => {
  const release = contentPieces()
  const pieces = (await Promise.all(pieceKinds.map((kind) => placedPieces(context, kind, release)))).flat()
  const files = Map.groupBy(ordered(pieces, release), ({ file }) => file)
  for (const [file, held] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), textOf(held))
  }
  const removed = stale(folder, new Set(files.keys()))
  for (const file of removed) rmSync(join(folder, file))
  return { written: files.size, removed: removed.length }
}
