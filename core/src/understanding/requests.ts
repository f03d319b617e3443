import type { Guess, Request } from './understanding.ts'

/**
 * Several requests in one text: the text is cut at pauses and at words such as 还有 and 顺便, each piece is read alone,
 * pieces that ask nothing of their own join their neighbour, and two pieces with different, sure readings are two requests.
 */
const cuts = /[。！!？?；;\n]+|[，,、\s]+|(?=还有(?!几|多|\d|一?期|没)|另外|顺便|顺带|再问|对了|再就是|然后|同时|还想)/g

/** What stood between two requests belongs to neither. */
const leading = /^[\s，,。、；;：:]+/

const sureEnough = 0.6

const idle: ReadonlySet<string> = new Set(['small-talk', 'out-of-scope', 'follow-up'])

/** Between commas stands mostly the story of one request; only a piece that itself asks or wants something may be another. */
const asks = /怎|咋|吗|么|多少|什么|啥|几|哪|能|可以|可否|想|要|帮|给我|为[何什]|退|发我|转人工|投诉|催|别|不要|麻烦|建议|希望|顺便|另外|[?？]|(?:行|好|可以|有|是|在|对)不$/

type Piece = { readonly start: number; readonly end: number; readonly guess: Guess }

const cutText = (plain: string): [number, number][] => {
  const pieces: [number, number][] = []
  let start = 0
  for (const match of plain.matchAll(cuts)) {
    if (match.index > start) pieces.push([start, match.index])
    start = match.index + match[0].length
  }
  if (start < plain.length) pieces.push([start, plain.length])
  return pieces
}

export const splitRequests = (text: string, plain: string, whole: Guess, read: (part: string, plain: string) => Guess): Request[] => {
  const one = [{ intent: whole.intent, text: text.trim() }]
  const spans = cutText(plain)
  if (spans.length < 2) return one
  const pieces = spans.filter(([start, end]) => end - start >= 3)
    .map(([start, end]): Piece => ({ start, end, guess: read(text.slice(start, end), plain.slice(start, end)) }))
    .filter(({ start, end, guess }) => guess.confidence >= sureEnough && !idle.has(guess.intent) && asks.test(plain.slice(start, end + 1)))
  const kept = pieces.filter((piece, at) => pieces.findIndex(({ guess }) => guess.intent === piece.guess.intent) === at)
  if (kept.length < 2) return one
  return kept.map(({ guess, end }, at) => ({ intent: guess.intent, text: text.slice(at === 0 ? 0 : (kept[at - 1]?.end ?? 0), at === kept.length - 1 ? text.length : end).replace(leading, '').trim() }))
}
