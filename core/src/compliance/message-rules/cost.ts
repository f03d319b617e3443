import { type Exempt, type Saying, said, usual, usualButDenial } from '../message-context.ts'
import { beside, either, has, near, words } from '../message-pattern.ts'
import { doubtful, impossible, type MessageFacts, type MessageRule, type Reading, type Span } from '../message-rule.ts'

/** What a loan costs: rates by the day or month without the annualised one, talk around the question, and “free” that is not. */

const amount = words('(?:[0-9零一二两三四五六七八九十百千万半几][0-9零一二两三四五六七八九十百千万半几多来.,]*(?:块|元|毛|角|分|百|千)(?:多|来)?(?:块|元)?(?:[一二三四五六七八九](?!期|个))?(?:钱)?)')
const little = words(
  '(?:一|两|半)?(?:杯|瓶|包|顿|碗|根|支|盒|个|份|张)?(?:奶茶|咖啡|豆浆|水|烟|饭|早餐|早点|鸡蛋|包子|可乐|矿泉水|公交|地铁票?|雪糕|菜|零食|打车|外卖|油条|煎饼)(?:的?(?:钱|事|价))|几(?:块|毛|分)钱',
  '一杯[^，。]{1,4}(?:钱|的事|而已)|比[^，。]{1,6}(?:还)?便宜',
)
const daily = words('(?:[一每单](?:天|日)|日均|一昼夜|天天|按天)')
const monthly = words('(?:每个?月|一个?月|月均|每期|一期|月月)')
const costWord = words('利息|息|手续费|服务费|管理费|成本|费用|费率|利钱|利率')
const only = words('只[要需收算]?|仅[需要收]?|才|不到|也就|就|不过|顶多|大概|差不多|低至|一共')
const rateName = words(
  '月费|日费|期费|月手续费|月息费|日息费|日利率|日息|日费率|日利|月利率|月息|月费率|月利|(?:每|一)[日天月期](?:的)?(?:利息|利率|费率|手续费率?|服务费率?)|(?:日|月|期)(?:综合)?费率|每期(?:只收|收)|月(?:管理|服务)费',
  '(?:每|一)?(?:千元|万元|百元|千|万)(?:的)?(?:日|月)息|一个(?:点|厘)的?(?:月|日)?(?:利息|息|利率)',
)
const rateNumber = words(
  '[0-9]+(?:\\.[0-9]+)?|[零一二两三四五六七八九十半几]+(?:点[零一二三四五六七八九]+)?(?:%|厘|分|毫|个点|点|毛|块|元|角)|[零一二三四五六七八九]点[零一二三四五六七八九]|百分之|[万千][一二三四五六七八九]',
)
const perTenThousand = words('[万千](?:分之)?[0-9一二两三四五六七八九半几.]+(?:[一二三四五六七八九])?(?!万|千|百|元|块|个|年|号|人|[0-9])')
const borrowTalk = words('借|贷|用[一1]?[天日]|日|息|利|用钱|用款|费|成本')
const monthRate = words(
  '[一二两三四五六七八九]分(?:[一二三四五六七八九半])?的?(?:利|息)|[0-9一二两三四五六七八九半几.]+(?:厘|个点|分)(?:的)?(?:月|利|息)|月[0-9一二三.]+(?:厘|个点|分利)|(?:厘|分)(?:月)?息',
)
/** Not a cost of borrowing. */
const otherwise = words(
  '罚息|违约金|滞纳金|上浮|应还|还款额|月供(?:是|为)?[0-9]|本金[0-9]|客服|限额|次数|收入|工资|存款|收益|换算|乘以|365|360|由[^，。]{1,10}收取|收(?:款|取)方|合同(?:约定|第)|不准确|容易误(?:判|解)|不能只',
  '只看日息|怎么算',
)

/** The annualised rate, told with its number. */
const annual = /(?:年化|年利率|年息|apr|折(?:合)?(?:成)?年|一年(?:利率|利息)?|年(?:综合)?(?:融资)?成本|综合成本|irr)[^。；，多说]{0,16}(?:[0-9]|百分之|[一二三四五六七八九十]+(?:个点|点))/u
const askedRate = /年化(?:利率)?(?:还是|呢|吗|利率呢)|(?:标|对外|只看|以|看清|说明|给出|告诉(?:您)?|合同里的?)年化|折(?:合)?成年化/u

const shortTerm: readonly Saying[] = [
  { says: near(rateName, 8, rateNumber), unless: otherwise },
  { says: [perTenThousand, borrowTalk], unless: [otherwise, words('万一(?=您|你|有|遇|没|要|真|哪|不|[，。])')] },
  { says: monthRate, unless: otherwise },
  { says: near(either(daily, monthly), 6, words('[0-9.]+ ?%|百分之[零一二三四五六七八九十点]+'), 3, costWord), unless: otherwise },
  { says: [either(near(daily, 8, amount), near(amount, 3, daily), near(daily, 10, little)), either(costWord, words(
    '借|贷|用|便宜|划算|合算|够|压力|能还|小意思|轻松|便能',
  ))], unless: otherwise },
  { says: [either(near(monthly, 8, amount), near(amount, 3, monthly), near(monthly, 10, little)), costWord], unless: [otherwise, words('本金')] },
  { says: [near(only, 4, monthly, 4, amount), borrowTalk], unless: [otherwise, words('本金|账单|月供')] },
  { says: near(monthly, 4, only, 4, either(amount, little)), unless: [otherwise, words('本金|账单|月供')] },
  {
    says: [near(costWord, 10, either(little, words('(?:只|就|才|也就|不过|不到)[^，。]{0,6}(?:几|十|[0-9]+)[^，。]{0,3}(?:块|元|毛)(?:钱)?'))), words('天|月|日|期|借|贷')],
    unless: [otherwise, words('减免|已扣|公证|评估')],
  },
  { says: near(words('日利率|日息|月息|月利率|日费率|月费率'), 6, words('低至|超低|很低|不高|最低|便宜')), unless: otherwise },
]

const costTopic = words('利率|利息|年化|费率|总成本|成本|费用|总利息|手续费|服务费|费用明细|多少息|几个点')
const waved = words(
  '(?:没(?:有)?|不具)[^，。]{0,4}(?:参考(?:意义|价值)|意义)|别抠(?:得|那么|太)|参考不大|看(?:每月|月供|每天|每期)[^，。]{0,4}(?:还|供|多少)[^，。]{0,4}(?:就(?:好|行|对|够)|即可)',
  '先把?合同签|先签(?:字|了|合同)|账单上(?:都)?有|金额不大|账单里(?:会)?(?:体现|看到|显示)|给监管看|一点点|先别问|先看看能|关键是|还有(?:一点|些)(?:别的|其他)',
  '(?:不用|别|不要|甭|没必要|无需|用不着|先不|先别|您就别)(?:去)?(?:管|问|看(?!一下)|纠结|在意|操心|关心|算|计较|抠|细看|看得?那么|急着)|不重要|无所谓|不用在意|不讲年化|没有年化|(?:不|没)(?:讲|说|算)(?:什么)?年化',
  '没有别的说法|说了[^，。]{0,3}(?:也)?(?:听不懂|不懂)|说不清|不好说|不方便(?:说|讲)|(?:以后|回头|到时候?|签完|放款后|办完|下款后|等放款)[^，。]{0,10}(?:再说|再看|自己看|就知道|看就行|就清楚)|放一放|放一边',
  '自己(?:去)?(?:看|查|算)(?:就行|吧|就好|去)|都差不多|不值一提|忽略不计|可以忽略|没几个钱|没多少(?:钱)?|毛毛雨|小钱|干嘛|干什么|有什么用|签完|拿到手要紧|打包(?:在)?(?:里面?|里头)|(?:都)?在里(?:头|面)了',
)
const onlyInstalment = words(
  '(?:就|只|您?只要|只需|光)(?:要|需要|用)?(?:看|管|关心|记住|盯着?)[^，。]{0,4}(?:每月|月供|每期|月还|一个月)[^，。]{0,10}(?:就行|就好|就可以|够了|得了|即可|合适|多少|压力|了)|看月供合不合适',
)
const deflectExempt: Exempt = { quoted: true, warning: true, supposed: true }
const annualAnswered = words('年化[^，。]{0,12}[0-9]|在合同首页|明细已(?:发|附)|可以慢慢看|不用操心，(?:我们)?承担')
const deflections: readonly Saying[] = [
  { says: [costTopic, waved], unless: [annualAnswered, words('请(?:您)?(?:看清|仔细)|已发|发(?:您|给您)|[^，。]{0,6}为准|减免|不(?:再)?另外?收|说不清|怎么算'), words(
    '提前(?:还|结)|(?:别的|其他)(?:平台|机构|家)|有人',
  )], exempt: deflectExempt },
  { says: onlyInstalment, exempt: deflectExempt },
  { says: [costTopic, words('说不清|不清楚|不好说|系统(?:会)?自动(?:扣|算)|系统里(?:都)?有|到时候系统')], unless: [annualAnswered, words(
    '我(?:帮|给|去|来)?(?:您|你)?(?:查|核实|问)|如果|您(?:要是)?(?:不清楚|看不懂)',
  )], exempt: deflectExempt },
  { says: [words('费用?|成本'), words('就是利息|只有利息|别的(?:您)?(?:就)?(?:不用|别)管')], unless: annualAnswered, exempt: { ...deflectExempt, asked: true } },
]

const hasFees = (facts: MessageFacts | undefined): boolean => {
  const fees = facts?.product?.fees
  return Array.isArray(fees) ? fees.length > 0 : Boolean(fees)
}

const noOtherFees = words('除(?:了)?利息[^，。]{0,6}(?:什么|任何|其他)?[^，。]{0,4}(?:费用|费)?(?:都)?(?:没有|不收|不用)|(?:没有|无|不收)(?:任何|其他|别的)?(?:其他)?费用')

export const rate: MessageRule = {
  id: 'MSG-RATE', verdict: 'warn', release: false, basis: ['DS-APR', 'DS-COST-TABLE'],
  looksAtFacts: true,
  why: '只说日息、月息或“一天几块钱”会让人低估成本，要同时说明年化利率和全部费用。',
  suggestion: '请同时写明年化利率（单利）和全部费用，日、月的说法不能比年化更显眼。',
  learned: (reading) => annual.test(reading.whole) ? impossible : askedRate.test(reading.whole) || has(reading, otherwise) ? doubtful : 0,
  find: (reading) => {
    const hidden = said(reading, deflections)
    const feesHidden = hasFees(reading.facts) ? said(reading, [{ says: noOtherFees, exempt: { quoted: true, reported: true } }]) : []
    if (annual.test(reading.whole) || askedRate.test(reading.whole)) return [...hidden, ...feesHidden]
    return [...hidden, ...feesHidden, ...said(reading, shortTerm)]
  },
}

const freeOfInterest = words(
  '(?<![避难])免息(?!券)|(?<![0-9])[0零]元利息|无息贷|利息全免|免利息|[零0]利[息率]|[零0]息|无息|不(?:收|要|算|计|用付|用给|需要付)(?:您|你)?(?:一分钱?|任何|半分)?(?:的)?利息',
  '没有?(?:任何|一分钱?|一毛)?(?:的)?利息|(?:一分|一毛)(?:钱)?(?:的)?利息(?:都|也)?(?:不|没)|利息(?:全|都|通通|统统)?(?:免|为零|是零|为0)|不计息|没息|不收息|不要息',
  '利息(?:我们|平台|公司|由我们)(?:出|贴|承担|补)|免息券?(?:借|贷|分期|用|随便)|免除(?:全部)?利息|一分利(?:息)?(?:都)?没有',
)
const freeOfCost = words(
  '免费(?:领|拿|用)|没有成本|(?<![0-9])0元利息|零元利息|倒贴|用多久都不要钱|不要钱|(?:是)?免费的(?=，|。|哦|借|用)|免息又免费|零首付零',
  '(?<!咨询|电话|提醒|服务)(?:完全|全程|真正|全|终身)?免费的?(?:额度|钱|借|贷|用|使用|周转|钱|领钱|办理|资金|给(?:您|你)|让(?:您|你))|(?:零|0)(?:费用|成本|费率|手续费|服务费|费)|免(?:手续费|服务费|一切费用)',
  '不花(?:一分)?钱(?!就能查|开)|一分钱(?:都)?不(?:用)?(?:花|收|要)|(?:借|贷|用|办理?)[^，。]{0,8}(?:不花(?:您|你)?(?:一分)?钱|不要钱|一分钱(?:都)?(?:不|没)(?:收|要|用|花)|(?:完全|是)?免费)',
  '白(?:借|用|拿|送|给)(?:钱|给(?:您|你))?|不借白不借|(?:完全|全)免费|什么费(?:用)?都(?:免|不收|没有)|我们(?:是|都是)免费|跟借朋友的钱一样',
)
const feesInWords = words(
  '开卡费|平台使用费|使用费|权益包|会员包|顾问费|风险管理费|千分之[^，。]{1,6}费|加收|补交|扣(?:个|一笔|点)?[^，。]{0,6}费|一点点[^，。]{0,4}费',
  '(?:只|仅|就|另外?|但|不过|再|顶多|象征性|每(?:个?月|期)|只是|要|需|收|交|付|承担)[^。]{0,12}(?:服务费|手续费|担保费|会员费|管理费|工本费|咨询费|保险费|评审费|居间费|技术服务费|信息服务费|账户费|开户费|费用|月费|年费' +
    '|的费|那一份|个点)',
  '(?:服务费|手续费|担保费|会员费|管理费|咨询费|保险费?|居间费|评审费)[^，。]{0,8}(?:另(?:算|收|说|付)|照收|先用|[0-9]|交上|您(?:出|付|承担))|(?:费)[^，。]{0,4}(?:从本金|里出|扣)',
  '叫(?:做)?(?:服务费|手续费|管理费)|另收|费[^，。]{0,4}另算|先用[^，。]{0,4}再(?:付|收)',
)
const wholeCost = /(?:手续费|服务费|其他费用|任何费用|免费用|费用合计|年化[^。]{0,10}|总(?:费用|成本|共|计|共还)|一共|合计|共(?:需|还)|全部成本|不收(?:取)?任何费用|没有(?:任何)?(?:其他)?费用)[^。]{0,10}(?:0|零|没有|无|不收|元|[0-9]|。|$)/u
const notTheLoan = words(
  '免息期(?!内)|账单日|提前(?:还款|结清)|咨询(?:是)?免费|免费咨询|热线|客服|查询|查(?:一|两)?次|开(?:具|立)|证明|退还|已结清|异议|投诉|短信|电话|转账|宣传|活动规则|消费(?:的)?免息|取现|免息期只|补办|邮寄|停车|WiFi|体检',
  '领取一次|注销|下载|登记',
)
const noOffer = words('(?<!白)不借(?!白)|某些|不是|并非|不属于|没有(?:这|免息|零|免费|什么免)|不存在|不能说|目前没有|哪有(?=免|零|不)|从没说过|不提供')

const zeroSayings: readonly Saying[] = [
  { says: either(freeOfInterest, freeOfCost), unless: [notTheLoan, noOffer], exempt: { ...usual, denied: true, condemned: false } },
]
const swapped: readonly Saying[] = [
  { says: [either(freeOfInterest, freeOfCost), feesInWords], unless: [noOffer, words(
    '也?不(?:收取?|用|需)(?:任何|手续|服务|其他)|没有(?:任何|手续|服务|其他)|手续费(?:为)?\\s*(?:0|零)|不再收取|费用都?(?:是|为)?(?:0|零)|活动规则|无手续费|不会以|为名',
  )], exempt: { ...usualButDenial, condemned: false } },
  { says: beside(words('不(?:叫|算|是)利息'), 6, words('服务费|手续费|管理费')), exempt: { quoted: true, reported: true, warning: true } },
]

const zeroClaims = (reading: Reading): readonly Span[] => {
  const { facts, whole } = reading
  const mixed = said(reading, swapped)
  if (mixed.length > 0) return mixed
  const spans = said(reading, zeroSayings)
  if (spans.length === 0) return []
  const feesSaid = whole.search(feesInWords.pattern) >= 0 && !/不收取?任何费用|没有(?:任何|其他)?费用|手续费(?:为)?\s*[0零]|不再收取|费用都?(?:是|为)?[0零]/u.test(whole)
  if (hasFees(facts)) return facts?.product?.zeroInterest === true && wholeCost.test(whole) && !feesSaid ? [] : spans
  if (feesSaid) return spans
  if (facts?.product?.zeroInterest === false) return spans
  return facts?.product?.zeroInterest === true || wholeCost.test(whole) || facts?.product?.fees !== undefined ? [] : spans
}

export const zero: MessageRule = {
  id: 'MSG-ZERO', verdict: 'block', release: true, basis: ['MK-MISLEAD'], looksAtFacts: true,
  why: '有费用时不能说免息、零成本；真的免息要写明全部成本。',
  suggestion: '请写明全部费用和年化成本，例如：本活动免息，手续费 0 元，除此之外不再收取其他费用。',
  learned: (reading) => {
    if (reading.facts?.product?.zeroInterest === true || wholeCost.test(reading.whole)) return impossible
    return has(reading, notTheLoan) || has(reading, noOffer) ? doubtful : 0
  },
  find: zeroClaims,
}

