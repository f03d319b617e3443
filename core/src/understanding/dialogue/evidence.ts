import type { Entity, EntityType } from '../entity.ts'
import type { Guess } from '../understanding.ts'
import { type ProcedureIntent, procedureIntents } from './procedure.ts'
import { wordRolesOf } from './roles.ts'

/**
 * Which procedure a talk is about. The model reads each message alone; people spread one request over several, and half
 * of these hold a bare fact. So the signs of all messages are added up, the first weighing most.
 */

/** Intents that stand near a procedure: they speak for it, less than its own name does. */
const kin: Readonly<Record<ProcedureIntent, Readonly<Record<string, number>>>> = {
  prepayment: { 'repayment-amount': 0.3, fee: 0.15, 'how-to-repay': 0.25, 'settlement-certificate': 0.2 },
  extension: { overdue: 0.45, hardship: 0.45, 'change-repayment-date': 0.15, 'repayment-date': 0.15 },
  quote: { rate: 0.5, 'repayment-amount': 0.35, 'repayment-method': 0.35 },
  'change-repayment-date': { 'repayment-date': 0.45, extension: 0.1, 'auto-debit': 0.2 },
  'change-bank-card': { 'auto-debit': 0.2, 'change-phone': 0.15, 'repayment-failed': 0.1 },
  'payment-not-booked': { 'repayment-failed': 0.35, refund: 0.2, 'auto-debit': 0.2, 'how-to-repay': 0.15, 'follow-up': 0.1, overdue: 0.1 },
  complaint: { 'collection-contact': 0.5, 'personal-info': 0.2, refund: 0.15, 'human-agent': 0.1, fee: 0.15, 'follow-up': 0.15, login: 0.1, suggestion: 0.2, promotion: 0.1 },
  'how-to-apply': { eligibility: 0.4, limit: 0.3, reborrow: 0.35, disbursement: 0.2, materials: 0.25, 'product-info': 0.3, 'loan-purpose': 0.25 },
}

/** Words that name the matter themselves. They count beside the model, which has read them too. */
const signs: Readonly<Record<ProcedureIntent, RegExp>> = {
  prepayment: /提前(?:还|结|清|了|把|交|付|给|缴|一次)|整没|先(?:填|砸|塞|补|存|打|放).{0,6}进去|(?:一下子?|一口气|一股脑).{0,3}(?:还|结|付|清)(?!多少)|想.{0,4}还(?:进去|完)|(?:往后|后面|剩下|以后)的?(?:都|全)(?:还|付|结)|不是这(?:一)?(?:期|个月).{0,5}(?:还|全)|把.{0,8}(?:结|还|了)(?:掉|了|清|完)|提早(?:还|结)|早点还(?!款日)|结清|(?<![年月期])还清|清掉|全(?:部)?(?:还|结|清)|一把(?:还|结|清)|一次(?:性)?(?:还|结|清)|(?:想|都|给|把.{0,6})结(?:了|掉|清)|先还(?:一|掉|点|个|\d|本金|[一二两三四五六七八九十])|还(?:点|些|一部分)?本金|部分还|还一部分|多还(?:点|些)|早还(?!了)|两清|(?:全|都)(?:部)?(?:给)?你们?还|还上(?=.{0,3}$).{0,3}$(?<!不上)|把.{0,6}清(?!楚|单)|不想欠(?:了|着)/,
  extension: /展期|延期|宽限|往后(?:拖|推|延|挪|放|缓)|晚(?:几|两|点|些|一|个|\d|十)?(?:天|个?月|周|星期|点)?(?:再)?(?:还|交|缴|给)(?!款日)|延(?:后|迟|长|几|缓|个|\d)|推迟|迟(?:几|点|些|两)|拖(?:几|一|个|到|两|\d)|暂缓|缓(?:几|两|一|缓|个|\d)|顺延|(?:推|拖|延|缓)到|通融|宽(?:几|两)天|(?:还|交)不(?:上|出|起|了)|(?:晚|迟)点给|过几天(?:再)?还|手头紧|顾不(?:上|过来)|补上|(?:晚|迟)(?:些|点|几)(?:日子|天|时候)/,
  quote: /月供(?!.{0,5}(?:顾|还不|没|交不|晚|扣|拖|款|推|缓|延))|(?:利息|息).{0,5}(?:多少|几多|几钱|怎么算|好多|咋算)|算(?:算|一下|下|个|哈|给我|一算|笔)|试算|算(?:笔|个|下|一下)?账|划(?:不划)?算|合不合算|贵不贵|每(?:个)?月(?:的)?还款额|(?:一|每)个?(?:月|期)要?(?:还|付|交|给|供).{0,4}(?:多少|好多|几多|几钱)|(?:多少|几)钱?一个?(?:月|期)|每个?(?:月|期)(?:大概|得|要)?(?:多少|几多)|(?:要|得)(?:还|付).{0,4}(?:多少|好多)(?:利)?息|(?:总共|一共|连本带利).{0,4}(?:还|付)/,
  'change-repayment-date': /(?:还款|扣款|账单|扣钱|还钱)(?:的)?(?:日|时间|日期|日子)|(?:改|换|调|挪)(?:到|成)?(?:每个?月)?.{0,3}(?:号|日子|日期)|几号(?:扣|还).{0,6}(?:改|换|调|挪)|以后(?!.{0,3}从).{0,6}(?:扣|还)|(?:弄|放|改|调|凑)(?:到|在|成)?(?:同)?一天|同一天|每个?月.{0,5}[号日].{0,3}(?:扣|还)|号(?:还款?|扣款?)(?:不方便|不行|太|不好|不合适)|号提前到|提前到.{0,4}号/,
  'change-bank-card': /(?:换|绑|改|加|解绑|更换|添加).{0,5}(?:卡|银行)|(?:卡|银行).{0,8}(?:换|绑|改|注销|丢|不用|作废)|扣款卡|还款卡|(?:换|改|更换|变更).{0,4}(?:扣款|还款)?账[户号]|(?:别|不想|不要|不)(?:再)?(?:扣|从|用|走)我?的?.{0,6}(?:行|卡|储蓄|信用社)(?:的|了|扣|$)|扣[^\s]{2,4}的$|(?:以后|别|不想|不要|改).{0,3}(?:从|用).{0,6}(?:行|储蓄|邮政|浦发|招商|中信|光大|民生|平安|兴业|广发|华夏)(?:的?卡)?(?:里)?(?:扣|还)|换绑|换成.{0,4}行(?!吗|不|么)|(?:改|别|不(?:想|要)?)(?:再)?(?:从|用).{0,5}(?:行|卡)/,
  'payment-not-booked': /(?:还|付|转|扣|打|存|交|缴)(?:了|走|过|完|款|钱|掉|去|进).{0,14}(?:没|未|不)(?:有|给|见|算)?.{0,3}(?:入账|到账|销|显示|更新|记|收|查|变|清|还|反应|动)|(?:钱|款).{0,5}(?:扣|付|转|还)(?:了|走|掉|过|出).{0,16}(?:还|没|欠|逾期|待还|查|未)|(?:还|付|交)(?:了|过|完|清)(?:款|钱)?.{0,6}(?:还|又|仍|咋还|怎么还).{0,5}(?:催|打电话|短信|逾期|欠|扣|叫我还)|(?:扣|付|还)(?:了)?(?:两|二|2|双|多)(?:次|遍|回|笔)|入账|销账|(?:没|未|不)(?:到账|给?我?(?:记|入|销)[上账进了])|查不到|(?:早|明明|都|已经)(?:就|都)?(?:还|付|交)(?:了|过|清|完)|(?:还|仍|又)(?:是|在)?(?:显示|说|讲).{0,4}(?:没|未|欠|逾期)/,
  complaint: /(?:资料|信息|隐私).{0,6}(?:泄|卖|外传)|(?:资料|信息|号码|电话|手机号|身份证|照片|通讯录).{0,6}(?:到|在|给)了?(?:别|其他|外面|中介|第三方|骗子)|谁(?:允许|准|让|同意)你们|(?:泄露|泄漏|卖).{0,4}(?:资料|信息|隐私)|投诉|举报|要告|(?:给我|要)(?:个|一个)?(?:说法|交代|解释)|态度.{0,4}(?:差|恶劣|不好)|曝光|找你们(?:领导|经理)/,
  'how-to-apply': /申请(?!.{0,3}(?:展|延|提前|退|改|换|结))|(?:想|要|来|再)(?:借|贷)(?!的那|过)|借(?:点|我|款|个|[\d一二两三四五六七八九十])|(?<![房车网])贷(?:点|款(?!的|那|是|还|已)|个|[\d一二两三四五六七八九十])|批(?:我|给|个|点|[\d一二两三四五六七八九十])|给我批|办(?:个|一笔|笔|点).{0,2}(?:贷|款)|下款|弄(?:点|笔)(?:钱|款)|开通|急用钱|周转/,
}

const signWeight: Readonly<Record<ProcedureIntent, number>> = {
  prepayment: 0.6, extension: 0.6, quote: 0.6, 'change-repayment-date': 0.6, 'change-bank-card': 0.6, 'payment-not-booked': 0.7, complaint: 0.9, 'how-to-apply': 0.4,
}

const firstWeight = 1
const laterWeight = 0.35

type Evidenced = { readonly plain: string; readonly entities: readonly Entity[]; readonly guesses: readonly Guess[] }

export type Evidence = Readonly<Record<ProcedureIntent, number>>

/** So much speaks for the matter in hand that a question about the rules of another changes nothing. */
const leastInHand = 0.3

export const noEvidence: Evidence = {
  prepayment: 0, extension: 0, quote: 0, 'change-repayment-date': 0, 'change-bank-card': 0, 'payment-not-booked': 0, complaint: 0, 'how-to-apply': 0,
}

/** Facts that only some procedures take speak for these. */
const telling: Readonly<Partial<Record<EntityType, readonly ProcedureIntent[]>>> = {
  phone: ['how-to-apply', 'complaint', 'change-bank-card'], loanRef: ['prepayment', 'extension', 'payment-not-booked'],
  bank: ['change-bank-card', 'payment-not-booked'], rate: ['quote'], term: ['quote', 'how-to-apply', 'extension'],
}
const tellingWeight = 0.15

/** So do their lists of words: a reason for paying later, what money is for, from where it was paid. */
const tellingWords: ReadonlySet<ProcedureIntent> = new Set(['prepayment', 'extension', 'how-to-apply', 'payment-not-booked', 'quote'])
const tellingWordsWeight = 0.25

const holdsWordsOf = (intent: ProcedureIntent, plain: string): boolean =>
  wordRolesOf(intent).some(({ words }) => words.some(([pattern]) => plain.search(pattern) >= 0))

/** Who asks for a quote asks how much; 借八千急用 does not. */
const asksHowMuch = /多少|几|好多|算|息|月供|咋|怎么|试/

/** 想借点钱 先问问划不划算: who asks before borrowing has not applied yet. */
const asksFirst = /先(?:问|算|估|看看|了解|打听|咨询)|(?:就|只是?|随便)(?:问问|打听|了解)/

/** How much the words of a message weigh for a procedure that they name by the way. */
const doubtOf = (intent: ProcedureIntent, plain: string): number => {
  if (intent === 'quote') return asksHowMuch.test(plain) ? 1 : 0.4
  return intent === 'how-to-apply' && asksFirst.test(plain) ? 0.4 : 1
}

/** The day of a month for good is said as 8号; 6月8号 and 明天 are one day, once. */
const onceOnly = (entities: readonly Entity[]): boolean =>
  entities.some(({ type, value }) => type === 'date' && /^(?:\d{4}|-)-\d\d-\d\d$|^(?:今|明|昨|前|后|大|下周|上周|周|下礼拜|星期)/.test(String(value)))

/** A question about the rules of another matter is a question, no request. */
const asksRules = /(?:收|扣|要|有)(?:不收|不扣|不要|没有)?.{0,5}(?:费|违约金|罚)|影响|会不会|上不上|什么意思|是不是/

/** `guesses` best first; `place` counts the messages before this one. */
export const addEvidence = (evidence: Evidence, { plain, guesses, entities }: Evidenced, place: number): Evidence => {
  const added = { ...evidence }
  if (isOfAnother(plain)) return added
  const inHand = place === 0 || !asksRules.test(plain) ? undefined : likeliest(evidence, leastInHand)
  const types = new Set(entities.map(({ type }) => type))
  if (onceOnly(entities)) added['change-repayment-date'] -= tellingWeight * 4
  for (const intent of procedureIntents) {
    if (inHand !== undefined && intent !== inHand) continue
    for (const type of types) if (telling[type]?.includes(intent)) added[intent] += tellingWeight
    if (tellingWords.has(intent) && holdsWordsOf(intent, plain)) added[intent] += tellingWordsWeight
    const doubt = doubtOf(intent, plain)
    const weight = (place === 0 ? firstWeight : laterWeight) * doubt
    for (const guess of guesses) {
      const share = guess.intent === intent ? 1 : (kin[intent][guess.intent] ?? 0) * (place === 0 ? 1 : 0.8)
      added[intent] += weight * share * guess.confidence
    }
    if (signs[intent].test(plain)) added[intent] += signWeight[intent] * (place === 0 ? 1 : 0.6) * (intent === 'how-to-apply' ? doubt : 1)
  }
  return added
}

/** The likeliest procedure, and nothing where nothing speaks for any. */
export const likeliest = (evidence: Evidence, least: number): ProcedureIntent | undefined => {
  const [best] = [...procedureIntents].sort((one, other) => evidence[other] - evidence[one])
  return best !== undefined && evidence[best] >= least ? best : undefined
}

const sureOfAnother = 0.8

/** 能提前还吗 in between is a question; 我想提前还 is a request. */
const merelyAsks = /(?:吗|么|[行好可]不|不)[\s?？。]*$/
const wishes = /我(?:想|要|得)|帮|给我|麻烦|投诉|申请|另外|还有/

/** A second request: the model is sure of it and its own words stand there, so that no bare fact opens one. */
export const opensAnother = (intent: ProcedureIntent, plain: string, guesses: readonly Guess[]): boolean =>
  guesses[0]?.intent === intent && guesses[0].confidence >= sureOfAnother && signs[intent].test(plain) && !asksRules.test(plain) && (wishes.test(plain) || !merelyAsks.test(plain))

/** What people say of an open matter in the words of its neighbour: the day to which a payment is put off, what the prepaying comes to. */
const neighbours: Readonly<Partial<Record<ProcedureIntent, readonly ProcedureIntent[]>>> = {
  prepayment: ['quote'], extension: ['change-repayment-date', 'quote'], 'change-repayment-date': ['extension'], quote: ['how-to-apply'], 'how-to-apply': ['quote'],
}
/** 用建行卡 别扣农行的: from where is paid, not which card is kept. */
const payingFrom = { prepayment: true, 'payment-not-booked': true }
const besides = /另外|还有|还想|顺便|再(?:帮|给|问)|第二|也(?:想|要|得)|申请|以后(?:都|每)/

export const isSameMatter = (open: readonly ProcedureIntent[], intent: ProcedureIntent, plain: string): boolean =>
  !besides.test(plain)
  && (open.some((one) => neighbours[one]?.includes(intent))
    || (intent === 'change-bank-card' && open.some((one) => one in payingFrom) && !/换|绑|改/.test(plain)))

const chatter: ReadonlySet<string> = new Set(['small-talk', 'out-of-scope', 'human-agent'])

const asks = /吗|么[\s?？。]*$|什么|怎么|[不没]$|多少|(?<![前这过好晚延限缓推迟拖早等后])几|怎|咋|什么|啥|哪|会不会|能不能|是不是|要不要|有没有|[?？]/

/** 我朋友也想借五万: his matter, not the customer's. */
export const isOfAnother = (plain: string): boolean => /(?:我|有个)(?:一个)?(?:朋友|同事|同学|邻居|哥们|闺蜜|亲戚|室友)(?:也|想|要|能|问|借|贷|在)/.test(plain) && asks.test(plain)

const clauseEnds = /[\s，,。！!？?；;]+/

/** 月底前行不, 分12期可以吗: a question that says what is wanted. */
const proposes = /(?:(?:行|可以|可|好|中|成|得)(?:不行|不可以|不|吗|么|嘛|啊|呗)|能.{1,6}(?:吗|么|不)|(?:来得及|赶得上|合适|方便)(?:吗|么|不))[\s?？。哦哈呢啊呀~.]*$|能不能|可不可以|能否/

/** Whether the clause at this place asks: a statement beside a question is no question. */
export const asksAt = (plain: string, at: number): boolean => {
  const before = plain.slice(0, at).split(clauseEnds).at(-1) ?? ''
  const after = plain.slice(at).split(clauseEnds)[0] ?? ''
  return asks.test(before + after)
}

/** A question about something else in between: its facts are not those of the request, unless their words say so. */
export const isAside = (intent: ProcedureIntent, { plain, guesses, entities }: Evidenced): boolean => {
  const [first] = guesses
  // 哪天？6月11号 is a question that its asker answers.
  const last = plain.replace(/^.*[?？!！，,\s](?=.)/, '')
  if (proposes.test(last) && entities.some(({ start }) => start >= plain.length - last.length)) return false
  return asks.test(last) && first !== undefined && first.confidence >= (proposes.test(plain) ? 0.9 : 0.5)
    && first.intent !== intent && !chatter.has(first.intent)
    && kin[intent][first.intent] === undefined && !neighbours[intent]?.some((one) => one === first.intent)
}
