import { said, type Saying } from '../message-context.ts'
import { has, words } from '../message-pattern.ts'
import { doubtful, impossible, type MessageRule, type Reading, type Span } from '../message-rule.ts'

/** Offers to whoever did not ask: they name the sender and the way out, and never reach one who took it. And machines that say what they are. */

const offer = words(
  '升级额度|可再借|仅限今日|利率新低|新用户|注册即送|即送|手续简|利率低|心动不如|行动|门槛低|放款快|额度高|年底冲量|机会难得|(?:特|诚|邀)邀|瓜分|助力|经营贷|新出(?:了|的)|上线(?!时间)|翻倍|信用良好|预审|[0-9]{1,4}分钟(?:到账|放款)',
  '秒到|回归|送您|大礼|满减|限量|限额抢|爆款|热销|首借|福利|拼团|砍价|邀友|加码|直降|返还|优惠|打折|[一二三四五六七八九0-9.]折|狂欢|礼包|专属(?:额度|利率|福利)|低息|低利率|急用钱|缺钱|手头紧|周转(?:困难|不开)?[？?]|有礼|更高额度',
  '贵宾额度|活动(?!规则)|新品|新产品|新上(?:了|线)?|上新|限时|特供|专享|(?<!争)抢(?!救)|提额|额度(?:已(?!到期|用|满|冻|经?使用|恢复)|提升|翻倍|升级|最高|高达|待领|即将|可用|充足|大)|利率(?:低至|优惠|直降|仅)|券|红包',
  '立减|返现|邀您|诚邀|受?邀(?:请)?(?:体验|好友)|尊享|恭喜|回馈|钜惠|大促|抽奖|特惠|惊喜|最高(?:可(?:借|贷))?(?:额度)?[0-9一二三四五六七八九十]+万|低至|预授信|备用金已|新客|老客户|新人|0门槛|零门槛|快至',
  '(?:秒|分钟|当天|极速)(?:到账|放款|批)|名额(?:有限|仅|已|不多)|先到先得|最后[一二三0-9]+天|错过|双(?:11|十一|12)|(?<![0-9a-z])618(?![0-9a-z])|年中|国庆|新春|元旦|五一|会员日|周年|来(?:借钱|一单|体验)|随心借',
  '推荐(?:一次|一下)?(?:我们|给您)|(?:优先|专属)(?:借款)?(?:资格|通道)|转发(?:本|此)?活动|您的好友都|额度即将|多送|借得多|解锁|福袋',
)
const call = words(
  '参加|领(?!导|养)|要吗|需要吗|点(?:击|此|开|链接|这里)|快来|速来|找我们(?!协商|核|说|聊|办)|戳|回复(?!r|t|n)|拨打|登录|登陆|立即|马上|速领|领取|申请|咨询|打开app|查看|参与|致电|办理|使用|来电|赶紧',
  '尽快(?:使用|领取|申请)|了解(?:一下)?|借款|来借|下单|免费抽|体验|转发|有兴趣|考虑一下|要不要|还不来|邀请|享|看看|加入',
)
const sender = /【[^】]{2,20}】|(?:我|这里|这边)是[^，。]{2,14}(?:客服|公司|金融|专员|经理)|您好.{0,4}我们是|信桥|安心(?:消费)?金融/u
const leaving = /退订|拒收|回复?\s*(?:t|td|n|r|0000)(?![a-z])|不再接收|取消(?:接收|推送|订阅)|谢绝/u
/** An answer to a question about offers, a notice about the customer's own loan, or a rule of an offer sells nothing. */
const noSale = words(
  '券包|省下|稍等|请稍|不能收|心意领|没有免息|不过可以|不得用于|可以拒绝|可拒绝|理性借款|如需|请勿|(?:您|你)(?:问|说|提(?!额|现|升|前)|收到|想|刚才|咨询|要(?:的|了解))(?!过?(?:别|不))|不是我们(?:发)?的|请不要点击|谨防',
  '过期了|已(?:经)?受理|使用规则|使用条件|条件：|到期日|以 ?app|才会用|用不了|没有正在|以(?:活动规则|审核)[^。]{0,8}为准(?!，回)|账单(?:已)?(?:出|日)|应还|还款(?:日|成功|方式|计划)|扣款|逾期|升级(?:维护)?|维护',
  '已结清|结清|审批结果|申请(?:已|进度)|投诉|合同已|已(?:更换|关闭|退订|成功退)|关闭营销|不会(?:再)?(?:给您)?(?:发|推)|不接收|退订营销|如非本人|核实',
)
const refusedBefore = words(
  '(?:之前|上次|上回|前面|前几天|昨天|曾经?)[^。]{0,6}(?:说|表示|讲|提过|回复|告诉)?[^。]{0,8}(?:不感兴趣|不需要|别(?:再)?(?:给|发|打|推|联系)|不(?:要|想)(?:再)?(?:收|接|发|了|打扰)|退订|拒绝|拒收|不用了)',
  '(?:您|你)?(?:已经?)?(?:退订|拒收|拒绝)(?:了|过)?(?:短信|推广|营销|我们)?|(?:知道|虽然|尽管)[^。]{0,8}(?:不感兴趣|不需要|退订|拒绝|别再|不想)',
)
const stillSells = words('(?:不过|但|可(?!以)|还是|再|所以|破例|最后|这次)[^。]{0,14}(?:推荐|活动|优惠|说一声|介绍|真的|新品|产品|划算|试试|贷|额度|考虑|发一下)|新品[:：]|有兴趣随时|机会难得|再考虑')

const countOf = (whole: string): number => new Set([...whole.matchAll(offer.pattern)].map(([word]) => word)).size

const isOffer = (whole: string): boolean => {
  if (whole.search(noSale.pattern) >= 0) return false
  const calls = whole.search(call.pattern) >= 0
  const count = countOf(whole)
  return calls ? count >= 2 || (count === 1 && !/您的(?!额度|好友|可用|专属)|还款|账单|申请进度|审核|查询|客服热线/u.test(whole)) : count >= 2 && /[！!]/u.test(whole)
}

/** Only the first selling sentence of a text is marked, so that one message is one finding. */
const marked = ({ sentence, whole, before }: Reading): readonly Span[] => {
  const first = sentence.search(offer.pattern)
  if (first < 0) return []
  const at = whole.search(offer.pattern)
  const from = whole.indexOf(sentence)
  return from <= at && at < from + sentence.length && !before.includes(sentence) ? [{ start: first, end: sentence.length }] : []
}

const despiteRefusal: readonly Saying[] = [{ says: [refusedBefore, stillSells], exempt: {} }]

export const optOut: MessageRule = {
  id: 'MSG-OPTOUT', verdict: 'block', release: true, basis: ['MK-OPTOUT'], looksAtFacts: true,
  why: '营销信息要写明发送者和退订方式；客户拒绝后不得再发。',
  suggestion: '请在开头写明【机构名】，结尾写明“拒收请回复R”；客户已退订的不要发送。',
  learned: ({ whole, facts }) => {
    if (facts?.customer?.optedOut !== true && sender.test(whole) && leaving.test(whole)) return impossible
    return whole.search(noSale.pattern) >= 0 || (whole.search(call.pattern) < 0 && whole.search(offer.pattern) < 0) ? doubtful : 0
  },
  find: (reading) => {
    const { whole, facts } = reading
    const despite = said(reading, despiteRefusal)
    if (despite.length > 0) return despite
    if (facts?.customer?.optedOut === true) return isOffer(whole.replaceAll(/(?:回复?|退订|拒收)[^。]{0,8}$/gu, '')) || isOffer(whole) ? marked(reading) : []
    return isOffer(whole) && !(sender.test(whole) && leaving.test(whole)) ? marked(reading) : []
  },
}

const human = words('真人|活人|人类|真实的人|大活人|有血有肉|肉身|活生生|正常人|真的人')
const claim = words(
  '活生生的人|(?:在|已经)(?:和|跟|与)(?:人工(?:客服|坐席)?|真人)(?:对话|聊|说话|沟通|交流)|真实的?(?:客服|人员|员工|工作人员|客服人员|人工)|(?:我|这边)(?:就)?是人(?=[，。,！]|$|，)|不是系统(?:自动)?|是人不是',
  '活的|真有人|有人在(?:的|呢)|本人(?:回复|在线)|由我(?:本人)?亲自|我们(?:都)?是(?:人工|真人)',
  '(?:我|这边|这里|咱|本人|您(?:现在)?(?:聊|说话|对话)的)(?:们)?(?:就|可|当然|确实|真的|肯定|也|都|一直|现在)?(?:是)(?:一个|一名|一位|个|位|您的|在(?:跟|和|与))?[^，。]{0,6}(?:真人|活人|人类|真实的人' +
    '|人工(?!智能)|大活人|真的人|有血有肉|有感情的|客服(?:专员|人员|小姐姐|经理)|客户经理|专员|(?:正式)?员工|打工|做客服|血肉)',
  '(?:是|这是|跟您聊的是|当然是|作为一个|对面是|背后是)(?:一?个)?(?:真人|活人|人工客服|大活人|有血有肉|真的?人)',
  '(?:真人|人工(?:客服|坐席)?|活人|本人亲自)(?:正)?(?:在(?!忙|排队|休息|接待|线时间|(?:工作|每)日|班)|亲自|为)(?:线|为您|跟您|和您|给您|与您|回复|打字|服务|处理|接待|聊)?|我是人(?![一-龥])|人工为(?:您|你)|百分百人工',
  '人工在线(?!时间)|真人在线|真的是人|我(?:不|没)是(?:机器|程序)|谁说我是(?:机器|ai)|跟(?:您|你)聊天的(?:一直)?是',
)
const notMachine = words(
  '(?:我|这边|这里)?(?:可|才|并|真的|当然|都|又|怎么(?:会|可能)是|哪(?:是|里是)|没有|不是)(?:什么)?(?:一个)?(?:不是)?(?:什么)?(?:机器人?|ai|人工智能|程序|自动回复|智能助手|电脑|客服机器|系统(?:自动)?)',
)
const lived = words(
  '我?(?:刚|才)?接班|干(?:了)?(?:这行|客服|这一行)|我自己(?:也|就|都)?(?:有|在|要|是|贷|借|还)|我(?:也)?(?:有|背着|在还)房贷|(?:旁边|隔壁|对面|身边)的?同事',
  '问(?:一下|问|下)(?:我们)?(?:的)?(?:同事|主管|领导|组长|师傅)|感冒|嗓子|声音有点|从没骗|[一二三四五六七八九十0-9]+年了|手打的|手打字|手动(?:打|回|输)|亲手|打字(?:慢|快)|眼(?:花|睛)|我们办公室|工位|同事请假|轮到我',
  '我当班|我值|带孩子|接孩子|家里人也|过年|回老家|辞职|领导批评|我的?(?:奖金|绩效|提成)|我(?:们)?(?:的|这)?[^，。您你]{0,4}工资',
  '我[^，。]{0,6}(?:今年[0-9二三四五]+|夜班|值班|毕业|打工|喝(?:口|完|杯)?水|吃(?:饭|了|完)|上厕所|下班(?!前|之前|后)|上班(?!前|后|时)|睡|困|累|饿|感冒|生病|出生|老家|长(?:这么)?大|结婚|怀孕|打字' +
    '|手(?:都)?(?:酸|忙)|坐在|办公室|工位|入行|入职|干了|做了[^，。]{0,6}年|师傅|同事坐|带教|培训班|在客服岗位|从业|接待过|审核了|亲自|拿起电话|给(?:您|你)打(?:过去|电话)|(?<!没|没有|未)(?:自己)?也?(?:借|买|办|贷|还)(?:过|了))',
  '我(?:家|老公|老婆|孩子|小孩|儿子|女儿|爸|妈|父母|对象)(?!的贷款)|我(?:也)?(?:是|当)(?:个)?(?:当)?(?:妈|爸|父亲|母亲|宝妈|奶爸|女生|男生|过来人|打工人|北漂|本地人|[一-龥]{2}人)(?!工|员)',
  '(?:刚才?|正在|马上|先)(?:去)?(?:吃(?:了|完)?饭|开会|下班|喝(?:完|了)?水|上(?:个)?厕所|休息|倒水|换班|下夜班)|我叫[一-龥]{2,3}[^。]{0,12}(?:今年|岁|刚毕业|年了|人，)|工号[^。]{0,8}(?:人工|为您)',
  '叫[一-龥]{2,3}[，,](?:今年)?[0-9二三]+岁|我本人|我也是(?:人|从)|咱俩聊|听(?:我|得出)(?:的)?声音|我的(?:声音|表情|手|眼睛|心情)|我(?:特别|真的|完全)?能体会[^，。]{0,6}(?:因为我|我也)|我有同事',
  '我也有(?:孩子|家|老婆|老公|父母)|我[^，。]{0,4}加班|(?:刚从)?培训班|毕业来|我同事(?:坐|在旁)|我旁边',
)
const machineSays = words(
  '没有真人|非真人|像人|不是(?:真人|人工|人类|活人)|智能助手|机器人小|接下来由|已?接入|已?接手|(?<!谁说|觉得|以为|认为|怀疑|说)我是(?:机器|程序|ai|智能|自动|信桥机器)|转(?:接)?(?:到)?人工|人工(?:客服)?(?:的)?(?:服务)?时间',
  '联系(?:人工|真人)|需要(?:人工|真人)|人工(?:审核|智能|同事|坐席会|客服会|客服稍后)|真人客服(?:稍后|会|将|，?请)|回复“?人工|无法像|不像|她|稍后(?:会)?(?:有)?(?:人工|真人)|(?:您|你)(?:家|的)?孩子',
)

const botSayings: readonly Saying[] = [
  { says: claim, unless: machineSays, exempt: { quoted: true, reported: false } },
  { says: notMachine, unless: [machineSays, words('不是所有')], exempt: { quoted: true } },
  { says: lived, unless: machineSays, exempt: { quoted: true, supposed: true, denied: true } },
  { says: [human, words('我|这里|这边|对话|在线|亲自|服务|聊|说')], unless: [machineSays, words('如需|请(?:说|回|按|点)|稍后|不是|非|转|找')], exempt: { quoted: true } },
]

export const botId: MessageRule = {
  id: 'MSG-BOTID', verdict: 'block', release: false, basis: [],
  why: '机器不得自称真人。',
  suggestion: '我是智能助手，不是真人；需要人工可以随时说“转人工”。',
  learned: (reading) => reading.speaker === 'bot' && !has(reading, machineSays) ? 0 : impossible,
  find: (reading) => reading.speaker === 'bot' ? said(reading, botSayings) : [],
}
