import { readNumber } from '../numeral.ts'
import type { ProcedureIntent, SlotName, Slots, SlotValue } from './procedure.ts'
import { type Role, roles, type WordRole, wordRolesOf } from './roles.ts'
import { type Span, type SpanKind, spansOf, type Words } from './spans.ts'

/** What one message says for one procedure, in the order of the words. */
export type Said = {
  readonly slot: SlotName
  readonly value: SlotValue
  readonly at: number
  /** By words of its own, not because it was the only thing left. */
  readonly cued: boolean
  /** 不是15号: what it is not. */
  readonly not: boolean
  /** The place of its value in its list of words; the first weighs most. */
  readonly rank: number
}

/** `known` in the order in which it was said, the latest last; `correcting`: the message takes something back. */
/** `loose`: the known facts that another reading may still move. */
export type Hearing = { readonly known: Slots; readonly loose: readonly SlotName[]; readonly asked: SlotName | undefined; readonly correcting: boolean }

const reach = 12
const stops = /[，,。！!？?；;\n]/

/** The words around a span, up to the next pause that a typist marks, blanks taken out. */
const around = (plain: string, { start, end }: Pick<Span, 'start' | 'end'>): { readonly before: string; readonly after: string; readonly apart: boolean } => {
  const before = plain.slice(Math.max(0, start - reach), start).replace(/(^|\s)不\s+/, '$1。').split(stops).at(-1) ?? ''
  const after = plain.slice(end, end + reach).split(stops)[0] ?? ''
  return { apart: /^\s/.test(after), before: before.replace(/\s+/g, ''), after: after.replace(/\s+/g, '').replace(/^(?:上午|下午|晚上|早上|中午|凌晨|晚|早|夜里|半夜)/, '') }
}

/** 用建行卡 别扣农行的: from where nothing is to be paid. For a change of card that is the old card, which its roles know. */
const deniedBank = /(?:别|不|不要|不想|不能|甭)(?:再)?(?:从|扣|用|走|动)(?:我)?(?:的)?$/

const denied = /(?:不是|不要|不想|别(?:按|算)?|不(?:按|算|用|选)|非|而不是)$/

const slotFor = (slots: Exclude<Role['slots'], 'nothing'>, { known, asked, correcting }: Hearing): SlotName =>
  (correcting ? slots.findLast((slot) => Object.keys(known).at(-1) === slot) : undefined)
  ?? (asked !== undefined && slots.includes(asked) ? asked : undefined) ?? slots.find((slot) => known[slot] === undefined) ?? slots[slots.length - 1] ?? slots[0]

const fits = ({ before, after, said, onlyNew, close, slots }: Role, span: Span, words: ReturnType<typeof around>, known: Slots): boolean =>
  !(close === true && words.apart) && !(onlyNew === true && slots !== 'nothing' && slots.some((slot) => known[slot] !== undefined)) && (before === undefined || before.test(words.before)) && (after === undefined || after.test(words.after)) && (said === undefined || said.test(String(span.value)))

/** 3号还是5号, 12期和24期哪个好: neither is said. */
const eitherOr = /^[\s，,？?]*(?:呢|吧|啊)?[\s，,]*(?:还是|或者?|和|跟|与)[\s，,]*(?:分|借|按|选)?$/

/** 半年 还是一年吧: a change of mind. */
const settledOn = /^[\s，,]+还是(?:分|借|按|选)?$/

const undecided = (plain: string, span: Span, spans: readonly Span[]): boolean =>
  spans.some((other) => {
    if (other === span || other.kind !== span.kind || other.value === span.value) return false
    const [first, second] = other.start < span.start ? [other, span] : [span, other]
    if (settledOn.test(plain.slice(first.end, second.start)) && /^(?:吧|好了|算了|得了)/.test(plain.slice(second.end))) return false
    return eitherOr.test(plain.slice(first.end, second.start)) && /哪|还是|或|区别|来着|[?？]/.test(plain.slice(first.start))
  })

/** What these are follows from themselves. */
const plainKinds: ReadonlySet<SpanKind> = new Set(['phone', 'loanRef', 'bank', 'rate'])

/** 8号说错了 是9号, 不是8号是9号: between the two stands nothing but the taking back. */
/** 30号不行那就27号: so the day wished for is another. */
const givesUp = /^[号日的元块钱期卡那张个]*(?:就|也)?(?:不行|不方便|没空|不成|来不及|不合适|不支持|不够|太[早晚多少久长短紧])[了的话\s，,。]*(?:那就|那|就|还是|换|改|要不)+(?:是|按)?$/
const takesBack = /^[号日的元块钱期卡那张个吧啊呀\s，,。]*(?:[哦啊噢哎诶唉]+[\s，,]*(?:是|应该是)?$|[哦啊噢呃额嗯]?(?:不对|不是|错了|[说写看打记搞弄]错了?|不+)(?:[了\s，,。]|不对|不是|应该|就|是)*$)/
const goesOn = /^[号日的元块钱期卡那张个\s，,。]*(?:而|应该|就)?是?$/

/** What is wished for may be given up for another wish; what stands in the contract may not. */
const wished: ReadonlySet<SlotName> = new Set(['newDay', 'newDate', 'date', 'amount', 'term', 'newBank'])

type Before = { readonly span: Span; readonly slot: SlotName; readonly denied: boolean }

/** The fact in whose place this one is put by the same breath. */
const inPlaceOf = (plain: string, span: Span, before: Before | undefined): SlotName | undefined => {
  if (before === undefined || before.span.kind !== span.kind || before.span.value === span.value) return undefined
  const between = plain.slice(before.span.end, span.start)
  if (givesUp.test(between)) return wished.has(before.slot) ? before.slot : undefined
  return (before.denied ? goesOn : takesBack).test(between) ? before.slot : undefined
}

/** Under which of the facts that this kind can be the value is known already. */
const alreadyAt = (intent: ProcedureIntent, { kind, value }: Span, known: Slots): SlotName | undefined =>
  roles[intent].flatMap((role) => (role.kind === kind && role.slots !== 'nothing' ? role.slots : [])).find((slot) => known[slot] === value)

const spanSaid = (words: Words, intent: ProcedureIntent, hearing: Hearing): Said[] => {
  const spans = spansOf(words)
  let { known, asked } = hearing
  let last: Before | undefined
  return spans.flatMap((span): Said[] => {
    if (undecided(words.plain, span, spans)) return []
    const context = around(words.plain, span)
    if (span.kind === 'dayOfMonth' && intent === 'extension' && spans.some((other) => other !== span && other.start < span.end && span.start < other.end)) return []
    const role = roles[intent].find((one) => one.kind === span.kind && fits(one, span, context, hearing.known))
    if (!role || role.slots === 'nothing') return []
    const not = denied.test(words.plain.slice(Math.max(0, span.start - 3), span.start))
      || (span.kind === 'bank' && intent !== 'change-bank-card' && deniedBank.test(context.before))
    const there = alreadyAt(intent, span, hearing.known)
    const stays = there !== undefined && (not || (role.mentions === true && !hearing.loose.includes(there)))
    if (stays && !not) {
      last = { span, slot: there, denied: false }
      return []
    }
    const slot = stays ? there : inPlaceOf(words.plain, span, last) ?? slotFor(role.slots, { ...hearing, known, asked })
    last = { span, slot, denied: not && there !== undefined }
    if (!not) known = { ...known, [slot]: span.value }
    // One answer answers one question; what stands beside it is another fact.
    if (!not && slot === asked) asked = undefined
    const cued = role.before !== undefined || role.after !== undefined || plainKinds.has(span.kind)
    const one = { slot, value: span.kind === 'dayOfMonth' && intent === 'extension' ? `${String(span.value)}号` : span.value, at: span.start, cued, not, rank: 0 }
    return span.kind === 'rate' && span.unit !== undefined ? [one, { ...one, slot: 'rateUnit', value: span.unit }] : [one]
  })
}

const wordsDenied = /(?:不是|不要|没有?|别|不想|不用|不[去买做搞]?|(?:上次|之前|以前|原来|上回)(?:那笔|借的)?(?:就)?是?)$/

/** Of all that a complaint tells, what stands right behind 投诉 is its matter. */
const complainedOf = /(?:投诉|举报)(?:一下|下)?(?:你们)?(?:的|那个|这个)?\s?$/

const mostApart = 10
const weighsUp = /哪|区别|划算|想想|考虑|琢磨|商量|合计|好点|更好|怎么选|差多少|[?？]/

/** 全部还是部分, 等额本息和先息后本哪个好: two values of one list put as a choice, so neither is said. */
const leftOpen = (plain: string, said: readonly Said[], { at, value }: Said): boolean =>
  said.some((other) => {
    if (other.value === value || Math.abs(other.at - at) > mostApart) return false
    const between = plain.slice(Math.min(at, other.at), Math.max(at, other.at))
    const rest = plain.slice(Math.max(at, other.at))
    return /还是|或者?|和|跟|与/.test(between) && !stops.test(between) && weighsUp.test(rest)
  })
const wordsSaid = (plain: string, role: WordRole): Said[] => {
  const said = wordsFound(plain, role)
  return said.filter((one) => !leftOpen(plain, said, one))
}

const wordsFound = (plain: string, { slot, words }: WordRole): Said[] =>
  words.flatMap(([pattern, value, hint], rank) =>
    [...plain.matchAll(pattern)].map(({ index: at }): Said => ({ slot, value, at, cued: hint === undefined, not: wordsDenied.test(plain.slice(Math.max(0, at - 6), at)), rank: complainedOf.test(plain.slice(0, at)) ? -1 : rank })))

const staffNumber = /(?:工号|编号|客服|坐席|员工|专员|话务员)(?:号|是|为|那个|叫)?[:：\s]*([a-z]?\d{2,10})(?![\d年月日点块元]|(?<=\D\d\d)号)|([a-z]?\d{2,8})(?:号)?(?:的)?(?:客服|坐席|员工|工作人员)/g

/** 不是2207 是2270: once a number of staff is known, a bare number of its length that corrects is one too. */
const correctedNumber = /(?<![a-z\d])([a-z]?\d{2,8})(?:号)?[\s。.！!]*$/g

const staffSaid = ({ text, plain }: Words, { known, correcting }: Hearing): Said[] => {
  const said = [...plain.matchAll(staffNumber)]
  const length = (said.at(-1)?.[1] ?? String(known.staffNo ?? '')).length
  const isLater = (at: number): boolean => said.every((one) => one.index + one[0].length <= at)
  const corrected = correcting ? [...plain.matchAll(correctedNumber)].filter(({ index, 1: number }) => number?.length === length && isLater(index)) : []
  return [...said, ...corrected].map((match): Said => {
    const number = match[1] ?? match[2] ?? ''
    const at = match.index + match[0].indexOf(number)
    return { slot: 'staffNo', value: text.slice(at, at + number.length), at, cued: true, not: false, rank: 0 }
  })
}

/** A bare number answers the question that was just asked: 20 is a day, 800 a sum, 12 a term. */
const bareNumber = /^[\s就是要按那改到成嗯对行好吧]*(\d{1,7}(?:\.\d{1,2})?|[一二两三四五六七八九十廿百千]{1,5})(?:吧|的|就行|就好|可以|行不|[。.！!，,\s])*$/

/** 11/11 says a day where a day was asked for. */
const bareDay = /^\D{0,3}(\d{1,2})[/.-](\d{1,2})\D{0,3}$/
const days: ReadonlySet<SlotName> = new Set(['date', 'dueDate', 'newDate'])

const bareDaySaid = (plain: string, asked: SlotName | undefined): Said[] => {
  const [, month = '', day = ''] = bareDay.exec(plain) ?? []
  const read = asked !== undefined && days.has(asked) && Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= 31
  return read ? [{ slot: asked, value: `--${month.padStart(2, '0')}-${day.padStart(2, '0')}`, at: 0, cued: true, not: false, rank: 0 }] : []
}

const bareSaid = (plain: string, { asked }: Hearing): Said[] => {
  const number = bareNumber.exec(plain)?.[1]
  if (number === undefined || asked === undefined) return []
  const value = readNumber(number.replace('廿', '二十'))
  if (value === undefined) return []
  const whole = Number.isInteger(value)
  const fitting = (asked === 'currentDay' || asked === 'newDay') ? whole && value >= 1 && value <= 31
    : asked === 'term' ? whole && value >= 1 && value <= 360
      : asked === 'amount' && value > 0
  // Days of once are kept as said elsewhere (28号); a bare number says the same.
  if (days.has(asked) && whole && value >= 1 && value <= 31) {
    return [{ slot: asked, value: `${value}号`, at: 0, cued: true, not: false, rank: 0 }]
  }
  return fitting ? [{ slot: asked, value, at: 0, cued: true, not: false, rank: 0 }] : []
}

export const saidIn = (words: Words, intent: ProcedureIntent, hearing: Hearing): Said[] => {
  const staff = intent === 'complaint' ? staffSaid(words, hearing) : []
  const spans = spanSaid(words, intent, hearing).filter(({ slot }) => slot !== 'amount' || staff.length === 0 || /元|块|费|扣|收/.test(words.plain))
  const all = [
    ...staff,
    ...spans,
    ...wordRolesOf(intent).flatMap((role) => wordsSaid(words.plain, role)),
    ...(spans.every(({ slot }) => slot === 'amount') ? bareDaySaid(words.plain, hearing.asked) : []),
    ...(spans.length === 0 ? bareSaid(words.plain, hearing) : []),
  ]
  return all.sort((one, other) => one.at - other.at)
}
