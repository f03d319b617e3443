import type { WordingFault } from '../conversations/model-use.ts'
import { type Composed, join } from './compose.ts'
import type { WordingFreedom } from './wording-freedom.ts'
import { bindingSign, numeralsIn, type Slot, standsAsItIs, templateText, type WordingTemplate } from './wording-template.ts'

/**
 * Whether a model's reply may stand for the plain answer. It is not asked what the reply might mean: it is the plain answer, place by
 * place and word by word, but for approved exchanges, copulas and courtesies, or it is discarded. So no figure, link, number, promise or
 * denial that the plain answer does not hold can be in what is accepted, whatever the model was told and by whom.
 */

export type Discarded = { readonly fault: WordingFault; readonly quote: string }
export type JudgedWording = { readonly accepted: Composed } | Discarded

const discarded = (fault: WordingFault, quote: string = ''): Discarded => ({ fault, quote: quote.trim().slice(0, 40) })

type Token = { readonly as: 'content' | 'same' | 'link' | 'stop' | 'pause' | 'line' | 'blank'; readonly text: string }
type Known = Token & { readonly word: string }

const lexicons = new WeakMap<WordingFreedom, readonly Known[]>()

/** The longest first; a word of a group reads as the group's first. */
const lexiconOf = (freedom: WordingFreedom): readonly Known[] => {
  const known = lexicons.get(freedom)
  if (known) return known
  const words: readonly Known[] = [
    ...freedom.links.map((word) => ({ word, as: 'link' as const, text: word })),
    ...freedom.same.flatMap((group) => group.map((word) => ({ word, as: 'same' as const, text: group[0] ?? word }))),
  ]
  const lexicon = words.toSorted((left, right) => right.word.length - left.word.length)
  lexicons.set(freedom, lexicon)
  return lexicon
}

/** Signs of speech. None among them could join two figures into one, and none is a minus. */
const signs = (character: string): Token['as'] =>
  /[。！；]/u.test(character) ? 'stop' : /[，、：（）]/u.test(character) ? 'pause' : character === '\n' ? 'line' : /\s/u.test(character) ? 'blank' : 'content'

const tokensOf = (text: string, freedom: WordingFreedom): readonly Token[] => {
  const tokens: Token[] = []
  for (let at = 0; at < text.length;) {
    const known = lexiconOf(freedom).find(({ word }) => text.startsWith(word, at))
    const character = text.charAt(at)
    const token = known ?? { as: signs(character), text: character }
    const last = tokens.at(-1)
    if (token.as === 'content' && last?.as === 'content') tokens[tokens.length - 1] = { as: 'content', text: last.text + token.text }
    else tokens.push(token)
    at += known?.word.length ?? 1
  }
  return tokens
}

/** What parts two words: whether a sentence ends there, whether speech pauses, and which links stand there. */
type Parting = { stop: boolean; pause: boolean; links: string[] }

const unparted = (): Parting => ({ stop: false, pause: false, links: [] })

/** The words of a gap, with what stands before, between and behind them: one parting more than words. */
type Words = { readonly said: readonly string[]; readonly partings: readonly Parting[] }

/** `ended`: a sentence has ended before the gap, so that a new line says nothing more. */
const wordsOf = (gap: string, freedom: WordingFreedom, ended: boolean): Words => {
  const said: string[] = []
  const partings: Parting[] = [unparted()]
  for (const { as, text } of tokensOf(gap, freedom)) {
    const parting = partings.at(-1)
    if (as === 'content' || as === 'same') {
      said.push(text)
      partings.push(unparted())
    } else if (parting) {
      if (as === 'stop' || (as === 'line' && !(ended && said.length === 0))) parting.stop = true
      if (as === 'pause') parting.pause = true
      if (as === 'link') parting.links.push(text)
    }
  }
  return { said, partings }
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

/** Names what is wrong with words that are not the plain ones; it only names, for that they differ is enough. */
const differs = (gap: string, plainGap: string, { said }: Words, plain: readonly string[]): Discarded => {
  if (linkSign.test(gap)) return discarded('link', linkSign.exec(gap)?.[0])
  if (numeralsIn(gap) !== numeralsIn(plainGap)) return discarded('figure', gap)
  const binding = said.find((words) => bindingSign.test(words) && !plain.includes(words))
  if (binding !== undefined) return discarded('binding-words', binding)
  const less = plain.find((words) => !said.includes(words))
  const more = said.find((words) => !plain.includes(words)) ?? (less === undefined ? said.find((words, at) => plain[at] !== words) : undefined)
  return more === undefined ? discarded('says-less', less) : discarded('says-more', more)
}

type Gap = { readonly gap: string; readonly plainGap: string; readonly before: Slot | undefined; readonly after: Slot | undefined }

const endsSentence = (slot: Slot | undefined): boolean => slot !== undefined && /[。！？；]$/u.test(slot.value.text)

const isValue = (slot: Slot | undefined): boolean => slot !== undefined && !standsAsItIs(slot)

/**
 * Between two words, and at the edges, speech pauses and stops where it did: a comma moved can turn a condition to another sentence. Only
 * between a label and its value a copula or a pause may come or go, and behind the last word a full stop.
 */
const isParted = (parting: Parting, plain: Parting | undefined, at: 'label' | 'end' | 'between'): boolean => {
  const links = parting.links.join(' ') === plain?.links.join(' ')
  if (at === 'end') return links
  if (parting.stop !== plain?.stop) return false
  return at === 'label' ? parting.links.length < 2 : parting.pause === plain.pause && links
}

const judgeGap = ({ gap, plainGap, before, after }: Gap, freedom: WordingFreedom): Discarded | undefined => {
  const ended = before === undefined || endsSentence(before)
  const [words, plain] = [wordsOf(gap, freedom, ended), wordsOf(plainGap, freedom, ended)]
  const { said, partings } = words
  if (said.length !== plain.said.length || said.some((word, at) => word !== plain.said[at])) return differs(gap, plainGap, words, plain.said)
  const last = after === undefined ? 'end' : said.length > 0 && isValue(after) ? 'label' : 'between'
  const wrong = partings.findIndex((parting, at) => !isParted(parting, plain.partings[at], at === partings.length - 1 ? last : 'between'))
  if (wrong >= 0) return discarded('moved-value', gap)
  // Two values that a blank parts would run together without it.
  return isValue(before) && isValue(after) && (gap === '') !== (plainGap === '') ? discarded('moved-value', gap) : undefined
}

const mostCourtesies = 2

type Stretch = { readonly start: number; readonly end: number }

/**
 * Where the answer stands in a reply, between courtesies, each parted from it by a sign. `ends`: its own last place ends a sentence
 * already.
 */
const bare = (reply: string, { phrases }: WordingFreedom, ends: boolean): Stretch => {
  const parted = ends ? /[。！？\n}]\s*$/u : /[。！？\n]\s*$/u
  const longestFirst = phrases.toSorted((left, right) => right.length - left.length)
  let [start, end] = [0, reply.length]
  for (let count = 0; count < mostCourtesies; count += 1) {
    const phrase = longestFirst.find((one) => reply.startsWith(one, start))
    const sign = phrase && /^[，。：！\s]+/u.exec(reply.slice(start + phrase.length))?.[0]
    if (phrase && sign) start += phrase.length + sign.length
  }
  for (let count = 0; count < mostCourtesies; count += 1) {
    const rest = reply.slice(start, end).replace(/[。！\s]+$/u, '')
    const phrase = longestFirst.find((one) => rest.endsWith(one) && parted.test(rest.slice(0, -one.length)))
    if (phrase) end = start + rest.length - phrase.length
  }
  return { start, end }
}

const words = (text: string): Composed => ({ text, figures: [], names: [] })

const fill = (gaps: readonly string[], slots: readonly Slot[]): Composed =>
  join(gaps.flatMap((gap, at): readonly Composed[] => [words(gap), ...(slots[at] ? [slots[at].value] : [])]), '')

const judgeStretch = ({ slots, gaps: plain }: WordingTemplate, reply: string, { start, end }: Stretch, freedom: WordingFreedom): JudgedWording => {
  const { names, gaps } = cut(reply.slice(start, end))
  const faults = gaps.map((gap, at) => judgeGap({ gap, plainGap: plain[at] ?? '', before: slots[at - 1], after: slots[at] }, freedom))
  const wrong = wrongPlaces(names, slots) ?? faults.find((fault) => fault !== undefined)
  if (wrong) return wrong
  const accepted = join([words(reply.slice(0, start)), fill(gaps, slots), words(reply.slice(end))], '')
  // Holds by all the above; were the lists ever to let a numeral through, it would end here.
  return numeralsIn(accepted.text) === numeralsIn(fill(plain, slots).text) ? { accepted } : discarded('figure')
}

/** Some models think aloud first. */
const thinking = /^\s*<think>[\s\S]*?<\/think>/u
const roomForCourtesy = 120

export const judgeWording = (template: WordingTemplate, replied: string, freedom: WordingFreedom): JudgedWording => {
  const reply = replied.replace(thinking, '').trim()
  if (reply === '') return discarded('empty')
  if (reply.length > templateText(template).length * 2 + roomForCourtesy) return discarded('too-long')
  // As it is first: the plain answer may begin with a courtesy of its own.
  const whole = judgeStretch(template, reply, { start: 0, end: reply.length }, freedom)
  return 'accepted' in whole ? whole : judgeStretch(template, reply, bare(reply, freedom, endsSentence(template.slots.at(-1))), freedom)
}
