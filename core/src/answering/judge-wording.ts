import type { WordingFault } from '../conversations/model-use.ts'
import { type Composed, join } from './compose.ts'
import type { WordingFreedom } from './wording-freedom.ts'
import { bindingSign, numeralsIn, type Slot, standsAsItIs, templateText, type WordingTemplate } from './wording-template.ts'

/**
 * Whether a model's reply may stand for the plain answer. It is not asked what the reply might mean: it is the plain answer, place by
 * place and word by word, but for approved links, exchanges and courtesies, or it is discarded. So no figure, link, number, promise or
 * denial that the plain answer does not hold can be in what is accepted, whatever the model was told and by whom.
 */

export type Discarded = { readonly fault: WordingFault; readonly quote: string }
export type JudgedWording = { readonly accepted: Composed } | Discarded

const discarded = (fault: WordingFault, quote: string = ''): Discarded => ({ fault, quote: quote.trim().slice(0, 40) })

type Known = { readonly word: string; readonly as: 'link' | 'same' | 'phrase'; readonly reads: string }
type Token = { readonly as: Known['as'] | 'content' | 'pause'; readonly text: string }

const lexicons = new WeakMap<WordingFreedom, ReadonlyMap<string, readonly Known[]>>()

/** By first character, the longest first; a word of a group reads as the group's first. */
const lexiconOf = (freedom: WordingFreedom): ReadonlyMap<string, readonly Known[]> => {
  const { links, same, phrases } = freedom
  const words: readonly Known[] = [
    ...links.map((word) => ({ word, as: 'link' as const, reads: word })),
    ...same.flatMap((group) => group.map((word) => ({ word, as: 'same' as const, reads: group[0] ?? word }))),
    ...phrases.map((word) => ({ word, as: 'phrase' as const, reads: word })),
  ]
  const longestFirst = words.toSorted((left, right) => right.word.length - left.word.length)
  const lexicon = lexicons.get(freedom) ?? Map.groupBy(longestFirst, ({ word }) => word.charAt(0))
  lexicons.set(freedom, lexicon)
  return lexicon
}

/** Signs at which speech pauses. None that could join two figures into one, and no minus. */
const pause = /[\s，。、；：！（）]/u

/** Whether a clause begins where the text does, and ends where it does. */
type Edges = { readonly opens: boolean; readonly closes: boolean }

const isWhole = (text: string, start: number, end: number, { opens, closes }: Edges): boolean =>
  (start === 0 ? opens : pause.test(text.charAt(start - 1))) && (end === text.length ? closes : pause.test(text.charAt(end)))

const tokensOf = (text: string, freedom: WordingFreedom, edges: Edges): readonly Token[] => {
  const lexicon = lexiconOf(freedom)
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const start = at
    const known = lexicon.get(text.charAt(at))
      ?.find(({ word, as }) => text.startsWith(word, start) && (as !== 'phrase' || isWhole(text, start, start + word.length, edges)))
    const last = tokens.at(-1)
    if (known) tokens.push({ as: known.as, text: known.reads })
    else if (pause.test(text.charAt(at))) tokens.push({ as: 'pause', text: text.charAt(at) })
    else if (last?.as === 'content') tokens[tokens.length - 1] = { as: 'content', text: last.text + text.charAt(at) }
    else tokens.push({ as: 'content', text: text.charAt(at) })
    at += known?.word.length ?? 1
  }
  return tokens
}

/** What is said, bare of links, pauses and courtesies. */
const saidIn = (tokens: readonly Token[]): readonly string[] => tokens.flatMap(({ as, text }) => (as === 'content' || as === 'same' ? [text] : []))

const mostLinksTogether = 2

const tooManyLinks = (tokens: readonly Token[]): boolean => {
  const rest = tokens.filter(({ as }) => as !== 'pause')
  return rest.some((_, place) => rest.slice(place, place + mostLinksTogether + 1).filter(({ as }) => as === 'link').length > mostLinksTogether)
}

const place = /\{\{\s*(\w{1,40})\s*\}\}/gu

/** A reply cut at its places: their names in order, and the words before, between and behind them. */
const cut = (reply: string): { readonly names: readonly string[]; readonly gaps: readonly string[] } => {
  const found = [...reply.matchAll(place)]
  const ends = [0, ...found.map(({ index, 0: whole }) => index + whole.length)]
  return { names: found.map((match) => match[1] ?? ''), gaps: ends.map((end, at) => reply.slice(end, found[at]?.index ?? reply.length)) }
}

const wrongPlaces = (names: readonly string[], slots: readonly Slot[]): Discarded | undefined => {
  const asked = slots.map(({ name }) => name)
  const unknown = names.find((name) => !asked.includes(name))
  if (unknown !== undefined) return discarded('unknown-value', unknown)
  const missing = asked.find((name) => !names.includes(name))
  if (missing !== undefined) return discarded('missing-value', missing)
  const moved = names.find((name, at) => name !== asked[at])
  return moved === undefined ? undefined : discarded('moved-value', moved)
}

const linkSign = /https?|www|:\/\/|\.(?:com|cn|net|org|top|xyz|cc|vip|me|io)|@|微信|[QＱ]{2}|二维码|扫码|公众号/iu

/** The first of the plain words that is not said. */
const lacking = (said: readonly string[], plain: readonly string[]): string => plain.find((words, at) => said[at] !== words) ?? ''

/** Names what is wrong with words that are not the plain ones; it only names, for that they differ is enough. */
const differs = (gap: string, said: readonly string[], plainGap: string, plain: readonly string[]): Discarded => {
  const more = said.find((words, at) => plain[at] !== words)
  if (linkSign.test(gap)) return discarded('link', linkSign.exec(gap)?.[0] ?? '')
  if (numeralsIn(gap) !== numeralsIn(plainGap)) return discarded('figure', numeralsIn(gap))
  const binding = said.find((words) => bindingSign.test(words) && !plain.includes(words))
  if (binding !== undefined) return discarded('binding-words', binding)
  return more === undefined ? discarded('says-less', lacking(said, plain)) : discarded('says-more', more)
}

/** Between two values a sign that parts them stays, and no word comes where there was none: 本金 A、利息 B is not 本金 A 的利息 B. */
const joins = (gap: string, tokens: readonly Token[], plainGap: string): boolean =>
  tokens.some(({ as }) => as === 'link') || (gap.trim() === '') !== (plainGap.trim() === '') || (gap === '') !== (plainGap === '')

/** A gap with what stands at its sides: a sentence that stands as it is ends a clause, as the text's own ends do. */
type Gap = { readonly gap: string; readonly plainGap: string; readonly edges: Edges; readonly isBetweenValues: boolean }

const gapAt = ({ slots, gaps }: WordingTemplate, at: number, gap: string): Gap => {
  const [before, after] = [slots[at - 1], slots[at]]
  const edges = { opens: before === undefined || standsAsItIs(before), closes: after === undefined || standsAsItIs(after) }
  return { gap, plainGap: gaps[at] ?? '', edges, isBetweenValues: !edges.opens && !edges.closes }
}

const judgeGap = ({ gap, plainGap, edges, isBetweenValues }: Gap, freedom: WordingFreedom): Discarded | undefined => {
  const tokens = tokensOf(gap, freedom, edges)
  const [said, plain] = [saidIn(tokens), saidIn(tokensOf(plainGap, freedom, edges))]
  if (said.length !== plain.length || said.some((words, index) => words !== plain[index])) return differs(gap, said, plainGap, plain)
  if (tooManyLinks(tokens)) return discarded('says-more', gap)
  return isBetweenValues && plain.length === 0 && joins(gap, tokens, plainGap) ? discarded('moved-value', gap) : undefined
}

const courtesiesIn = (gaps: readonly Gap[], freedom: WordingFreedom): number =>
  gaps.flatMap(({ gap, edges }) => tokensOf(gap, freedom, edges)).filter(({ as }) => as === 'phrase').length

const roomForCourtesy = 80
const mostCourtesies = 3

/** Some models think aloud first. */
const thinking = /^\s*<think>[\s\S]*?<\/think>/u

const fill = (gaps: readonly string[], slots: readonly Slot[]): Composed =>
  join(gaps.flatMap((gap, at): readonly Composed[] => [{ text: gap, figures: [], names: [] }, ...(slots[at] ? [slots[at].value] : [])]), '')

export const judgeWording = (template: WordingTemplate, replied: string, freedom: WordingFreedom): JudgedWording => {
  const reply = replied.replace(thinking, '').trim()
  if (reply === '') return discarded('empty')
  if (reply.length > templateText(template).length * 2 + roomForCourtesy) return discarded('too-long')
  const { names, gaps: words } = cut(reply)
  const misplaced = wrongPlaces(names, template.slots)
  if (misplaced) return misplaced
  const gaps = words.map((gap, at) => gapAt(template, at, gap))
  const wrong = gaps.map((gap) => judgeGap(gap, freedom)).find((fault) => fault !== undefined)
  if (wrong) return wrong
  if (courtesiesIn(gaps, freedom) > mostCourtesies) return discarded('too-long')
  const accepted = fill(words, template.slots)
  // Holds by all the above; were the lists ever to let a numeral through, it would end here.
  const plain = fill(template.gaps, template.slots)
  return numeralsIn(accepted.text) === numeralsIn(plain.text) ? { accepted } : discarded('figure')
}
