import { type Exempt, type Saying, said, usual, usualButDenial } from '../message-context.ts'
import { along, beside, either, far, has, near, words } from '../message-pattern.ts'
import { doubtful, impossible, type MessageRule, type Reading, type Span } from '../message-rule.ts'
import { certain, granted, surely } from './vocabulary.ts'

/** Before an approval there is none: nothing is certain, nothing is overlooked, nothing is kept out of the credit record. */

/** Said under the condition that approval comes first, or of a result that is open. */
const open = words(
  '没有(?:任何)?(?:一家|哪家|人|机构)[^，。]{0,8}(?:能|敢|会)?(?:保证|承诺)|(?:通过|获批|批准|审核完|批下来|同意)(?:了)?(?:之后|以后|后|的话)',
  '(?:取决于|根据|视|(?<![不无])看|等)[^，。]{0,8}(?:审核|审批|评估|结果)|为准|(?:能否|是否|能不能|可不可以|会不会|批不批|过不过)|如果(?:审批|审核|申请|没|通过)|没人(?:能|敢)|哪家[^，。]{0,6}敢|不敢',
  '(?:与否|能不能|结果|这事|批不批)[^，。]{0,4}(?:我|客服)[^，。]{0,4}(?:说了不算|做不了主|定不了|不能定)|尽(?:力|量|快)|不代表|还(?:要|需|得)看|综合评估',
)
const question = words('[吗么][？?]?$|请问')

const noLooking = words(
  '(?:不|无需|不用|免|从不|都不)(?:看|查|管|问|审|考虑|上|限)(?:您的?|你的?|什么|任何)?(?:征信|大数据|负债|信用|流水|收入|资质|黑白|逾期|记录)|无视(?:征信|黑|逾期|负债|流水|资质|信用|一切)',
  '(?:黑户|白户|征信(?:花|黑|烂|差|不好|有问题)了?|有逾期(?:记录)?|再(?:烂|花|差|黑)|多(?:烂|花|差)|呆账)[^。]{0,8}?(?:能|有办法|下款|批|都能|可|照样|也没|没事|不影响|不要紧|没关系|无所谓|一样|都给|我们?都)(?!还)',
  '(?:零|无|0)(?:门槛|拒绝|拒贷|审核|资料)|不设门槛|有手就行',
)
const noRefusal = words(
  '(?:不可能|绝不会?|肯定不会?|不会|从来不|不存在)(?:会|有)?(?:被)?(?:拒(?!绝(?:您|你))|不(?:批|过|给|通过)|卡(?:您|你))|没有(?:批不下来|过不了|不过|通不过|不批|批不了|做不下来|办不了|不给批)的?|不存在不[给批过]',
  '(?:人人|谁|什么人|都|任何人)(?:来|申请)?(?:都)?[^，。]{0,3}(?:能过|能批|给批|有额度|能下|能贷)|来者不拒|没有不[过批给]的|拿不(?:到|下)[^，。]{0,6}(?:找我|算我|赔)',
)
const formality = words('(?:审批|审核|风控|材料|资料|申请|面签)[^。]{0,10}(?:走(?:个|一?下)?(?:过场|形式|流程而已)|形式而已|摆设|绿灯|放水|直通)|走(?:个)?(?:过场|形式)')
const inside = words(
  '(?:跟|和|找|给)(?:审批|风控|审核|领导|上面|主管|系统)[^，。]{0,8}(?:打(?:个|过|了)?招呼|说好|说过|关系|熟|通过气)',
  '(?:审批|风控|审核|系统)[^，。]{0,6}(?:我)?(?:打(?:过|了|个)招呼|有(?:我们)?(?:的)?人|熟)|(?:认识|熟悉?|有)(?:风控|审批|审核)的?(?:人|朋友|熟人)',
  '(?:内部|后台|特殊|绿色)(?:有人|关系|渠道|通道|名额|指标)',
)
const justApply = words(
  '照批|(?:驳回|拒了|批不下来|不批)[^，。]{0,4}(?:算我|我负责|找我|我赔)|少(?:一分|一毛)?[^，。]{0,4}我(?:补|赔)|兜底|不用走审批|我说行就行|会获得通过|将(?:会)?(?:获得|予以)?(?:通过|批准)|是有保障的|不会低于',
  '自己人|绝无意外|没有例外|等着签',
  '(?:只要|凡是|有|凭|拿|带|填(?:个|好)?|交|提交|申请|点(?:一下|击)?|来|签|打个招呼)[^，。]{0,10}?(?:就|都|便|即)(?:能|可以|会|给|是|可)?(?:直接)?(?:批(?!复)|过(?=[，。！!了]|$)|通过|下款|放款' +
    '|到账|给钱|拿到?钱|延(?!迟|误)|展期|出额度)',
  '一句话的事|(?:等|听)(?:您|你|我)?(?:的)?好消息|等信儿|心(?:放|就放)(?:在|回|到)?肚子|说能批就能批|(?:今天|今晚|明天|听日|马上|下午|当天)(?:准|肯定|一定|必|保证|就能)[^，。]{0,6}(?:到|下|放|有钱)',
  '(?:我)?(?:替|给|帮)(?:您|你)(?:做主|拍板|定了|说了算)|包(?:在|到)(?:我|咱)(?:们)?身上|包(?:过|批|下款|放款|通过|成功)|必下款|审核必|秒批必|恭喜[^。]{0,4}符合(?:条件)?',
)
const notCounted = words('不(?:算|计|会算|作|按)(?:您|你)?(?:的)?逾期|(?:系统|我)[^，。]{0,4}(?:压着|拦着|扣着)不报|不会有(?:任何)?(?:记录|污点)')

const promised: Exempt = { ...usual, denied: true }
const approvals: readonly Saying[] = [
  { says: either(near(certain, 10, granted), far(certain, 12, words('下款|放款|批(?=[，。]|$)|能过|秒批|出额度|到账'))), unless: [open, question], exempt: promised },
  { says: far(granted, 10, surely), unless: [open, question, words('材料(?:都)?没(?:有)?问题|还款没问题')], exempt: promised },
  {
    says: far(words('审批|审核|申请|资料|材料|条件|额度|风控|放款|展期|延期|减免|协商'), 8, surely),
    unless: [open, question, words('(?:材料|资料|信息)(?:都|也)?没(?:有)?问题')],
    exempt: { ...usual, deniedWithin: false },
  },
  { says: noLooking, unless: [question, open, words('查(?:征信|信用)需要|先看')], exempt: usualButDenial },
  { says: noRefusal, unless: [question, words('不会(?:被)?拒绝(?:您|你)?(?:的)?(?:投诉|申诉|服务)')], exempt: usualButDenial },
  { says: either(formality, inside), unless: question },
  { says: justApply, unless: [open, question, words('就能(?:看到|查)|宽限期|按时')] },
  { says: notCounted, unless: [question, words('宽限期|当天|之前|到期|节假日|顺延|按时|最低还款|还足')], exempt: usualButDenial },
]

const record = words('征信|人行|央行|信用(?:记录|报告|分)?|不良(?:记录)?|大数据')
const kept = words(
  '(?:不|没|无|别|未|绝不|不会|不用|不给(?:您|你)|不往|不会往|不帮)[^，。]{0,8}?(?:上(?!门|次|班)|报(?!警)|进|记|录|影响|体现|显示|留|传|登|花|有事|怕|担心|慌)',
  '(?:一点|任何|丝毫|半点)[^，。]{0,6}(?:影响|关系|事)[^，。]{0,6}(?:没|不)|干干净净|没(?:有)?(?:任何|什么|啥|一点|半点)?(?:影响|事|关系|问题|记录)|不受影响|放心',
)
const unreported = either(
  beside(record, 8, words(
    '(?:不|没|未|绝不)(?:会|给(?:您|你)|往|帮(?:您|你))?(?:被)?(?:上|报|进|记|录|体现|显示|留|传|登|影响|受|花)|看不出来|查不到|没(?:有)?(?:任何|什么|啥|一点|半点)?(?:影响|事|关系|问题|记录)',
    '一点[^，。]{0,2}影响(?:都)?(?:没|不)|干干净净|帮(?:您|你)(?:压|拦)',
  )),
  words('(?:绝不|绝对不|不会|保证不|肯定不|不)(?:会)?(?:往|给(?:您|你)|帮(?:您|你)|替(?:您|你))?(?:上报|报送|报央行|报人行|报征信|报上去|往上报)|不上(?:征信|央行|人行)'),
)
/** Within the days of grace, or of an inquiry, it is simply true. */
const rightly = words(
  '已经?还(?:上|清)|没有逾期|未逾期|宽限期|按时|当天|之前(?:还|存|结)|到期(?:前|日)|还款日(?:前|当)|以前还|自己查|本人查|查询|查自己|投诉|咨询|试算|测(?:额|算)|提前(?:还|结)|更正|误报|不良(?:信息)?自',
  '结清(?:证明|后会|后，)|注册|正常还款|能否|会不会|有没有|取决|是否|不能|无法|不敢|没法',
)
const reporting: readonly Saying[] = [
  { says: unreported, unless: [rightly, question], exempt: { quoted: true, reported: true, warning: true, supposed: true, asked: true } },
  {
    says: [words('逾期|晚(?:几|两|一|个|点)|拖|迟|不还|延|缓|剩下|周五|先还'), along(record, 10, kept)],
    unless: [rightly, question, words('如实|会(?:按规定)?(?:报|上)')],
    exempt: { quoted: true, reported: true, warning: true, supposed: true },
  },
]

const approved = words(
  '(?:申请|贷款|借款|展期|延期|额度|减免|这笔|审批|审核)[^，。]{0,10}(?:已(?:经)?|都|刚|昨天|今天)[^，。]{0,4}?(?:通过|获批|批下来|批准|批了|同意|过了)',
  '(?:已经?|刚刚?)(?:给(?:您|你))?(?:审批|审核)?(?:通过|批下来|获批|批准|批了)|恭喜[^。]{0,12}(?:通过|获批|批准|批下来)|批下来了|审批通过了',
)
const hypothetical = words('如果|若|是否|是不是|[等待]|一旦|假如|要是|吗|没有|通过后|未')

const reportedApproval = (reading: Reading): readonly Span[] =>
  !reading.facts || reading.facts.case?.approved === true ? [] : said(reading, [{ says: approved, unless: hypothetical }])

export const promise: MessageRule = {
  id: 'MSG-PROMISE', verdict: 'block', release: true, basis: ['MK-MISLEAD'], looksAtFacts: true,
  why: '审批结果出来之前，不能承诺一定通过、一定展期或不上征信。',
  suggestion: '结果以审核为准，有结果会第一时间告诉您。',
  learned: (reading) =>
    reading.facts?.case?.approved === true ? impossible : has(reading, open) || has(reading, question) || has(reading, rightly) ? doubtful : 0,
  find: (reading) => [...said(reading, approvals), ...said(reading, reporting), ...reportedApproval(reading)],
}
