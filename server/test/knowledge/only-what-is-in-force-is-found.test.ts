import { isRefusal } from '@xinqiao/core/primitives/refusal.ts'
import { addDays, dayOf } from '@xinqiao/core/primitives/day.ts'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { approvePiece, proposePiece, withdrawPiece } from '../../src/knowledge/change-knowledge.ts'
import { contentPieces } from '../../src/knowledge/content-pieces.ts'
import { fillKnowledge, initKnowledge } from '../../src/knowledge/fill-knowledge.ts'
import { pieceInForce, piecesInForce, pieceVersion } from '../../src/knowledge/pieces.ts'
import { findArticleForIntent, searchArticles } from '../../src/knowledge/search-articles.ts'
import { openTestContext } from '../support/server.ts'

const { context } = await openTestContext()
const { db } = context
const today = dayOf(2026, 11, 23)

test('a new lender is filled once from content, whole', async () => {
  const stored = await fillKnowledge(context)
  expect(stored).toBe(contentPieces().length)
  expect(await fillKnowledge(context)).toBe(0)
  const [articles, terms, products, notices] = await Promise.all([
    piecesInForce(db, 'article', today), piecesInForce(db, 'term', today), piecesInForce(db, 'product', today), piecesInForce(db, 'notice', today),
  ])
  expect(articles.length).toBeGreaterThanOrEqual(60)
  expect(terms.length).toBeGreaterThanOrEqual(60)
  expect(products.length).toBeGreaterThanOrEqual(6)
  expect(notices.flatMap((list) => list.notices).length).toBeGreaterThan(10)
  expect(articles.every(({ owner, approvedBy }) => owner !== approvedBy)).toBe(true)
})

test('a question in the customer\'s words finds its article', async () => {
  const found = async (text: string) => (await searchArticles(db, { text, day: today, limit: 1 }))[0]
  expect(await found('提前还款要收违约金吗')).toMatchObject({ article: { id: 'prepayment-penalty' }, by: 'all-words' })
  expect(await found('扣款失败怎么办')).toMatchObject({ article: { id: 'repayment-failed' } })
  // No word of a dictionary, only a run of characters of the title.
  expect(await found('lp')).toMatchObject({ article: { id: 'four-times-lpr' }, by: 'characters' })
  expect(await found('？？？？')).toBeUndefined()
})

test('an article answers an intent for customers, never an agent\'s note', async () => {
  expect(await findArticleForIntent(db, 'prepayment', '违约金怎么收', today)).toMatchObject({ id: 'prepayment-penalty', audience: 'customer' })
  expect(await findArticleForIntent(db, 'prepayment', '嗯嗯', today)).toMatchObject({ audience: 'customer' })
  expect(await findArticleForIntent(db, 'no-such-intent', '提前还款', today)).toBeUndefined()
  const notes = await searchArticles(db, { text: '话术', day: today, limit: 50, audience: 'customer' })
  expect(notes.filter(({ article }) => article.audience === 'agent')).toEqual([])
})

const changed = async (version: number, over: Readonly<Record<string, unknown>>) => {
  const piece = contentPieces().find(({ body }) => body['id'] === 'service-hours')
  return { ...piece?.body, version, ...over }
}

test('a new version is used from its first day on, and only after a second person approved it', async () => {
  const body = await changed(2, { validFrom: '2026-12-01', approvedOn: '2026-11-23', reviewBy: '2027-12-01', title: '新的服务时间' })
  const december = dayOf(2026, 12, 1)
  const key = await db.transaction().execute((tx) => proposePiece(context, tx, 'article', body, 'staff-1'))
  if (isRefusal(key)) throw new Error(key.refused)
  expect(await pieceInForce(db, 'article', 'service-hours', december)).toMatchObject({ version: 1 })
  expect(await pieceVersion(db, 'article', 'service-hours', 2)).toBeUndefined()
  expect(await db.transaction().execute((tx) => approvePiece(context, tx, key, 'staff-1', today))).toMatchObject({ refused: 'same-person' })
  expect(await db.transaction().execute((tx) => approvePiece(context, tx, key, 'staff-2', today))).toEqual(key)
  expect(await pieceInForce(db, 'article', 'service-hours', addDays(december, -1))).toMatchObject({ version: 1 })
  expect(await pieceInForce(db, 'article', 'service-hours', december)).toMatchObject({ version: 2, approvedBy: 'staff-2' })
  const [hit] = await searchArticles(db, { text: '新的服务时间', day: december, limit: 1 })
  expect(hit).toMatchObject({ article: { id: 'service-hours', version: 2 } })
  const hits = await searchArticles(db, { text: '新的服务时间', day: today, limit: 50 })
  expect(hits.map(({ article }) => `${article.id} ${article.version}`)).not.toContain('service-hours 2')
})

test('what is withdrawn is not used from that day on, and the version before it is again', async () => {
  const day = dayOf(2026, 12, 10)
  const key = { kind: 'article', pieceId: 'service-hours', version: 2 } as const
  await db.transaction().execute((tx) => withdrawPiece(context, tx, key, 'staff-2', day, '写错了'))
  expect(await pieceInForce(db, 'article', 'service-hours', addDays(day, -1))).toMatchObject({ version: 2 })
  expect(await pieceInForce(db, 'article', 'service-hours', day)).toMatchObject({ version: 1 })
  // What an answer of that week rested on can still be read.
  expect(await pieceVersion(db, 'article', 'service-hours', 2)).toMatchObject({ title: '新的服务时间' })
})

test('a version is never overwritten, and one with a mistake is named', async () => {
  const again = await changed(1, { title: '换个标题' })
  expect(await db.transaction().execute((tx) => proposePiece(context, tx, 'article', again, 'staff-1'))).toMatchObject({ refused: 'version-conflict' })
  const wrong = await changed(3, { title: '' })
  expect(await db.transaction().execute((tx) => proposePiece(context, tx, 'article', wrong, 'staff-1'))).toMatchObject({ refused: 'invalid-request', field: 'title' })
  await expect(sql`update knowledge_version set body = '{}'`.execute(db)).rejects.toMatchObject({ code: '42501' })
})

test('a lender of one’s own speaks by the approved notices and terms; the demo’s articles only wait to be read', async () => {
  const { context: own } = await openTestContext()
  await initKnowledge(own)
  const kinds = async (kind: 'notice' | 'term' | 'reply' | 'article' | 'product') => (await piecesInForce(own.db, kind, today)).length
  expect(await kinds('notice')).toBeGreaterThan(0)
  expect(await kinds('term')).toBeGreaterThan(60)
  expect(await kinds('reply')).toBeGreaterThan(10)
  expect([await kinds('article'), await kinds('product')]).toEqual([0, 0])
  expect(await searchArticles(own.db, { text: '提前还款', day: today, limit: 5 })).toEqual([])
  const key = { kind: 'article', pieceId: 'prepayment', version: 1 } as const
  expect(await own.db.transaction().execute((tx) => approvePiece(own, tx, key, 'staff-2', today))).toEqual(key)
  expect(await pieceInForce(own.db, 'article', 'prepayment', today)).toMatchObject({ approvedBy: 'staff-2', validFrom: today })
  expect(await pieceInForce(own.db, 'article', 'prepayment', addDays(today, -1))).toBeUndefined()
  const tooLate = own.db.transaction().execute((tx) => approvePiece(own, tx, { ...key, pieceId: 'extension' }, 'staff-2', dayOf(2030, 1, 1)))
  expect(await tooLate).toMatchObject({ refused: 'invalid-request', field: 'reviewBy' })
})
