import { isRefusal, type Refusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { z } from 'zod'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { defineImporter, type Importer } from '../platform/room.ts'
import { versionOf } from './change-knowledge.ts'
import type { Body } from './pieces.ts'
import { renewWords } from './renew-words.ts'
import { searchTools } from './search-tools.ts'
import { hasBody, insertApprovals, insertVersions, type NewApproval, type PieceKind, readVersion } from './store.ts'

/**
 * A lender's own products and articles. A row is a whole version with its owner and, where there is one, its approval by
 * somebody else; without an approval it waits as a proposal.
 */

type Approval = Pick<NewApproval, 'approvedBy' | 'approvedOn'>

const approvalOf = ({ owner, approvedBy, approvedOn }: Body): Approval | undefined | Refusal => {
  if (typeof approvedBy !== 'string' || approvedBy === '') return undefined
  if (approvedBy === owner) return refuse('same-person', {}, 'approvedBy')
  const day = typeof approvedOn === 'string' ? parseDay(approvedOn) : undefined
  return day === undefined ? refuse('invalid-request', {}, 'approvedOn') : { approvedBy, approvedOn: day }
}

/** A version that came without an approval may come again with one. */
const storePiece = async (context: Context, tx: Tx, kind: PieceKind, body: Body): Promise<'added' | 'changed' | 'same' | Refusal> => {
  const version = versionOf(kind, body, String(body['owner'] ?? ''), 'import')
  if (isRefusal(version)) return version as Refusal
  const approval = approvalOf(body)
  if (isRefusal(approval)) return approval as Refusal
  const now = context.clock.now()
  const isNew = (await insertVersions(tx, [version], now)).length > 0
  if (!isNew && !(await hasBody(tx, version))) return refuse('version-conflict', {}, 'version')
  const approves = approval !== undefined && !(await readVersion(tx, version))?.approved
  if (approves) await insertApprovals(tx, [{ kind, pieceId: version.pieceId, version: version.version, ...approval }], now)
  if (isNew && kind === 'article') await renewWords(tx, searchTools())
  return isNew ? 'added' : approves ? 'changed' : 'same'
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** A cell of a CSV file as the field it stands for: an empty one is not there, lists are parted by semicolons, `figures` is JSON. */
const listCells = new Set(['intents', 'products'])
const jsonCells = new Set(['figures'])

const cell = (name: string, value: unknown): unknown => {
  if (!isText(value)) return value
  if (name === 'version') return /^\d+$/.test(value) ? Number(value) : value
  if (listCells.has(name)) return value.split(/[;；]/).map((part) => part.trim()).filter((part) => part !== '')
  return jsonCells.has(name) ? JSON.parse(value) as unknown : value
}

const readCells = (row: Body): Body =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '' && value !== null).map(([name, value]) => [name, cell(name, value)]))

const anyRow = z.record(z.string(), z.unknown())

const articleRow = anyRow.transform((row, context) => {
  try {
    const { body = '', answer = '', ...front } = readCells(row)
    return { figures: [], ...front, answer, body } as Body
  } catch {
    context.addIssue({ code: 'custom', message: 'figures must be a JSON list', path: ['figures'] })
    return z.NEVER
  }
})

/** A product has lists within lists: a CSV file holds each as the JSON of its file, in a column `product`. */
const productRow = anyRow.transform((row, context) => {
  if (!isText(row['product'])) return row as Body
  try {
    return JSON.parse(row['product']) as Body
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON', path: ['product'] })
    return z.NEVER
  }
})

export const pieceImporters: readonly Importer[] = [
  defineImporter({ kind: 'products', row: productRow, store: (context, tx, row) => storePiece(context, tx, 'product', row) }),
  defineImporter({ kind: 'articles', row: articleRow, store: (context, tx, row) => storePiece(context, tx, 'article', row) }),
]
