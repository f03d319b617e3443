import type { Composed } from './compose.ts'

/**
 * What of an answer a language model may word. Every figure and name becomes a named place, and so does every clause that denies,
 * conditions, warns, asks or decides something: the model sees `{{amount_1}}`, the code puts back what stood there. Only plain
 * statements are left as words between the places.
 */

export type Slot = {
  readonly name: string
  readonly value: Composed
  /** The words of a clause that stands as it is, its figures covered: the model reads it so that the rest fits, and never writes it. */
  readonly shown?: string
}

/** `gaps[i]` stands before `slots[i]`, the last one behind them all. */
export type WordingTemplate = { readonly slots: readonly Slot[]; readonly gaps: readonly string[] }

type Span = { readonly start: number; readonly end: number }

/** Stands for a figure or a name while clauses are read; no text of ours holds it. */
const covered = '\uE000'

/** Whatever binds, frees, warns, threatens, asks or speaks of money that moves: none of it is a matter of style. */
export const bindingSign = new RegExp([
  '[不没无未非莫勿甭休拒否禁]', '(?<![分特])别', '如果', '假如', '若', '除非', '只要', '只有', '才', '但', '却', '最[多少高低长短早晚]', '[以之]内', '左右', '约', '可', '能', '会', '将',
  '须', '必', '应当', '应该', '请', '警', '谨防', '为准', '有效', '承诺', '保证', '审批', '审核', '批准', '通过', '同意', '减', '免', '退', '赔', '补', '送', '赠', '优惠', '逾期', '罚',
  '违约', '征信', '投诉', '举报', '起诉', '法律', '法院', '法规', '依法', '违法', '热线', '电话', '密码', '验证', '转账', '收费', '费用', '风险', '责任', '[？?“”"]',
].join('|'), 'u')

/** Numerals of every script, in digits or in words. */
const numeral = /[\p{N}零〇一二两三四五六七八九十百千万亿半壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億廿卅俩仨几]/gu

/** 一 that counts nothing. */
const countsNothing = /下一个(?![月季年周星工小礼])|一下/gu

/** The numerals of a text in their order, such as must be the same before and after a rewording. */
export const numeralsIn = (text: string): string => [...text.replaceAll(countsNothing, '').matchAll(numeral)].join('')

const mergedSpans = ({ figures, names }: Composed): readonly Span[] => {
  const merged: { start: number; end: number }[] = []
  for (const { start, end } of [...figures, ...names].sort((left, right) => left.start - right.start || right.end - left.end)) {
    const last = merged.at(-1)
    if (last && start < last.end) last.end = Math.max(last.end, end)
    else merged.push({ start, end })
  }
  return merged
}

/** Figures and names that lie wholly inside, at their new places. */
const part = (whole: Composed, from: number, to: number): Composed => {
  const isInside = ({ start, end }: Span): boolean => start >= from && end <= to
  return {
    text: whole.text.slice(from, to),
    figures: whole.figures.filter(isInside).map(({ start, end, figure }) => ({ start: start - from, end: end - from, figure })),
    names: whole.names.filter(isInside).map(({ start, end }) => ({ start: start - from, end: end - from })),
  }
}

const kindOf = ({ figures, names }: Composed): string => (figures.length === 1 && names.length === 0 ? (figures[0]?.figure.kind ?? 'value') : 'name')

/** Cut behind every sign but 、 and brackets, and at line ends; a figure or name is never cut. */
const clauses = /[^，。！？!?；;：\n]+[，。！？!?；;：]*/gu

type Place = Span & { readonly binds: boolean }

/** The places of a text in order: whole clauses that stand as they are, and the figures and names of the others. */
const placesIn = (plain: Composed): readonly Place[] => {
  const spans = mergedSpans(plain)
  let masked = plain.text
  for (const { start, end } of spans) masked = masked.slice(0, start) + covered.repeat(end - start) + masked.slice(end)
  return [...masked.matchAll(clauses)].flatMap(({ 0: words, index }): readonly Place[] => {
    const end = index + words.length
    if (bindingSign.test(words)) return [{ start: index, end, binds: true }]
    return spans.filter((span) => span.start >= index && span.end <= end).map((span) => ({ start: span.start, end: span.end, binds: false }))
  })
}

/** A clause as the model may read it: 〈…〉 where a figure or a name stands. */
const shownOf = (value: Composed): string => {
  let shown = value.text
  for (const { start, end } of mergedSpans(value).toReversed()) shown = `${shown.slice(0, start)}〈…〉${shown.slice(end)}`
  return shown
}

export const templateOf = (plain: Composed): WordingTemplate => {
  const slots: Slot[] = []
  const gaps: string[] = []
  const counts = new Map<string, number>()
  let from = 0
  for (const { start, end, binds } of placesIn(plain)) {
    const value = part(plain, start, end)
    const kind = binds ? 'clause' : kindOf(value)
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    gaps.push(plain.text.slice(from, start))
    slots.push({ name: `${kind}_${count}`, value, ...(binds ? { shown: shownOf(value) } : {}) })
    from = end
  }
  return { slots, gaps: [...gaps, plain.text.slice(from)] }
}

export const placeFor = (name: string): string => `{{${name}}}`

export const templateText = ({ slots, gaps }: WordingTemplate): string =>
  gaps.map((gap, place) => gap + (slots[place] ? placeFor(slots[place].name) : '')).join('')

export const standsAsItIs = ({ shown }: Slot): boolean => shown !== undefined

/** Ideographs outside all places: without any there is nothing to word. */
export const hasFreeWords = ({ gaps }: WordingTemplate): boolean => gaps.some((gap) => /\p{Script=Han}{2}/u.test(gap))
