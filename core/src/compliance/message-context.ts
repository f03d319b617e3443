import { type Expression, has, mayBeIn, placesOf, words } from './message-pattern.ts'
import type { Reading, Span } from './message-rule.ts'

/**
 * What stands around words changes what they say: 我们从不承诺包过 denies, 您说的“包过” quotes, 谨防包过骗局 warns. A list of
 * keywords cannot tell; these functions can, within a sentence.
 */

const never = '不(?!仅|但|光|止|只|管|论|然|如|妨|过|是吗|就|一样|服|好意思|够|同|少|久|错|愧|得不|能不|可能不|还|处理|配合|归|按时|结清|履行|接电|回电|理我|出钱|交|给钱|见|知好歹)'
const lacking = '没(?!问题|事|关系|准|钱|还|多)|未(?!来|按|还|在|结|履|能按|及时|处理|缴|交|付|支付)|无(?!论|视|所谓|忧|须担心|需担心|非)|勿|别(?!人|的|处|家|看|墨|提|怪|以为|忘|害怕|担心)|莫|甭'
const forbidden = '禁止|严禁|拒绝|杜绝|避免|防止|并非|绝非|非法|从来没'
/** Said of what follows, within the same clause. */
const denial = new RegExp(`(?:${never}|${lacking}|${forbidden})[^，,。；;：:]{0,12}$`, 'u')

/** A double negation is none, and 还不… tells of what was not done yet. */
const affirmedTwice =
  /(?:不得不|不能不|不可不|不会不|无不|没有不|未必不|怎么不|难道不|还不(?!能|可|会|是|敢|得|到|清)|再不|要是不|如果不|只要不|谁不|何不|不[一-龥]{1,6}(?:就|才|那))[^，,。；;]{0,10}$/u

const clauseBefore = (sentence: string, start: number): string => sentence.slice(0, start).split(/[，,；;：:]/u).at(-1) ?? ''

/** Between the concepts of a composed expression: 逾期记录不能删. */
const negationWithin = /不(?:会|得|能|可以|予|要|用|允许|支持|应该|是|需要|必|提供|存在|推荐)|无法|没法|没有(?!什么|任何|问题|悬念|难度)|从不|绝不|勿|禁止|严禁/u

/** 不能说：“肯定能批”。 */
const mustNotSay = /(?:不能|不要|不得|不可以|不准|不许)(?:说|讲|写|承诺|答应|用)[^。]{0,30}$/u

export const isDenied = (sentence: string, { start }: Span): boolean => {
  const before = clauseBefore(sentence, start)
  return (denial.test(before) && !affirmedTwice.test(before)) || mustNotSay.test(sentence.slice(0, start))
}

const opening = '“"「『‘《【'
const closing = '”"」』’》】'

/** Inside quotation marks: somebody else's words, unless the sentence takes them for its own. */
export const isQuoted = (sentence: string, { start, end }: Span): boolean => {
  const own = /(?:我|咱|帮(?:您|你)|给(?:您|你)|把|(?:您|你)就|去(?:你|您)家)[^“"「『，。不没勿别]{0,14}$|(?:写|填|选|说成|备注|改成|报)[^“"「『]{0,3}$/u
  for (let place = start - 1; place >= 0; place -= 1) {
    const mark = sentence.charAt(place)
    const kind = opening.indexOf(mark)
    if (kind >= 0 && sentence.indexOf(closing.charAt(kind), end) >= 0) return !own.test(sentence.slice(0, place))
    if (closing.includes(mark) && mark !== '"') return false
  }
  return false
}

/** Words that the customer, an advertisement, a swindler or a former colleague used. */
const reported = new RegExp([
  '(?<![跟和对给找陪与向劝听])(?:您|你|客户|对方|他们)(?:刚才|刚刚|前面|之前|上次|上回|们)?(?:是)?',
  '(?:说(?!呢|图|是不是|值|对吧|吧|一声|一下|行不行|没有|没|给我|出来|自己|是装|是自|多|哪|要不|怎么)|提到|觉得|认为|感觉|讲(?!给|一下)|问(?!题)|反映|反馈|担心|收到|看到|听到|听说|遇到|咨询|害怕|举报)(?:的|过|了)?',
].join(''), 'u')
const hearsay = words(
  '(?:那|这|有)(?:位|个)?(?:催收|客服|业务员)(?:说|讲|称|跟)|所谓|声称|自称|号称|宣称|谎称|网上|网传|广告(?!费|公司)|传言|谣言|听信|骗子|不法分子|诈骗分子|中介(?:说|让|教|称)|冒充|假冒',
  '有(?:的)?(?:人|机构|平台|同事|业务员|中介|公司|催收|客服)(?:[^，。]{0,6})(?:说|称|以|让|要|冒|教|叫|劝|帮|跟|给|打|向|用|自|威|骂|收|联|如)',
  '(?:上一?位|之前|前一位|那位|别的|其他|哪位)(?:的)?(?:同事|客服|专员|业务员|工作人员|机构|平台|中介)[^，。]{0,10}(?:说|讲|承诺|答应|教|让|要|骂|称|劝|保证|过)',
  '(?:是)?(?:谁|哪位|哪个)(?:跟|告诉|教|让|叫|对|向|和)(?:您|你)|假如有|若有人',
)

export const isReported = (reading: Reading, { start }: Span): boolean =>
  reported.test(reading.sentence.slice(0, start)) || placesOf(reading, hearsay).some((place) => place.start < start)

const warnings = words(
  '多半是(?:假|骗)|的?都是假|诈骗(?!罪|犯|嫌|的经历|贷款(?![短电软]))|谨防|警惕|(?:小心|当心)(?:上当|受骗|被骗|诈骗|骗|泄|保管|甄别|陷阱|中介|这类|此类)|提防|防范|骗局|骗子|骗术|骗取|行骗|骗人|上当|受骗|被骗|假冒|冒充',
  '不法分子|黑中介|非法中介|代理维权|切勿|请勿|勿信|轻信|不要(?:相信|理会|向|把|将|给|告诉(?!监管|公司|领导|审核|银行)|泄露|透露|点击|转|扫|参与|添加|提供|随意|轻易|下载|安装|交)|不可信',
  '别(?:信|理|转给|给他|告诉(?!监管|公司|领导|审核|银行)|点|扫|上当)|千万(?:不要|别(?!跟|和|告诉(?:你|您)?(?:家|老)))|都是(?:骗|假|违)|都属于|属于(?:违规|违法)',
  '(?:可以|请|欢迎|向|进行|并|直接|打)(?:[^，。]{0,8})举报|举报(?:电话|热线|给|到|他们|对方|渠道)|请拒绝|一律(?:是|拒|不要)|(?:请|马上|立即|可以|选择)(?:您)?(?:打\\s*110\\s*)?报警|虚假宣传',
  '是?违(?:法|规)的|不是我们(?:的|发)|反诈(?:app|热线|提醒|宣传|骗)|国家反诈|说法没有|提高警惕|多留个心眼|多问(?:一句|几句)|不这样(?:宣传|说)|不属实|(?:不符合|违反)(?:规定|要求|法律)|伪概念|不允许(?:的|这样|这么)',
  '谁(?:问|要|来)(?:您|你)?都(?:别|不要|不能)(?:说|给|讲|告诉)|不合规|没有(?:任何)?(?:法律)?(?:依据|这回事|这种说法|用的)|不可取|套路',
)

/** The sentence warns against what it names. */
export const isWarning = (reading: Reading): boolean => has(reading, warnings)

/** Somebody else who does it, and what the customer should then do. */
const supposed = words(
  '(?:如|若|一旦|凡)遇(?!到困难)',
  '(?:如果|如|若|要是|倘若|一旦|凡是|任何|万一|但凡|凡|假如)[^，。]{0,4}(?:有人|对方|他人|别人|遇到|接到|收到|发现|看到|任何人|自称|工作人员|人员|机构|个人|客服|业务员|中介|催收|平台|广告|谁|陌生|同事)',
  '任何人(?:都)?(?:不|无)|凡是?[^，。]{0,16}的(?:[，,]|都|一律|均)|(?:任何|所有|一切)[^，。]{0,16}(?:都|均|一律)(?:是|可能|属)',
)

export const isSupposed = (reading: Reading): boolean => has(reading, supposed)

/** Who would do it does not: 我们不会向您索要密码、验证码，也不会…. A turn of the sentence ends what the denial covers. */
const disowned = new RegExp([
  '(?:我们|我司|本公司|公司|平台|我这边|我|客服|员工|工作人员|同事|催收(?:人?员|人员)?|任何(?:人|机构|单位)|谁|机构|官方|银行|本行|法律|合同|规定|本产品|本人)',
  '[^，。]{0,10}?(?:不(?:会|得|可能|可以|允许|收|需要|帮|提供|建议|接受|支持|强制|要求|做|办理|向|代|存在|是)|从不|绝不|决不|从来(?:不|没)|从未|无权|没有(?:权|这|任何|要求)',
  '|没办法|没法|不能|无法|不敢|禁止|严禁|没必要|不用)',
].join(''), 'u')
const turn = /(?:但|不过|可是|只是|然而|除非|只要|否则|不然|就是|所以您?得|要么|可(?=[^，。]{0,3}(?:外包|兄弟|别人)))/u

export const isDisowned = ({ sentence }: Reading, { start }: Span): boolean =>
  disowned.test(sentence.slice(0, start).split(turn).at(-1) ?? '')

/** What comes after says that it is wrong or does not happen. */
const condemned = words(
  '误解|是错误的|错误(?:的)?说法|违规|违法|犯法|不合规|不(?:被)?允许|不对的|不行的|没有(?:这回事|这种|这样的|依据|任何依据)|不存在|不可能的|做不到|帮不了(?:您|你)|都不(?:可以|行)|会被拒|被拒绝|会导致',
  '风险(?:很|较|太|极)?(?:大|高)|陷阱|告诉我们?|反馈给|来核实|我(?:来|马上|立即|先)?(?:上报|登记|核查|核实)|这个说法|是不(?:能|可以|行|对)|不能用于|不得用于|不是真的|明确禁止|属于禁止|不负责任|都要(?:如实|拒绝)|骗贷|越陷越深',
)

/** So does the sentence that follows. */
const condemnedAfter = /^(?:这|那|都|以上|此类)?(?:些|样|种)?(?:都)?(?:是|属于|说法|做法)?[^，。]{0,6}(?:骗|违法|违规|假的|谣言|不允许|不存在|不可信)|^(?:请)?(?:不要|请勿|千万别|切勿|别信|不能信|勿)|^我们(?:绝|从)?不(?:会|做|提供|允许|支持|办理)/u

export const isCondemned = (reading: Reading, { end }: Span): boolean =>
  placesOf(reading, condemned).some((place) => place.start >= end) || condemnedAfter.test(reading.after.trimStart())

/** Asks what was or is, and asks nobody to do it. */
const asking = words('请问|是否|有没有(?!钱)|曾经?(?:向|把|在|有)|[吗么嘛][？?]?$')
const askedOfPast = words('请问|是否|曾|(?:您|你)(?:有没有|是不是|是)')

export const isAsked = (reading: Reading): boolean => /[？?吗呢么]$/u.test(reading.sentence) && has(reading, asking) && has(reading, askedOfPast)

export type Exempt = {
  readonly denied?: boolean
  /** A denial between the concepts of a composed expression. */
  readonly deniedWithin?: boolean
  readonly quoted?: boolean
  readonly reported?: boolean
  readonly warning?: boolean
  readonly supposed?: boolean
  readonly disowned?: boolean
  readonly condemned?: boolean
  readonly asked?: boolean
}

/** What frees most rules. */
export const usual: Exempt = {
  denied: true, deniedWithin: true, quoted: true, reported: true, warning: true, supposed: true, disowned: true, condemned: true, asked: true,
}

/** For what is itself said with a denial (不上征信, 不买就不放款). */
export const usualButDenial: Exempt = { ...usual, denied: false, deniedWithin: false, disowned: false }

/** For words that are bad however they are meant: only another's words and our own denial free them. */
export const onlyOfOthers: Exempt = { denied: true, quoted: true, reported: true, disowned: true, supposed: true }

/** Whether what stands around a place frees it. */
export const isExempt = (reading: Reading, span: Span, exempt: Exempt, composed = false): boolean =>
  (exempt.denied === true && isDenied(reading.sentence, span)) ||
  (exempt.deniedWithin === true && composed && negationWithin.test(reading.sentence.slice(span.start, span.end))) ||
  (exempt.quoted === true && isQuoted(reading.sentence, span)) ||
  (exempt.reported === true && isReported(reading, span)) ||
  (exempt.warning === true && isWarning(reading)) ||
  (exempt.supposed === true && isSupposed(reading)) ||
  (exempt.disowned === true && isDisowned(reading, span)) ||
  (exempt.condemned === true && isCondemned(reading, span)) ||
  (exempt.asked === true && isAsked(reading))

/** One way of saying what a rule is about: all of these in one sentence, unless one of those is there too. */
export type Saying = {
  readonly says: Expression | readonly Expression[]
  readonly unless?: Expression | readonly Expression[]
  readonly exempt?: Exempt
}

const nowhere: readonly Span[] = []
const none: readonly never[] = []

const listed = <T>(one: T | readonly T[] | undefined): readonly T[] =>
  one === undefined ? none : Array.isArray(one) ? one as readonly T[] : [one as T]

/** All places of a saying that nothing around them frees. Of several expressions, each at its first place that stands. */
const placesSaid = (reading: Reading, { says, unless, exempt = usual }: Saying): readonly Span[] => {
  const parts = listed(says)
  for (const part of parts) if (!mayBeIn(reading, part)) return nowhere
  for (const part of parts) if (!has(reading, part)) return nowhere
  for (const one of listed(unless)) if (has(reading, one)) return nowhere
  const standing = parts.map((part) => placesOf(reading, part).filter((span) => !isExempt(reading, span, exempt, part.composed)))
  const [only] = standing
  if (standing.length === 1 && only) return only
  if (standing.some((spans) => spans.length === 0)) return nowhere
  const firsts = standing.flatMap(([first]) => first ? [first] : [])
  return [{ start: Math.min(...firsts.map(({ start }) => start)), end: Math.max(...firsts.map(({ end }) => end)) }]
}

export const said = (reading: Reading, sayings: readonly Saying[]): readonly Span[] => {
  const spans: Span[] = []
  for (const saying of sayings) spans.push(...placesSaid(reading, saying))
  return spans
}
