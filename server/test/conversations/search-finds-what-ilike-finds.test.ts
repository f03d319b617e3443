import { expect, test } from 'vitest'
import { fill, makePlainCopy } from '../../../bench/search/fill.ts'
import { byIlike, bySearch, measure, questionsFrom } from '../../../bench/search/measure.ts'
import { rebuildIndex } from '../../src/conversations/index-entries.ts'
import { newestLookedThrough, readIndexRows } from '../../src/conversations/search-store.ts'
import { createStaff } from '../../src/people/staff.ts'
import { connect } from '../../src/platform/db.ts'
import { openTestContext } from '../support/server.ts'

/** `bench/search`, short: what is measured there is one and the same answer by both ways. */

const { context, database } = await openTestContext()
const owner = await connect(database.ownerUrl, 'test')
await makePlainCopy(owner, database.appRole)
await owner.end()
await createStaff(context, context.db, { email: 'bench@test.example', name: '测试', roles: ['supervisor'], passwordHash: 'none' })
// More than are looked through one by one, so that the index of tokens answers too.
const count = newestLookedThrough + 2000
const texts = await fill({ context, ownerUrl: database.ownerUrl, seed: 1, from: 0, to: count, firstAt: Date.UTC(2026, 0, 1), every: 60_000, keepEvery: 23 })
const questions = questionsFrom(texts, 12)

test('there are questions of every kind', () => {
  expect(new Set(questions.map(({ kind }) => kind)).size).toBe(9)
})

test.each(questions)('$kind: $q', async ({ q, kind }) => {
  const [search, ilike] = [await bySearch(context, q), await byIlike(context, q)]
  expect(search).toEqual(ilike)
  expect(search.length > 0).toBe(kind !== 'nothing there')
})

test('the measure asks each question both ways', async () => {
  const times = await measure(context, questions.slice(0, 3))
  const all = [...times.values()]
  expect([all.flatMap(({ search }) => search).length, all.flatMap(({ ilike }) => ilike).length]).toEqual([3, 3])
})

test('thousands of entries are indexed anew, part by part, to the same rows', async () => {
  const before = await readIndexRows(context.db)
  expect(await rebuildIndex(context)).toBe(count)
  expect(await readIndexRows(context.db)).toEqual(before)
})
