import { describe, expect, test } from 'vitest'
import { parseDisclosure } from '../../src/compliance/disclosure.ts'
import { dueForReview, type Governance, inForceOn } from '../../src/compliance/governance.ts'
import { parseRegulation } from '../../src/compliance/regulation.ts'
import { parseLenderProfile } from '../../src/knowledge/lender-profile.ts'
import { parseNotices } from '../../src/knowledge/notice.ts'
import { parseReplies } from '../../src/knowledge/reply.ts'
import { civil, type Day, dayOf } from '../../src/primitives/day.ts'
import type { Read } from '../../src/primitives/reading.ts'
import { articles, contentFiles, contentJson, terms } from './content-files.ts'

const valueOf = <T>(read: Read<T>): T => {
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

const replies = contentFiles('replies', '.json').flatMap((file) => valueOf(parseReplies(contentJson(file))))
const disclosures = contentFiles('disclosures', '.json').map((file) => valueOf(parseDisclosure(contentJson(file))))
const notices = ['notices', 'answers', 'wordings'].map((name) => valueOf(parseNotices(contentJson(`desk/${name}.json`))))
const regulation = valueOf(parseRegulation(contentJson('regulation/regulation.json')))

const kinds: readonly (readonly [string, readonly (Governance & { readonly id: string })[], number])[] = [
  ['articles', articles, 70], ['terms', terms, 70], ['replies', replies, 40], ['disclosures', disclosures, 10], ['notices', notices, 2], ['regulation', regulation, 40],
]

describe.each(kinds)('%s', (_kind, pieces, least) => {
  test('are as many as a desk needs, each id once', () => {
    expect(pieces.length).toBeGreaterThanOrEqual(least)
    expect(new Set(pieces.map((piece) => piece.id)).size).toBe(pieces.length)
  })

  test('were approved in 2026 before November by somebody else, and will be read again in 2027', () => {
    const wrong = pieces.filter(({ owner, approvedBy, approvedOn, validFrom, reviewBy }) =>
      owner === approvedBy || civil(approvedOn).year !== 2026 || civil(approvedOn).month > 10 || civil(validFrom).year !== 2026 || civil(reviewBy).year !== 2027)
    expect(wrong.map((piece) => piece.id)).toEqual([])
  })
})

test('no two terms share a spelling, across files', () => {
  const spellings = terms.flatMap((term) => [term.zh, ...term.aliases].map((words) => words.toLowerCase()))
  expect(spellings.filter((words, index) => spellings.indexOf(words) !== index)).toEqual([])
})

test('a disclosure rests on rules that exist and are more than remembered', () => {
  const sure = new Set(regulation.filter((rule) => rule.confidence !== 'mem').map((rule) => rule.id))
  expect(disclosures.flatMap((disclosure) => disclosure.basis).filter((rule) => !sure.has(rule))).toEqual([])
})

test('no two sentences of the machine share an id', () => {
  const ids = notices.flatMap((file) => file.notices.map((notice) => notice.id))
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
})

test('the lender is described', () => {
  expect(parseLenderProfile(contentJson('desk/lender.json'))).toMatchObject({ ok: true })
})

test('a reply states no figure of its own and names only known fields', () => {
  const reply = { ...(contentJson('replies/closing.json') as object[])[0] }
  const codes = (text: string): readonly string[] => {
    const read = parseReplies([{ ...reply, text }])
    return read.ok ? [] : read.problems.map((problem) => problem.code)
  }
  expect(codes('您好，{customerName}')).toEqual([])
  expect(codes('您本期应还 1733.60 元')).toContain('unlisted-figure')
  expect(codes('三天内答复您')).toContain('unlisted-figure')
  expect(codes('您好，{custmerName}')).toEqual(['unknown-placeholder'])
})

test('a notice says the same in both languages', () => {
  const file = contentJson('desk/notices.json') as { notices: { text: { zh: string; en: string } }[] }
  const codes = (zh: string, en: string, fields: readonly string[]): readonly string[] => {
    const notice = { ...file.notices[0], fields, text: { zh, en } }
    const read = parseNotices({ ...file, notices: [notice] })
    return read.ok ? [] : read.problems.map((problem) => problem.code)
  }
  expect(codes('{opensAt} 上班', 'Back at {opensAt}', ['opensAt'])).toEqual([])
  expect(codes('{opensAt} 上班', 'Back soon', ['opensAt'])).toEqual(['contradiction'])
  expect(codes('{opensAt} 上班', 'Back at {opensAt}', [])).toEqual(['unknown-placeholder', 'unknown-placeholder'])
  expect(codes('9 点上班', 'Back soon', [])).toEqual(['unlisted-figure'])
})

describe('what is in force on a day', () => {
  const piece = (version: number, from: Day, until?: Day): Governance & { readonly id: string } => ({
    id: 'rate', version, owner: '甲', approvedBy: '乙', approvedOn: from, validFrom: from, reviewBy: dayOf(2027, 1, 1), source: '合同',
    ...(until === undefined ? {} : { validUntil: until }),
  })
  const versions = [piece(2, dayOf(2026, 6, 1), dayOf(2026, 12, 31)), piece(1, dayOf(2026, 1, 1)), piece(3, dayOf(2027, 6, 1))]
  const versionOn = (day: Day): readonly number[] => inForceOn(versions, day).map((each) => each.version)

  test('is the newest version that has begun and not ended', () => {
    expect(versionOn(dayOf(2025, 12, 31))).toEqual([])
    expect(versionOn(dayOf(2026, 1, 1))).toEqual([1])
    expect(versionOn(dayOf(2026, 6, 1))).toEqual([2])
    expect(versionOn(dayOf(2026, 12, 31))).toEqual([2])
    expect(versionOn(dayOf(2027, 1, 1))).toEqual([1])
    expect(versionOn(dayOf(2027, 6, 1))).toEqual([3])
  })

  test('is listed as due once its review day has passed, and still stands', () => {
    expect(dueForReview(versions, dayOf(2027, 1, 1))).toEqual([])
    expect(dueForReview(versions, dayOf(2027, 1, 2)).map((each) => each.version)).toEqual([1])
    expect(versionOn(dayOf(2027, 1, 2))).toEqual([1])
  })
})
