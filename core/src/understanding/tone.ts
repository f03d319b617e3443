import type { Mood } from './mood.ts'

/**
 * What a good colleague would say about a reply before it is sent: five checks by plain signs, no model. They advise,
 * they never block; what the law asks of a text is the compliance room's.
 */

export const toneKinds = ['no-acknowledgement', 'blame', 'no-time', 'jargon', 'too-long'] as const
export type ToneKind = (typeof toneKinds)[number]

/** The words that it is about stand at [start, end); for what is missing, an empty span at the beginning or the end. */
export type ToneNote = { readonly kind: ToneKind; readonly start: number; readonly end: number }

/** More than a phone shows without scrolling. */
export const longestReply = 220

const acknowledged = /抱歉|对不起|不好意思|理解|体谅|着急|感谢您|谢谢您|让您久等|给您添|辛苦您|您的心情|听得出/

/** Words that put the fault on the customer, whether or not it is his. */
const blaming = /谁让您|谁叫您|是您自己|您自己没|您怎么不|您为什么不|您早就?该|您应该早|您没看清|跟您说过了|说了多少遍|不关我们的事|不是我们的(?:问题|责任)|我们也没办法|规定就是规定/

const promising = /(?:帮|为|给)您(?:登记|申请|核实|处理|反馈|跟进|转给|转交|查询|催)|(?:已经?|会)(?:登记|反馈|提交|转给|转交|跟进|上报)|尽快/

const timed = /\d+ ?(?:秒|分钟?|小时|天|日|个?工作日|点|号)|[一二两三五十半]个?(?:分钟|小时|天|工作日)|今天|今晚|明天|后天|本周|下周|周[一二三四五六日]|稍等|马上|现在|立即|当天|当日|前(?:答复|回复|完成|给您)/

/** Words of the trade that a borrower seldom knows. Harmless where the same reply says what they mean. */
const trade = /等额本息|等额本金|先息后本|等本等息|展期|罚息|复利|资金成本|计息基数|宽限期|核销|授信|放款行|助贷|委托代扣|冲正|征信异议|提前还款违约金|LPR|IRR|APR/

const explained = /就是|也就是|意思是|指的是|即[：:，,]?|（[^）]{4,}）|\([^)]{4,}\)/

const spanOf = (match: RegExpExecArray): Pick<ToneNote, 'start' | 'end'> => ({ start: match.index, end: match.index + match[0].length })

/** Notes on a reply, the most important first; none on an empty text. */
export const toneNotes = (text: string, mood: Mood | undefined): readonly ToneNote[] => {
  if (text.trim() === '') return []
  const notes: ToneNote[] = []
  if (mood !== undefined && mood !== 'calm' && !acknowledged.test(text)) notes.push({ kind: 'no-acknowledgement', start: 0, end: 0 })
  const blame = blaming.exec(text)
  if (blame) notes.push({ kind: 'blame', ...spanOf(blame) })
  const promise = promising.exec(text)
  if (promise && !timed.test(text)) notes.push({ kind: 'no-time', start: text.length, end: text.length })
  const word = trade.exec(text)
  if (word && !explained.test(text.slice(word.index + word[0].length))) notes.push({ kind: 'jargon', ...spanOf(word) })
  if (text.length > longestReply) notes.push({ kind: 'too-long', start: longestReply, end: text.length })
  return notes
}
