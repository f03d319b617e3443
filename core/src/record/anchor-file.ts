import { type AnchorHeader, anchorHash, headText, makeAnchor, noAnchorBefore, readHeadText, type StreamHead } from './anchor.ts'
import type { Link, Sha256 } from './link.ts'

/** An anchor as it is written: its header as JSON on the first line, then a line for each head. */
export type Anchor = { readonly header: AnchorHeader; readonly heads: readonly StreamHead[] }

export const anchorText = ({ header, heads }: Anchor): string => `${[JSON.stringify(header), ...heads.map(headText)].join('\n')}\n`

const headerOf = (line: string): AnchorHeader | undefined => {
  try {
    const header = JSON.parse(line) as AnchorHeader
    return header.format === 'xinqiao-anchor/1' ? header : undefined
  } catch {
    return undefined
  }
}

/** Undefined where the text is no anchor, or its header is not that of its lines. */
export const readAnchor = (sha256: Sha256, text: string): Anchor | undefined => {
  const [first = '', ...lines] = text.split('\n')
  const header = headerOf(first)
  if (!header || lines.pop() !== '') return undefined
  const heads = lines.flatMap((line) => readHeadText(line) ?? [])
  if (heads.length !== lines.length) return undefined
  const { day, at, before } = header
  return anchorHash(sha256, makeAnchor(sha256, { day, at, before }, heads)) === anchorHash(sha256, header) ? { header, heads } : undefined
}

export type AnchorFault = { readonly day: string; readonly fault: 'altered' | 'missing' }

export type AnchorsRead = { readonly heads: ReadonlyMap<string, Link>; readonly faults: readonly AnchorFault[]; readonly last: string | undefined }

/**
 * Follows anchors from the first to the last. `known`: the days the database says it was anchored on, with the hash of the header.
 * `file` gives the text of a day's anchor; texts are taken one at a time, for there may be years of them.
 */
export const createAnchorReader = (sha256: Sha256, known: ReadonlyMap<string, string>) => {
  const heads = new Map<string, Link>()
  const faults: AnchorFault[] = []
  const unseen = new Set(known.keys())
  let [before, last]: [string, string | undefined] = [noAnchorBefore, undefined]
  return {
    take: (day: string, text: string): void => {
      const anchor = readAnchor(sha256, text)
      unseen.delete(day)
      const hash = anchor && anchorHash(sha256, anchor.header)
      const stands = anchor?.header.day === day && anchor.header.before === before && (known.get(day) ?? hash) === hash
      if (!anchor || hash === undefined || !stands) faults.push({ day, fault: 'altered' })
      if (anchor) for (const { stream, seq, hash: of } of anchor.heads) heads.set(stream, { seq, hash: of })
      if (hash !== undefined) before = hash
      last = day
    },
    end: (): AnchorsRead => {
      for (const day of unseen) faults.push({ day, fault: 'missing' })
      return { heads, faults: faults.toSorted((a, b) => (a.day < b.day ? -1 : 1)), last }
    },
  }
}
