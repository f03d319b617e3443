import type { Guess, Request } from './understanding.ts'

/**
 * Several requests in one text: the text is cut at pauses and at words such as 还有 and 顺便, each piece is read alone,
 * pieces that ask nothing of their own join their neighbour, and two pieces with different, sure readings are two requests.
 */
const cuts = /[。！!？?；;\n]+|[，,、\s]+|(?=还有(?!几|多|\d|一?期|没)|另外|顺便|顺带|再问|对了|再就是|然后|同时|还想)/g

/** What stood between two requests belongs to neither. */
const leading = /^[\s，,。、；;：:]+/

const sureEnough = 0.6
const sure = 0.85

const idle: ReadonlySet<string> = new Set(['small-talk', 'out-of-scope', 'follow-up'])

/** Between commas stands mostly the story of one request; only a piece that itself asks or wants something may be another. */
const asks = /怎|咋|吗|么|多少|多久|多长|何时|什么|啥|几|哪|能|可以|可否|帮|给我|为[何什]|退|发我|转人工|投诉|催|别|不要|麻烦|建议|顺便|另外|[?？]|(?:行|好|可以|有|是|在|对)不$|没有?$|(.)[不没]\1/u

/** A bare wish to borrow (我弟弟想借钱) opens a story as often as it asks: it counts where the whole text is read as that. */
const wishes = /想|要|希望/

/** These say that another matter comes: then a piece need not ask (合同发我一份，发票也开一下; 密码忘了，手机号也不用了). */
const adds = /另外|还有(?!几|多|\d|一?期|没)|顺便|顺带|再就是|也(?!是|许)|还(?:打|来|给|把|扣|在)/

/** Asks on about the request before it and is none of its own: 展期怎么申请，要收费吗; 多扣的退给我，几天到账. */
const goesOn = /^(?:那|请问|大概|一般|要)*(?:(?:怎么|如何|咋)(?:个)?(?:操作|办理?|弄|搞|处理)?|(?:会|要|是不是)?(?:要|会)?(?:收|有|交)?(?:什么)?(?:手续)?费用?|(?:几天|多久|多长时间|什么时候)(?:能|可以|会)?(?:退|到|好|办好|改好|处理好|完成|有结果))(?:啊|呀|呢|吗|么|不|没)*$/
const paidBack = /^(?:大概|一般)?(?:几天|多久|什么时候)(?:能|可以|会)?到账(?:啊|呀|呢)*$/

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
    .filter(({ guess }) => guess.confidence >= sureEnough && !idle.has(guess.intent))
  const added = adds.test(plain)
  const asking = pieces.filter(({ start, end, guess }, at) => {
    const words = plain.slice(start, end)
    const before = pieces[at - 1]?.guess.intent
    if (before !== undefined && (goesOn.test(words) || (before === 'refund' && paidBack.test(words)))) return false
    return asks.test(plain.slice(start, end + 1)) || (wishes.test(words) ? guess.intent !== 'how-to-apply' || guess.intent === whole.intent : added && guess.confidence >= sure)
  })
  const kept = asking.filter((piece, at) => asking.findIndex(({ guess }) => guess.intent === piece.guess.intent) === at)
  if (kept.length < 2) return one
  return kept.map(({ guess, end }, at) => ({ intent: guess.intent, text: text.slice(at === 0 ? 0 : (kept[at - 1]?.end ?? 0), at === kept.length - 1 ? text.length : end).replace(leading, '').trim() }))
}
