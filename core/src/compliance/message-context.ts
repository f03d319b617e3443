import type { Reading, Span } from './message-rule.ts'

/**
 * What stands around words changes what they say: 我们从不承诺包过 denies, 您说的“包过” quotes, 谨防包过骗局 warns. A list of
 * keywords cannot tell; these functions can, within a sentence.
 */

/** Said of what follows, within the same clause. */
const denial = /(?:不(?!仅|但|光|止|只|管|论|然|如|妨|过是|得不|能不|可能不)|没(?!问题|事|关系)|未(?!来)|无(?!论|视|所谓|忧)|勿|别(?!人|的|处|说)|莫|禁止|严禁|拒绝|杜绝|避免|防止|并非|绝非|非法|从来没)[^，,。；;：:]{0,14}$/u

/** A double negation is none. */
const affirmedTwice = /(?:不得不|不能不|不可不|不会不|无不|没有不|未必不|怎么不|难道不|还不(?!能|可|会|是|敢|得|到|清))[^，,。；;]{0,10}$/u

const clauseBefore = (sentence: string, start: number): string => sentence.slice(0, start).split(/[，,；;]/u).at(-1) ?? ''

export const isDenied = (sentence: string, { start }: Span): boolean => {
  const before = clauseBefore(sentence, start)
  return denial.test(before) && !affirmedTwice.test(before)
}

const opening = '“"「『‘《【'
const closing = '”"」』’》】'

/** Inside quotation marks: somebody else's words, unless the sentence takes them for its own. */
export const isQuoted = (sentence: string, { start, end }: Span): boolean => {
  const own = /(?:我们|我司|本公司|这边|我)(?:就|都|可以|能|敢|保证|承诺|是)[^“"「『]{0,6}$/u
  for (let place = start - 1; place >= 0; place -= 1) {
    const mark = sentence.charAt(place)
    const kind = opening.indexOf(mark)
    if (kind >= 0 && sentence.indexOf(closing.charAt(kind), end) >= 0) return !own.test(sentence.slice(0, place))
    if (closing.includes(mark) && mark !== '"') return false
  }
  return false
}

/** Words that the customer, an advertisement or a swindler used. */
const reported = /(?<![跟和对给找陪])(?:您|你|客户|对方)(?:刚才|前面|之前|上次)?(?:说|提到|讲|问|反映|反馈|问|担心|收到|看到|听到|听说|遇到)的?|所谓|声称|自称|号称|宣称|谎称|有人(?:说|称|以|让|要|冒)|网上|广告|传言|谣言|听信/u

export const isReported = (sentence: string, { start }: Span): boolean => reported.test(sentence.slice(0, start))

const warning = /多半是(?:假|骗)|的都是假|诈骗(?!罪)|这是(?:诈骗|骗)|谨防|警惕|小心(?!您|你)|当心|提防|防范|骗局|骗子|骗术|骗取|行骗|上当|受骗|被骗|假冒|冒充|不法分子|黑中介|非法中介|代理维权|切勿|请勿|勿信|轻信|不要(?:相信|理会|向|把|将|给|告诉|泄露|透露|点击|转|扫|参与)|不可信|千万(?:不要|别)|都是(?:骗|假|违)|都属于|属于(?:违规|违法|诈骗)|举报|请拒绝|(?:请|马上|立即)(?:打\s*110\s*)?报警|虚假宣传|违法的|不是我们(?:的|发)|反诈(?:app|热线)|国家反诈|骗局|说(?:死|法没有依据)|不能说/u

/** The sentence warns against what it names. */
export const isWarning = (sentence: string): boolean => warning.test(sentence)

/** Somebody else who does it, and what the customer should then do. */
const supposed = /(?:如果|如|若|要是|倘若|一旦|凡是|任何)(?:有人|有|遇到|接到|收到|发现|任何人|自称|要求|对方|他人|工作人员|人员|机构|个人)|任何人(?:都)?(?:不|无)/u

export const isSupposed = (sentence: string): boolean => supposed.test(sentence)

export type Exempt = { readonly denied?: boolean; readonly quoted?: boolean; readonly reported?: boolean; readonly warning?: boolean; readonly supposed?: boolean }

/** What frees most rules: denial, quotation, report, warning, supposition. */
export const usual: Exempt = { denied: true, quoted: true, reported: true, warning: true, supposed: true }

/** Whether what stands around a place frees it. */
export const isExempt = (sentence: string, span: Span, exempt: Exempt): boolean =>
  (exempt.denied === true && isDenied(sentence, span)) ||
  (exempt.quoted === true && isQuoted(sentence, span)) ||
  (exempt.reported === true && isReported(sentence, span)) ||
  (exempt.warning === true && isWarning(sentence)) ||
  (exempt.supposed === true && isSupposed(sentence))

/** All places of the patterns that nothing around them frees. Patterns carry the flags `gu`. */
export const spansOf = (patterns: readonly RegExp[], { sentence }: Reading, exempt: Exempt = usual): readonly Span[] =>
  patterns.flatMap((pattern) =>
    // Most patterns are not there at all, and to search is much cheaper than to match all.
    sentence.search(pattern) < 0 ? [] : [...sentence.matchAll(pattern)]
      .map((match) => ({ start: match.index, end: match.index + match[0].length }))
      .filter((span) => !isExempt(sentence, span, exempt)),
  )
