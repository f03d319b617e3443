import type { Span } from '../compliance/message-rule.ts'
import type { Instant } from '../primitives/instant.ts'
import { type PromisedTime, promisedTimes, type SaidAt } from './promised-time.ts'

/**
 * Commitments (时间承诺) in an outgoing text: what the desk says that it will do, by when. Nothing is one that somebody else does
 * (the customer, a bank, a system), that has been done, that is denied, asked, reported, or hangs on a condition: those have no
 * moment that the desk could be held to.
 */
export type Commitment = Span & {
  readonly quote: string
  /** By when it is to be kept. */
  readonly due: Instant
}

const act = new RegExp([
  '(?:给|为|帮|替)(?:您|你)(?!的|们?的)(?=\\p{Script=Han}|\\s*[。！!]?$)|回(?:个?电|复|您|你|话|访|信|拨|音|函)|答复|联系|致电|(?:打|拨|去)(?:个|一个|回)?(?:电话|给您|去)|给您(?:个|一个)?电话',
  '转?告(?:诉|知)?(?=您|你)|告知|通知|说明|反馈|说(?:一声|法)|(?:结果|意见)$|给您(?:一个|最终|明确的?)*(?:结果|说法|答复|意见|处理意见)',
  '核(?:实|对|查|算)|确认|查到|[审查弄做算写填改调核](?:好|完|妥|清|出来)|看一?[次下遍]|审核|处理|办(?:好|完|妥|理)|完成|更正|解决|安排',
  '提交|登记|转(?:给|交|达)|发(?:给|送|到|至|您|出)|(?:重新|再)发|寄|退(?:还|给|您|回)|上门|拜访',
].join('|'), 'u')

const deskWord = '(?:我(?!行|司)们?|咱们?|这边|本人|同事|专员|专人|部门|财务|风控|客服|主管|经理|经办人?|他们)'
const desk = new RegExp(deskWord, 'u')
/** Whatever the desk will do: 我们会解除绑定, 专员呼您. */
const willAct = new RegExp(`${deskWord}[^，]{0,16}?(?:(?:会|将|再|一定|肯定)(?!议|面)\\p{Script=Han}|[^给对跟和与向](?:您|你)\\s*$)`, 'u')
const towardsHim = /(?:至|到|给|为|帮|与|跟|向|和|联系|回|答复|通知|告诉|告知|发|退|拜访)(?:您|你)/u

const asked = /[?？]|您(?:定|选|说了算)|吗|呢\s*$|(?:可以|行|好|方便)不/u
const conditional = /(?:^|，)等(?!我)[^，]{1,15}(?:了|后|完|齐|到|过)(?:，|$)|如果|要是|假如|倘若|若是|若[无有您]|只要|一旦|的话|(?:^|，)若|要不/u
const reported = /先前|曾经?|本该|承诺的|(?<![给跟向和与对])您说|您之前|您提到|有人|他们说|说是|答应|上次|按(?:照)?规定|法律|规定|合同约定/u
const usual = /(?:一般|通常|往往|正常)(?:情况)?(?:下|来说|而言)?$|原则上$/u
const general = /一般|通常|往往|每(?:个?月|次|天|期|周)|可能|到期前|还款日前|服务时间|工作时间/u
const past = /已经?(?!受理|加急|记|为您登记|收)|已于|过(?:您|电话)|[打回发]过(?!去|来)|昨[天日]|上周|刚刚?(?=给|把)/u
const denied = /(?<!有)(?:不(?!管|论|好意思|过|急|仅|但|用担心)|没(?!关系|问题)|希望|尽量|争取|无法|未必|难以)/u
/** The clause says what the customer is to do or may do. */
const his = /(?<![给为帮替跟与向对让回系知诉告])(?:您|你)(?=再|就|先(?!别)|可以|只要|自己|记得|来|去|跟我|给我|把)|^\s*(?:那|好的?)?(?:请|麻烦|辛苦|烦请|建议|希望)?(?:您|你)(?!放心|的|这|那)|^\s*(?:请|麻烦|辛苦|烦请)/u
const others = /系统|银行|款项|资金|利率|审批|短信(?!告知)|短信$|对方|那家|人家|中介|平台|夜间来电|验证码/u

type Clause = Span & { readonly text: string }

const pieces = (text: string, marks: RegExp, from = 0): readonly Clause[] =>
  [...text.matchAll(marks)].map((match) => ({ text: match[0], start: from + match.index, end: from + match.index + match[0].length }))

/** A sentence with the mark that ends it, for a question is known by it. */
const sentences = /[^。！？!?；;\n]+[。！？!?；;]?/gu
const clauses = /[^，,。！？!?；;：:]+(?:[：:](?=\d)[^，,。！？!?；;：:]+)*/gu

const promises = ({ text }: Clause, before: string): boolean => {
  const doing = act.exec(text) ?? willAct.exec(text)
  if (!doing || past.test(text) || general.test(text)) return false
  const ahead = text.slice(0, doing.index)
  if (denied.test(`${ahead}${doing[0]}`)) return false
  const byDesk = desk.test(`${ahead}${doing[0]}`)
  if (his.test(text) && !byDesk) return false
  if (others.test(ahead) && !byDesk) return false
  return byDesk || towardsHim.test(text) || desk.test(before) || /答复|回复/u.test(doing[0])
}

const inside = (span: Span, { start, end }: Clause): boolean => span.start >= start && span.start < end

/** The clause of a sentence that keeps a time's promise: its own, else one of the next two or the one before, where those name no time. */
const keeperOf = (time: PromisedTime, all: readonly Clause[], times: readonly PromisedTime[]): Clause | undefined => {
  const own = all.findIndex((clause) => inside(time, clause))
  const clause = all[own]
  if (!clause || (his.test(clause.text) && !desk.test(clause.text.slice(0, time.start - clause.start)))) return undefined
  if (usual.test(all[own - 1]?.text ?? '')) return undefined
  const said = (place: number): string => all.slice(0, place).map(({ text }) => text).join('，')
  if (promises(clause, said(own))) return clause
  if (past.test(clause.text) || general.test(clause.text) || denied.test(clause.text) || others.test(clause.text)) return undefined
  const timed = (place: number): boolean => times.some((another) => all[place] !== undefined && inside(another, all[place]))
  const near = timed(own + 1) ? [own - 1] : timed(own + 2) ? [own + 1, own - 1] : [own + 1, own + 2, own - 1]
  const keeper = near.find((place) => all[place] && !timed(place) && promises(all[place], said(place)))
  return keeper === undefined ? undefined : all[keeper]
}

const inSentence = ({ text, start }: Clause, said: SaidAt): readonly (Span & { readonly due: Instant })[] => {
  if (asked.test(text) || conditional.test(text) || reported.test(text)) return []
  const [times, all] = [promisedTimes(text, said), pieces(text, clauses)]
  return times.flatMap((time) => {
    const keeper = keeperOf(time, all, times)
    if (!keeper || time.at <= said.now) return []
    return [{ start: start + Math.min(time.start, keeper.start), end: start + Math.max(time.end, keeper.end), due: time.at }]
  })
}

/** What a text promises, in its order. `said.now` is when it is sent. */
export const commitmentsIn = (text: string, said: SaidAt): readonly Commitment[] =>
  pieces(text, sentences).flatMap((sentence) => inSentence(sentence, said)).map(({ start, end, due }) => ({ start, end, due, quote: text.slice(start, end) }))
