import { readNumber } from '../numeral.ts'
import { type ProcedureIntent, type SlotName, type Slots, type SlotValue } from './procedure.ts'
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
const around = (plain: string, { start, end }: Pick<Span, 'start' | 'end'>): { readonly before: string; readonly after: string } => {
  const before = plain.slice(Math.max(0, start - reach), start).replace(/(^|\s)不\s+/, '$1。').split(stops).at(-1) ?? ''
  const after = plain.slice(end, end + reach).split(stops)[0] ?? ''
  return { before: before.replace(/\s+/g, ''), after: after.replace(/\s+/g, '').replace(/^(?:上午|下午|晚上|早上|中午|凌晨|晚|早|夜里|半夜)/, '') }
}

const denied = /(?:不是|不要|不想|别(?:按|算)?|不(?:按|算|用|选)|非|而不是)$/

const slotFor = (slots: Exclude<Role['slots'], 'nothing'>, { known, asked, correcting }: Hearing): SlotName =>
  (correcting ? slots.findLast((slot) => Object.keys(known).at(-1) === slot) : undefined)
  ?? (asked !== undefined && slots.includes(asked) ? asked : undefined) ?? slots.find((slot) => known[slot] === undefined) ?? slots[slots.length - 1] ?? slots[0]

const fits = ({ before, after, said, onlyNew, slots }: Role, span: Span, words: ReturnType<typeof around>, known: Slots): boolean =>
  !(onlyNew === true && slots !== 'nothing' && slots.some((slot) => known[slot] !== undefined)) && (before === undefined || before.test(words.before)) && (after === undefined || after.test(words.after)) && (said === undefined || said.test(String(span.value)))

/** 3号还是5号, 12期和24期哪个好: neither is said. */
const eitherOr = /^[\s，,？?]*(?:呢|吧|啊)?[\s，,]*(?:还是|或者?|和|跟|与)[\s，,]*(?:分|借|按|选)?$/

const undecided = (plain: string, span: Span, spans: readonly Span[]): boolean =>
  spans.some((other) => {
    if (other === span || other.kind !== span.kind || other.value === span.value) return false
    const [first, second] = other.start < span.start ? [other, span] : [span, other]
    return eitherOr.test(plain.slice(first.end, second.start)) && /哪|还是|或|区别|来着|[?？]/.test(plain.slice(first.start))
  })

/** What these are follows from themselves. */
const plainKinds: ReadonlySet<SpanKind> = new Set(['phone', 'loanRef', 'bank', 'rate'])

/** 8号说错了 是9号, 不是8号是9号: between the two stands nothing but the taking back. */
const takesBack = /^[号日的元块钱期卡那张个吧啊呀\s，,。]*[哦啊噢呃额嗯]?(?:不对|不是|错了|[说写看打记搞弄]错了?|不+)(?:[了\s，,。]|不对|不是|应该|就|是)*$/
const goesOn = /^[号日的元块钱期卡那张个\s，,。]*(?:而|应该|就)?是?$/

type Before = { readonly span: Span; readonly slot: SlotName; readonly denied: boolean }

/** The fact in whose place this one is put by the same breath. */
const inPlaceOf = (plain: string, span: Span, before: Before | undefined): SlotName | undefined => {
  if (before === undefined || before.span.kind !== span.kind || before.span.value === span.value) return undefined
  const between = plain.slice(before.span.end, span.start)
  return (before.denied ? goesOn : takesBack).test(between) ? before.slot : undefined
}

/** Under which of the facts that this kind can be the value is known already. */
const alreadyAt = (intent: ProcedureIntent, { kind, value }: Span, known: Slots): SlotName | undefined =>
  roles[intent].flatMap((role) => (role.kind === kind && role.slots !== 'nothing' ? role.slots : [])).find((slot) => known[slot] === value)

const spanSaid = (words: Words, intent: ProcedureIntent, hearing: Hearing): Said[] => {
  const spans = spansOf(words)
  let known = hearing.known
  let last: Before | undefined
  return spans.flatMap((span): Said[] => {
    if (undecided(words.plain, span, spans)) return []
    const context = around(words.plain, span)
    const role = roles[intent].find((one) => one.kind === span.kind && fits(one, span, context, hearing.known))
    if (!role || role.slots === 'nothing') return []
    const not = denied.test(words.plain.slice(Math.max(0, span.start - 3), span.start))
    const there = alreadyAt(intent, span, hearing.known)
    const stays = there !== undefined && (not || (role.mentions === true && !hearing.loose.includes(there)))
    if (stays && !not) return []
    const slot = stays ? there : inPlaceOf(words.plain, span, last) ?? slotFor(role.slots, { ...hearing, known })
    last = { span, slot, denied: not && there !== undefined }
    if (!not) known = { ...known, [slot]: span.value }
    const cued = role.before !== undefined || role.after !== undefined || plainKinds.has(span.kind)
    const one = { slot, value: span.value, at: span.start, cued, not, rank: 0 }
    return span.kind === 'rate' && span.unit !== undefined ? [one, { ...one, slot: 'rateUnit', value: span.unit }] : [one]
  })
}

const wordsDenied = /(?:不是|不要|没有?|别|不想|不用|不(?=$))$/

const wordsSaid = (plain: string, { slot, words }: WordRole): Said[] =>
  words.flatMap(([pattern, value], rank) =>
    [...plain.matchAll(pattern)].map(({ index: at }): Said => ({ slot, value, at, cued: true, not: wordsDenied.test(plain.slice(Math.max(0, at - 2), at)), rank })))

const staffNumber = /工号(?:是|为)?[:：\s]*([a-z]?\d{2,10})|([a-z]?\d{2,8})(?:号)?(?:的)?(?:客服|坐席|员工|工作人员)/g

const staffSaid = ({ text, plain }: Words): Said[] =>
  [...plain.matchAll(staffNumber)].map((match): Said => {
    const number = match[1] ?? match[2] ?? ''
    const at = match.index + match[0].indexOf(number)
    return { slot: 'staffNo', value: text.slice(at, at + number.length), at, cued: true, not: false, rank: 0 }
  })

/** A bare number answers the question that was just asked: 20 is a day, 800 a sum, 12 a term. */
const bareNumber = /^[\s就是要按那改到成嗯对行好吧]*(\d{1,7}(?:\.\d{1,2})?|[一二两三四五六七八九十廿百千]{1,5})(?:吧|的|就行|就好|可以|行不|[。.！!，,\s])*$/

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
  if ((asked === 'date' || asked === 'dueDate' || asked === 'newDate') && whole && value >= 1 && value <= 31) {
    return [{ slot: asked, value: `${value}号`, at: 0, cued: true, not: false, rank: 0 }]
  }
  return fitting ? [{ slot: asked, value, at: 0, cued: true, not: false, rank: 0 }] : []
}

export const saidIn = (words: Words, intent: ProcedureIntent, hearing: Hearing): Said[] => {
  const spans = spanSaid(words, intent, hearing)
  const all = [
    ...spans,
    ...wordRolesOf(intent).flatMap((role) => wordsSaid(words.plain, role)),
    ...(intent === 'complaint' ? staffSaid(words) : []),
    ...(spans.length === 0 ? bareSaid(words.plain, hearing) : []),
  ]
  return all.sort((one, other) => one.at - other.at)
}
