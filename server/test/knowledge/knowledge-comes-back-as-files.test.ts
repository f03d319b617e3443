import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { approvePiece, proposePiece, withdrawPiece } from '../../src/knowledge/change-knowledge.ts'
import { exportContent } from '../../src/knowledge/export-content.ts'
import { fillKnowledge, initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { piecesInForce, withVersion } from '../../src/knowledge/pieces.ts'
import { type PieceKind, pieceKinds } from '../../src/knowledge/store.ts'
import { storedVersions } from '../../src/knowledge/version-store.ts'
import { contentFolder } from '../../src/platform/content.ts'
import { today } from '../../src/platform/clock.ts'
import { createTestStaff } from '../support/people.ts'
import { openTestContext, startTestServer } from '../support/server.ts'

const server = await startTestServer()
const { context } = server.installation
const day = today(context.clock)
const folder = await mkdtemp(join(tmpdir(), 'xinqiao-content-'))
afterAll(() => rm(folder, { recursive: true }))

const filesIn = async (root: string): Promise<ReadonlyMap<string, string>> => {
  const names = (await readdir(root, { recursive: true })).filter((name) => /\.(?:md|json)$/.test(name)).toSorted()
  return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(root, name), 'utf8')] as const)))
}

test('what was filled from the release and not changed comes back byte for byte', async () => {
  await fillKnowledge(context)
  const { written } = await exportContent(context, folder)
  const exported = await filesIn(folder)
  expect(exported.size).toBe(written)
  const release = await filesIn(contentFolder.pathname)
  expect([...exported.keys()]).toEqual(expect.arrayContaining(['cases/complaint.json', 'disclosures/cost-table.json', 'regulation/regulation.json']))
  for (const [name, text] of exported) expect(`${name}\n${text}`).toBe(`${name}\n${release.get(name)}`)
})

const pieceOf = async (kind: PieceKind, id: string) => (await storedVersions(context.db, kind, id)).at(-1)?.body ?? {}

test('what the lender changed, added or retired stands in its place, and the rest stays as it was', async () => {
  const before = await filesIn(folder)
  const [author, second] = [await createTestStaff(server, ['knowledge-manager'], '林小雨'), await createTestStaff(server, ['compliance'], '陈合规')]
  const change = async (kind: PieceKind, body: Readonly<Record<string, unknown>>, version: number) => {
    await context.db.transaction().execute(async (tx) => {
      const key = await proposePiece(context, tx, kind, withVersion(kind, body, version), author.id)
      if ('refused' in key) throw new Error(key.refused)
      await approvePiece(context, tx, key, second.id, day)
    })
  }
  await change('article', { ...(await pieceOf('article', 'login')), title: '登录不上', withLoan: '您还有 {remainingPrincipal} 没还。', phrasings: ['进不去'] }, 2)
  await change('term', { ...(await pieceOf('term', 'prepayment')), id: 'own-word', zh: '信桥通', aliases: [], notInside: ['信桥通道'] }, 1)
  await change('policy', { ...(await pieceOf('policy', 'certificate')), reviewBy: '2028-01-31' }, 2)
  await context.db.transaction().execute((tx) => withdrawPiece(context, tx, { kind: 'article', pieceId: 'invoice', version: 1 }, second.id, day, '不再开票'))
  expect(await exportContent(context, folder)).toMatchObject({ removed: 1 })
  const after = await filesIn(folder)
  expect([...before.keys()].filter((name) => !after.has(name))).toEqual(['articles/invoice.md'])
  expect([...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name)).toEqual(['articles/login.md', 'cases/certificate.json', 'terms/own.json'])
  expect(after.get('articles/login.md')).toContain('"approvedBy": "陈合规"')
})

test('a new lender made of the files has the same knowledge in force', async () => {
  const { context: other } = await openTestContext()
  await initKnowledge(other, folder)
  for (const kind of pieceKinds) {
    const [own, theirs] = await Promise.all([piecesInForce(context.db, kind, day), piecesInForce(other.db, kind, day)])
    // Files name whoever approved, the database knows him by his id.
    const named = (pieces: readonly object[]) => pieces.map((piece) => ({ ...piece, approvedBy: undefined, ...('whole' in piece ? { whole: { ...(piece.whole as object), approvedBy: undefined } } : {}) }))
    expect(named(theirs)).toEqual(named(own))
  }
  const again = await mkdtemp(join(tmpdir(), 'xinqiao-content-'))
  await exportContent(other, again)
  expect(await filesIn(again)).toEqual(await filesIn(folder))
  await rm(again, { recursive: true })
})
