import { createHash } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { headText, makeAnchor, noAnchorBefore, type StreamHead } from '../../src/record/anchor.ts'
import { anchorText, createAnchorReader, readAnchor } from '../../src/record/anchor-file.ts'
import { beginning, canonical, type Fields, type Link, nextLink, rowDigest } from '../../src/record/link.ts'
import { merklePath, merkleRoot, rootOfPath } from '../../src/record/merkle.ts'
import { checkProof, type ProofRow, type StreamProof } from '../../src/record/proof.ts'
import { streamOfEvent } from '../../src/record/recorded-table.ts'
import { endStream, startStream, type WalkFault, type WalkedRow, walkRow } from '../../src/record/walk.ts'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const said = (seq: number): string => JSON.stringify({ body: { text: `第${seq}句` }, salt: sha256(`${seq}`).slice(0, 20) })
const fieldsOf = (seq: number): Fields => [['stream', 'case/1'], ['seq', String(seq)], ['kind', 'test'], ['actor', null], ['said_hash', sha256(said(seq))]]

type Row = WalkedRow & { readonly fields: Fields }

const chainOf = (count: number): readonly Row[] => {
  let link: Link = beginning
  return Array.from({ length: count }, (_, index) => {
    const fields = fieldsOf(index + 1)
    const digest = rowDigest(sha256, 'event', fields)
    link = nextLink(sha256, link, digest)
    return { seq: index + 1, digest, hash: link.hash, fields }
  })
}

const linkOf = (rows: readonly Row[], seq: number): Link => ({ seq, hash: rows[seq - 1]?.hash ?? beginning.hash })

const walk = (rows: readonly WalkedRow[], head: Link | undefined, anchored?: Link): WalkFault | undefined => {
  const known = { head, anchored }
  return endStream(rows.reduce((state, row) => walkRow(sha256, state, row, known), startStream), known)
}

test('no two rows have the same form, whatever stands in them', () => {
  const fields = fc.array(fc.tuple(fc.string({ maxLength: 4 }), fc.option(fc.string({ maxLength: 4 }))), { maxLength: 4 })
  fc.assert(fc.property(fields, fields, (a, b) => {
    const meant = (list: typeof a): string => JSON.stringify(list.filter(([, value]) => value !== null))
    expect(canonical('t', a) === canonical('t', b)).toBe(meant(a) === meant(b))
  }))
})

test('every row altered, dropped, moved or put in is named, and nothing else', () => {
  fc.assert(fc.property(fc.integer({ min: 2, max: 30 }), fc.nat(), fc.constantFrom('none', 'alter', 'hash', 'drop', 'swap', 'insert', 'truncate'), (count, place, what) => {
    const rows = chainOf(count)
    const at = place % count
    const seq = at + 1
    const head = linkOf(rows, count)
    const altered = rows.map((row) => (row.seq === seq ? { ...row, digest: sha256('other') } : row))
    const swapped = rows.map((row, index) => (index === at ? { ...row, digest: rows[(at + 1) % count]?.digest ?? '' } : index === (at + 1) % count ? { ...row, digest: rows[at]?.digest ?? '' } : row))
    const results: Record<typeof what, WalkFault | undefined> = {
      none: walk(rows, head),
      alter: walk(altered, head),
      hash: walk(rows.map((row) => (row.seq === seq ? { ...row, hash: sha256('other') } : row)), head),
      drop: walk(rows.toSpliced(at, 1), head),
      swap: walk(swapped, head),
      insert: walk([...rows, { seq: count + 1, digest: sha256('new'), hash: nextLink(sha256, head, sha256('new')).hash }], head),
      truncate: walk(rows.slice(0, at), head),
    }
    const expected: Record<typeof what, WalkFault | undefined> = {
      none: undefined, alter: { seq, fault: 'altered' }, hash: { seq, fault: 'altered' }, drop: { seq, fault: 'missing' },
      swap: { seq: Math.min(seq, ((at + 1) % count) + 1), fault: 'altered' }, insert: { seq: count + 1, fault: 'inserted' }, truncate: { seq, fault: 'missing' },
    }
    expect(results[what]).toEqual(expected[what])
  }))
})

test('a chain made anew from some row on, with its head, is found by an anchor', () => {
  const rows = chainOf(9)
  const anew: WalkedRow[] = []
  let link = linkOf(rows, 3)
  for (const row of rows.slice(3)) {
    link = nextLink(sha256, link, row.seq === 4 ? sha256('other') : row.digest)
    anew.push({ seq: link.seq, digest: row.seq === 4 ? sha256('other') : row.digest, hash: link.hash })
  }
  const forged = [...rows.slice(0, 3), ...anew]
  expect(walk(forged, link)).toBeUndefined()
  expect(walk(forged, link, linkOf(rows, 7))).toEqual({ seq: 7, fault: 'rewritten' })
  // Cut off, with a head that says so.
  expect(walk(rows.slice(0, 5), linkOf(rows, 5))).toBeUndefined()
  expect(walk(rows.slice(0, 5), linkOf(rows, 5), linkOf(rows, 7))).toEqual({ seq: 6, fault: 'missing' })
  expect(walk([], undefined, linkOf(rows, 7))).toEqual({ seq: 1, fault: 'missing' })
})

test('every leaf has a way to the root, and no other leaf has it', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 }), fc.nat(), fc.string(), (leaves, place, other) => {
    const index = place % leaves.length
    const root = merkleRoot(sha256, leaves)
    const path = merklePath(sha256, leaves, index)
    expect(rootOfPath(sha256, leaves[index] ?? '', path)).toBe(root)
    expect(rootOfPath(sha256, `${other} other`, path) === root).toBe(`${other} other` === leaves[index])
  }))
})

const headsOf = (rows: readonly Row[]): readonly StreamHead[] =>
  [{ stream: 'case/0', seq: 4, hash: sha256('0') }, { stream: 'case/1', ...linkOf(rows, 6) }, { stream: 'case/2', seq: 1, hash: sha256('2') }]

const proofOf = (rows: readonly Row[], from: number, to: number): StreamProof => {
  const heads = headsOf(rows)
  const anchor = makeAnchor(sha256, { day: '2026-11-23', at: '2026-11-23T02:00:00.000Z', before: noAnchorBefore }, heads)
  const shown = rows.slice(from - 1, to).map(({ seq, fields, digest, hash }): ProofRow => (seq === 5 ? { digest, hash } : { fields, said: said(seq), hash }))
  return { table: 'event', stream: 'case/1', before: linkOf(rows, from - 1), rows: shown, anchored: { seq: 6, path: merklePath(sha256, heads.map(headText), 1), anchor } }
}

const check = (stream: StreamProof) => checkProof(sha256, { format: 'xinqiao-proof/1', madeAt: '2026-11-23T03:00:00.000Z', streams: [stream] })

test('an exported part is proven by itself, with a row that is not shown', () => {
  const rows = chainOf(8)
  const { faults, proven } = check(proofOf(rows, 3, 7))
  expect(faults).toEqual([])
  expect(proven).toMatchObject([{ stream: 'case/1', from: 3, to: 7, anchored: { seq: 6, day: '2026-11-23' } }])
})

test('whatever is altered in an export is found', () => {
  const proof = proofOf(chainOf(8), 3, 7)
  const withRow = (index: number, change: (row: ProofRow) => ProofRow): StreamProof => ({ ...proof, rows: proof.rows.map((row, at) => (at === index ? change(row) : row)) })
  const faultOf = (stream: StreamProof) => check(stream).faults.map(({ seq, fault }) => [seq, fault])
  expect(faultOf(withRow(1, (row) => ({ ...row, fields: [...fieldsOf(4).slice(0, 2), ['kind', 'other']] }) as ProofRow))).toEqual([[4, 'altered']])
  expect(faultOf(withRow(1, (row) => ({ ...row, said: '{"text":"别的"}' }) as ProofRow))).toEqual([[4, 'said-altered']])
  expect(faultOf({ ...proof, rows: proof.rows.toSpliced(1, 1) })).toEqual([[4, 'altered']])
  expect(faultOf({ ...proof, before: beginning })).toEqual([[1, 'out-of-place']])
  expect(faultOf({ ...proof, stream: 'case/2' })).toEqual([[3, 'out-of-place']])
  expect(faultOf({ ...proof, rows: proof.rows.slice(0, 3) })).toEqual([[6, 'not-under-its-anchor']])
  expect(faultOf({ ...proof, anchored: { seq: 6, path: [], anchor: { ...(proof.anchored?.anchor as never as object), root: sha256('x') } as never } })).toEqual([[6, 'not-under-its-anchor']])
})

test('anchors follow one another, and one altered, removed or put in is named', () => {
  const heads = headsOf(chainOf(8))
  const first = makeAnchor(sha256, { day: '2026-11-22', at: '2026-11-22T01:00:00.000Z', before: noAnchorBefore }, heads)
  const firstText = anchorText({ header: first, heads })
  const hashOf = (text: string): string => {
    const { header } = readAnchor(sha256, text) ?? {}
    return header ? sha256(JSON.stringify([header.format, header.day, header.at, header.before, header.streams, header.root])) : ''
  }
  const second = makeAnchor(sha256, { day: '2026-11-23', at: '2026-11-23T01:00:00.000Z', before: hashOf(firstText) }, [])
  const secondText = anchorText({ header: second, heads: [] })
  const known = new Map([['2026-11-22', hashOf(firstText)], ['2026-11-23', hashOf(secondText)]])
  const read = (files: Readonly<Record<string, string>>) => {
    const anchors = createAnchorReader(sha256, known)
    for (const [day, text] of Object.entries(files)) anchors.take(day, text)
    return anchors.end()
  }
  const whole = read({ '2026-11-22': firstText, '2026-11-23': secondText })
  expect(whole.faults).toEqual([])
  expect(whole.heads.get('case/1')).toEqual({ seq: 6, hash: heads[1]?.hash })
  expect(read({ '2026-11-22': firstText }).faults).toEqual([{ day: '2026-11-23', fault: 'missing' }])
  expect(read({ '2026-11-23': secondText }).faults).toEqual([{ day: '2026-11-22', fault: 'missing' }, { day: '2026-11-23', fault: 'altered' }])
  expect(read({ '2026-11-22': firstText.replace('case/2 1', 'case/2 2'), '2026-11-23': secondText }).faults[0]).toEqual({ day: '2026-11-22', fault: 'altered' })
})

test('an event belongs to the stream of the most particular thing it names', () => {
  expect(streamOfEvent('conversations.taken', { customerId: 'b', conversationId: 'a' })).toBe('conversation/a')
  expect(streamOfEvent('people.customer-viewed', { staffId: 's', customers: ['c'] })).toBe('staff/s')
  expect(streamOfEvent('knowledge.changed', { pieceId: 'p' })).toBe('kind/knowledge.changed')
  expect(streamOfEvent('loan.x', { loanRef: 'a b' })).toBe('kind/loan.x')
})
