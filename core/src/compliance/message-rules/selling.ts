import { isDenied, isQuoted, isReported, spansOf } from '../message-context.ts'
import type { MessageFacts, MessageRule, Reading, Span } from '../message-rule.ts'

/** Rules on what is promised and offered: approval, cost, borrowing more, add-on sales, endorsement, marketing. */

const certainly = '(?:一定|肯定|必定|必然|绝对|保证|担保|百分之?百|百分之一百|100%|妥妥|铁定|准保|准能|包(?![括含装裹])|稳(?!定|健)|必(?![须要填备])|打包票|放一百个心|放心|保您|保你|十拿九稳|板上钉钉|笃定|轻轻松松|轻松|闭着眼|直接给您)'
const granted = '(?:通过|过审|过件|审过|获批|批下来|批给|批复|批准|批(?=[，。！!]|$)|下款|放款|放贷|拿到(?:钱|款|贷款)|到账|到手|办下来|办成|下来|贷到|借到|能贷|能借|能批|能过|能下|能办|秒批|秒过|秒到|提额成功|给(?:您|你)(?:批|办|过|通过|下|延|展)|展期成功|能展期|能延期|延期成功|同意(?:您|你)?的?(?:展期|延期))'

const approvalPromises: readonly RegExp[] = [
  new RegExp(`${certainly}[^，。！？,!?]{0,10}${granted}`, 'gu'),
  new RegExp(`${granted}[^，。！？,!?]{0,8}(?:没问题|没有问题|不成问题|不是问题|包在我|我打包票|我保证|我担保|跑不了|稳了|稳的|妥了|妥妥的|十拿九稳|没跑|板上钉钉)`, 'gu'),
  /无视(?:征信|黑|逾期|负债|流水|资质)|(?:黑户|征信(?:花|黑|不好|烂|差|再差)|有逾期|逾期过|负债高|没工作)[^，。]{0,4}[，,]?(?:也|都|照样|一样|照)(?:能|可以|会|给)?(?:贷|借|批|过|下|放|办)/gu,
  /包过|包下|包批|包贷|必下款|必过|秒批必|零拒(?:绝)?|0拒(?:绝)?|人人(?:都)?(?:能|可|可以)?(?:过|批|贷|借|下)|来者不拒|(?:只要|凡是)[^，。]{0,10}(?:提交|申请|填(?:了|写|完|好)?|点|上传)[^。]{0,8}(?:就|都|便)(?:能|会|可以)?(?:直接)?(?:批|过|通过|下款|放款|拿到|到账)/gu,
  /(?:内部|后台)(?:有人|关系|渠道|通道)[^。]{0,10}(?:过|批|通过|下款|放款|搞定)|(?:找|跟|和)(?:审批|风控|领导|审核)[^。]{0,8}(?:打(?:个|过)?招呼|说一声|说好了|关系)[^。]{0,8}/gu,
  /(?:审批|审核|风控|人工审核)(?:就是|只是|不过是)?[^，。]{0,4}(?:走(?:个)?(?:过场|形式|流程)|形式而已|摆设)/gu,
  /(?:申请|资料|材料)?[^，。]{0,4}(?:交上去|提交上去|一提交|报上去)[^。]{0,4}(?:就|都)(?:能)?(?:批|过|成)/gu,
]

const late = /逾期|晚(?:还|几天|两天|一天|点还|个)|拖(?:几天|两天|一|着|欠)?|迟(?:还|几天)|不还|没还|延期|展期|还不上|过几天|过两天/u
const notReported = /(?:不会|不|绝不|保证不|肯定不|不用担心|不用怕|放心)[^，。]{0,8}(?:上|报|影响|进|记入|计入|录入|报送|体现|显示|登记)[^，。]{0,5}(?:征信|人行|央行|信用记录|信用报告|不良记录)|(?:征信|人行|信用(?:记录|报告))[^，。]{0,6}(?:不会|没有|没|不受|绝对没)(?:有)?(?:影响|记录|体现|显示|问题|事)/gu
const within = /宽限期(?:内|之内)|按时|当天(?:内|之内)?|到期(?:日)?(?:前|当天)|还款日(?:前|当天)|结清|之前还|以前还|查询|本人查|查自己/u

const promiseNotReported = ({ sentence }: Reading): readonly Span[] => {
  if (within.test(sentence)) return []
  const ours = /我(?:们)?(?:帮|给|来|可以|会)?(?:您|你)?(?:压|拦|处理|操作|跟上面|打招呼)/u.test(sentence)
  if (!late.test(sentence) && !ours) return []
  return [...sentence.matchAll(notReported)]
    .map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter((span) => !isQuoted(sentence, span) && !isReported(sentence, span) && !/(?:不能|无法|不敢|没法)(?:保证|承诺|说)/u.test(sentence))
}

const approved = /(?:您|你)?的?(?:申请|贷款|借款|展期|延期|额度)[^，。]{0,6}(?:已(?:经)?|都)(?:审批|审核)?(?:通过|获批|批下来|批准|批了|同意)|(?:已经|已)(?:审批|审核)?(?:通过|批下来|获批)了?/gu

const reportedApproval = ({ sentence, facts }: Reading): readonly Span[] => {
  if (!facts || facts.case?.approved === true) return []
  return [...sentence.matchAll(approved)].map((match) => ({ start: match.index, end: match.index + match[0].length }))
    .filter((span) => !isDenied(sentence, span) && !/(?:如果|若|是否|是不是|等|待|一旦|假如|要是|吗|没有)/u.test(sentence))
}

/** Said under the condition that approval comes first: 审核通过后一定放款. */
const conditional = /(?:通过|获批|批准|审核完)(?:之后|以后|后|了以后|的话|了的话)|(?:以|看|取决于|根据)[^。]{0,6}(?:审核|审批|评估)(?:结果)?|(?:能否|是否|能不能|可不可以|会不会)/u

const promise: MessageRule = {
  id: 'MSG-PROMISE', verdict: 'block', release: true, basis: ['MK-MISLEAD'],
  why: '审批结果出来之前，不能承诺一定通过、一定展期或不上征信。',
  suggestion: '结果以审核为准，有结果会第一时间告诉您。',
  find: (reading) => [
    ...spansOf(approvalPromises, reading).filter(({ start }) => !conditional.test(reading.sentence.slice(0, start)) && !/(?:吗|么|呢)[？?]?$|请问|听谁说/u.test(reading.sentence)),
    ...promiseNotReported(reading),
    ...reportedApproval(reading),
  ],
}

const number = '[0-9零一二两三四五六七八九十百千半几.]+'
const shortRate = new RegExp(
  `(?:日利率|日息|日费率|月利率|月息|月费率|月利|每日利率|每月利率|每天利息|一天利息|利息(?:每天|一天|按天)|利息(?:每月|一个月))[^，。]{0,8}?${number}|万(?:分之)?${number}(?:的)?(?:日|利|息|每天|一天)?|(?:每天|一天|每日|每月|一个月|月月)[^，。]{0,8}(?:只要|只需|仅需|仅|才|不到|就|也就|大概|差不多|利息)[^，。]{0,6}${number}(?:多)?(?:元|块|毛|分|角)|${number}%(?:的)?(?:/|每|一)(?:日|天|月)|(?:日|月|每天|每月)[^，。]{0,3}${number}%|(?:1|一)(?:万|千)(?:块|元|块钱)?[^，。]{0,4}(?:一天|每天|一个月|每月)[^，。]{0,6}${number}(?:元|块|毛)|(?:一|每)(?:天|日)[^，。]{0,3}${number}(?:多)?(?:元|块|毛|角)|[千万]分之${number}(?:的)?(?:日|月)?(?:息|利)|(?:日息|月息|日利率|月利率)[万千]${number}|${number}分(?:五|半)?的?(?:利|息)|利息[^，。]{0,4}(?:跟|和|几乎|等于|约等于)[^，。]{0,4}没有(?:一样)?|月息?${number}(?:分|厘)|${number}(?:分|厘)(?:的)?(?:利|息)`, 'gu')
const annual = /(?:年化|年利率|年息|apr|折(?:合)?(?:成)?年|一年(?:利率|利息)?|年(?:综合)?(?:融资)?成本)[^。；，多说]{0,14}(?:[0-9]|百分之)/u
const deflecting: readonly RegExp[] = [
  /(?:利率|利息|年化|费率|总成本|成本)[^，。]{0,8}(?:不用(?:管|问|看|在意|操心|关心)|别(?:管|问|在意|纠结)|不重要|无所谓|没(?:多少|几个钱|必要)|您就别|不用算|放一边|先不(?:说|管))/gu,
  /(?:不用|别|没必要|甭)(?:管|问|看|纠结|在意|关心|算)[^，。]{0,6}(?:利率|利息|年化|费率|总(?:成本|利息))/gu,
  /(?:您|你)?(?:就|只)(?:看|管|关心|要看|需要看)[^，。]{0,4}(?:每月|月供|每期|月还)[^，。]{0,8}(?:就行|就好|就可以|够了|得了|即可)/gu,
  /(?:年化|利率)[^，。]{0,4}(?:多少)?[^，。]{0,3}(?:说不清|不清楚|不好说|不方便说|以后再说|到时候(?:再|就)?看|不需要知道)/gu,
  /除(?:了)?利息[^，。]{0,6}(?:什么|任何|其他)?[^，。]{0,4}(?:费用|费)?(?:都)?(?:没有|不收|不用)/gu,
]

const rate: MessageRule = {
  id: 'MSG-RATE', verdict: 'warn', release: false, basis: ['DS-APR', 'DS-COST-TABLE'],
  why: '只说日息、月息或“一天几块钱”会让人低估成本，要同时说明年化利率和全部费用。',
  suggestion: '请同时写明年化利率（单利）和全部费用，日、月的说法不能比年化更显眼。',
  signs: /[利息率费%]|成本|月供|每月|每期|月还|[一每](?:天|日)|[万千][0-9一二两三四五六七八九十百半几.分]|[元块毛角]/u,
  find: (reading) => {
    const hidden = spansOf(deflecting.slice(0, -1), reading, { denied: true, quoted: true, reported: true, warning: true })
    const feesHidden = hasFees(reading.facts) ? spansOf(deflecting.slice(-1), reading) : []
    if (annual.test(reading.whole)) return [...hidden, ...feesHidden]
    const rates = spansOf([shortRate], reading, { denied: true, quoted: true, reported: true, warning: true })
    return [...hidden, ...feesHidden, ...rates.filter((span) => isRateTalk(reading.sentence, span))]
  },
}

/** 万一, 万二千元 and the like are no rate; a sum a day counts only where interest or borrowing is spoken of. */
const isRateTalk = (sentence: string, { start, end }: Span): boolean => {
  const words = sentence.slice(start, end)
  if (words.startsWith('万')) return /日|息|利|借|用|每天|一天/u.test(sentence) && !words.startsWith('万一') && !/[0-9一二两三四五六七八九十]$/u.test(sentence.slice(0, start))
  if (/元|块|毛|角|分$/u.test(words) && !/息|利/u.test(words)) return /借|贷|息|利|成本|用钱|用款|费/u.test(sentence) && !/应还|还款额|月供|还\d/u.test(sentence)
  return true
}

const hasFees = (facts: MessageFacts | undefined): boolean => {
  const fees = facts?.product?.fees
  return Array.isArray(fees) ? fees.length > 0 : Boolean(fees)
}

const free = /(?:全程|完全|真正|前[^，。]{1,4}(?:期|月))?(?:(?<![避难])免息|免利息|零利息|0利息|零息|0息|无息|不(?:收|要|算|计)(?:您|你)?(?:一分钱)?(?:的)?利息|没有(?:任何|一分)?利息|没利息|利息(?:全|都|通通)?免|不计息|完全免费|零费用|不花一分钱|一分钱(?:都)?不(?:用)?(?:花|收|要)|零利率|0利率)|(?:零|0)(?:费用|成本|费率|手续费|服务费)|免(?:手续费|服务费|费(?:借|贷|用|使用|领|放款|办理贷))|(?:借|贷|用)[^，。]{0,6}(?:不花(?:您|你)?(?:一分)?钱|一分钱(?:都)?(?:不|没)(?:收|要|用|花)|完全免费|免费)|白(?:借|用|拿)(?:钱)?/gu
const feesInWords = /(?:只(?:要|收|需|用)|仅(?:收|需)|另(?:外)?(?:收|有|加)|但(?:是)?(?:要|会|有|需)?|不过|再(?:交|收|加)|象征性)[^。]{0,10}(?:服务费|手续费|担保费|会员费|管理费|工本费|咨询费|费用|费)/u
const wholeCost = /(?:手续费|服务费|其他费用|免费用|费用合计|年化[^。]{0,10}|总(?:费用|成本|共|计)|一共|合计|共(?:需|还)|全部成本)[^。]{0,10}(?:0|零|没有|无|不收|元|[0-9])/u

const zero: MessageRule = {
  id: 'MSG-ZERO', verdict: 'block', release: true, basis: ['MK-MISLEAD'],
  why: '有费用时不能说免息、零成本；真的免息要写明全部成本。',
  suggestion: '请写明全部费用和年化成本，例如：本活动免息，手续费 0 元，除此之外不再收取其他费用。',
  signs: /[免零0无白息]|利息|不计息|不花|一分钱|费/u,
  find: (reading) => {
    const { facts, whole, sentence } = reading
    const spans = spansOf([free], reading).filter(({ start, end }) => !/以活动规则|活动规则和/u.test(whole) && !/提前还款|提前结清|咨询免费|免费咨询|热线|客服|查询|开(?:具|立)|证明|退还|已结清/u.test(sentence.slice(Math.max(0, start - 14), end + 10)))
    if (spans.length === 0) return []
    if (hasFees(facts)) return facts?.product?.zeroInterest === true && wholeCost.test(whole) && !feesInWords.test(whole) ? [] : spans
    if (feesInWords.test(whole)) return spans
    return facts?.product?.zeroInterest === true || wholeCost.test(whole) || facts?.product?.fees !== undefined ? [] : spans
  },
}

const induce: MessageRule = {
  id: 'MSG-INDUCE', verdict: 'block', release: true, basis: [],
  why: '不能劝客户多借、借新还旧、用于禁止的用途，也不能向学生放贷。',
  suggestion: '请按实际需要借款，借款不得用于炒股、购房首付等用途。',
  find: (reading) => [
    ...spansOf([
      /(?:多(?:借|贷|提|拿|申请)(?:一?点|一些|几万|些|两万|一万)?|(?:额度|全部)?(?:借|贷|提)满|(?:把)?(?:额度|剩下的额度|剩余额度)[^，。]{0,6}(?:用满|用完|提满|提完|全(?:部)?(?:提|用|借|取)|都(?:提|用|借|取))|(?:顺便|索性|干脆|不如|不妨|建议(?:您|你)?)[^，。]{0,4}(?:再|多)(?:借|贷|提)[^，。]{0,4})[^。]{0,16}(?:吧|划算|备用|放着|手头|应急|也好|不亏|更|反正|留着|花|合适|机会|出来|够|省事|宽裕)/gu,
      /(?:别|不要)(?:浪费|闲着)[^，。]{0,6}额度|额度(?:放着|不用|闲着)[^，。]{0,4}(?:浪费|可惜|亏|也是)/gu,
      /(?:借|贷|申请|办|做)(?:一笔|一个|个|笔)?(?:新(?:的)?(?:贷款|借款|一笔)?|别家|其他平台)[^。]{0,10}(?:还|填|补|抵|堵|结清|平)(?:上|掉|了)?[^。]{0,4}(?:旧|之前|上一|老|原来|别的|其他|信用卡|这(?:一)?(?:笔|期)|欠款|窟窿|逾期)|以贷(?:养|还)贷|借新还旧|(?:再|重新)(?:借|贷)(?:一笔|点|一点|个)?[^。]{0,6}(?:来|去|就能|把)[^。]{0,4}(?:还|填|补|抵)[^。]{0,4}(?:上|旧|之前|这|欠|逾期|信用卡)|拆东(?:墙)?补西/gu,
    ], reading),
    ...spansOf([
      /(?:拿去|用来|用去|用于|拿来|投(?:到|进)?|做|买|炒|玩|付)[^，。]{0,6}(?:炒股|股票|股市|基金|理财|买房|首付|购房|房子|期货|虚拟币|比特币|彩票|赌|投资)[^。]{0,12}(?:都行|可以|没(?:人|关系|事|问题)|不会|不影响|随便|也行|赚|稳|划算|没人管|不查)/gu,
      /(?:炒股|股票|股市|基金|理财|买房|首付|购房|期货|虚拟币|比特币|投资|赌)[^，。]{0,8}(?:也(?:可以|行|没事|没问题|没人管)|都(?:行|可以)|没人(?:管|查)|不(?:会)?(?:管|查|过问)|随(?:便|您|你)|没(?:问题|关系)|能赚|稳赚)/gu,
      /(?:钱|款|贷款|借款|资金)[^，。]{0,6}(?:到(?:手|账|您手里)(?:了|后|以后)?)?[^，。]{0,4}(?:想怎么(?:用|花)(?:就|都)|爱怎么(?:用|花)|随便(?:花|用|您|你)|干什么(?:都行|都可以|我们不管)|(?:我们)?不(?:管|查|问)(?:您|你)?(?:的)?(?:用途|怎么用|干什么))/gu,
      /(?:学生|大学生|在校生|在读)[^，。]{0,6}[，,]?(?:也|都|同样|照样|一样|欢迎|优惠)(?:能|可以|可|给)?[^，。]{0,4}(?:借|贷|申请|办|下款|批|开通)|(?:有|凭|拿)学生证[^，。]{0,6}(?:就|都|也)?(?:能|可以|可)(?:借|贷|申请|办|下款)/gu,
    ], reading),
  ],
}

const tie: MessageRule = {
  id: 'MSG-TIE', verdict: 'block', release: true, basis: ['MK-TIE'],
  why: '保险、会员等附加产品只能自愿选购；不能因为不同意提供非必要的个人信息就拒绝服务。',
  suggestion: '这项产品自愿选择，买不买都不影响申请和审批。',
  signs: /险|会员|服务|办卡|理财|权益|服务包|vip|套餐|基金|黄金|信用卡|通讯录|定位|相册|位置|授权|信息|数据|权限|通话|人脸|保单|默认|麦克风|广告|营销|共享|推送|推广/u,
  find: (reading) => spansOf([
    /(?:必须|要|得|需要|须|只有|只要|先)(?:先|同时|一起|另外)?(?:买|购买|办|办理|开通|加购|搭配|投保|订购|加入|配)[^，。]{0,10}(?:保险|会员|理财|权益|服务包|vip|意外险|信用险|套餐|基金|黄金|信用卡)[^。]{0,8}(?:才|否则|不然|要不|方可|再给|后才)/gu,
    /(?:不|没|不肯|不愿意?)(?:买|购买|办|办理|开通|加购|投保|要|加)[^，。]{0,8}(?:保险|会员|理财|权益|服务包|vip|意外险|信用险|套餐)[^。]{0,8}(?:(?:就|那就|则|便|就会)?(?:不(?:能|给|予|会|可以)|无法|没法|没办法|批不了|放不了|过不了|办不了|贷不了|利率(?:就|要|会)?(?:高|上浮|上调)|额度(?:就|会)?(?:低|少))|别想)/gu,
    /(?:保险|会员|权益包?|服务包|vip|意外险|套餐)[^，。]{0,6}(?:是)?(?:必(?:选|买|须)|强制|捆绑|默认|一起收|不能(?:取消|退|不买)|搭着|绑(?:定|在一起))/gu,
    /(?:不|没|不肯|拒绝|不愿意?)(?:同意|授权|开放|允许|给|提供|开通|勾选)[^，。]{0,14}(?:通讯录|定位|相册|位置|授权|信息|数据|权限|通话记录|人脸)[^。]{0,8}(?:(?:就|那就|则|便)?(?:不(?:能|给|予|会|可以|提供|办)|无法|没法|没办法|办不了|拒绝|用不了|停(?:用|止)))/gu,
    /(?:必须|一定要|得|需要)(?:先)?(?:授权|开放|同意|提供|打开)[^，。]{0,8}(?:通讯录|相册|定位|位置|通话记录)[^。]{0,8}(?:才|否则|不然)/gu,
  ], reading, { quoted: true, reported: true, warning: true, supposed: true }).filter((span) => !/(?:我们|本公司|我司)?(?:不会|绝不|从不|不得)[^，。]{0,6}$/u.test(reading.sentence.slice(0, span.start)) && !/不影响|自愿|不会因此|不(?:存在|是)(?:强制|捆绑|必)/u.test(reading.sentence)),
}

const endorse: MessageRule = {
  id: 'MSG-GOVENDORSE', verdict: 'block', release: true, basis: ['MK-MISLEAD'],
  why: '不能借政府、监管部门的名义为产品背书。',
  suggestion: '我们是依法持牌的机构；产品由我们自己提供，与政府部门没有推荐关系。',
  signs: /国|政|监管|央行|人行|银保监|部|官方|人民银行|市里|县里|新闻|委/u,
  find: (reading) => spansOf([
    /(?:国家|政府|监管(?:部门|局|机构|总局)?|央行|人民银行|人行|银保监会?|金融监管(?:总)?局|国务院|公安部?|财政部|地方政府|民政部|工信部)[^，。]{0,6}(?:推荐|认可|担保|背书|支持|授权|指定|合作|认证|扶持|补贴|兜底|保障|监制|出资|主办|联合|力推|特批|惠民|特供|信任|专项)/gu,
    /(?:国家|政府|央行|监管)(?:给|为|帮)[^，。]{0,4}(?:兜底|担保|背书|撑腰|保证)|(?:有|是|属于)(?:国家|政府|国资|央行|监管|官方)(?:的)?(?:背景|扶持|项目|工程|政策贷|贷款)|国企背书|国字(?:号|头)|官方(?:指定|认证|推荐|唯一)|(?:响应|落实)(?:国家|政府|央行)[^，。]{0,8}(?:号召|政策)[^，。]{0,8}(?:推出|发放|给|贷)/gu,
  ], reading).filter(({ start, end }) => !/^(?:[^，。]{0,6})(?:设立|成立|开业|颁发|投诉|举报|反映|电话|热线)/u.test(reading.sentence.slice(end)) && !/(?:向|拨打|依据|根据|按照|遵守)[^，。]{0,6}$/u.test(reading.sentence.slice(0, start))),
}

const marketingSigns = /优惠|打折|[一二三四五六七八九]折|狂欢|礼包|专属|低息|急用钱|缺钱|有礼|更高额度|贵宾额度|活动|新品|限时|专享|福利|抢|提额|额度(?:已|提升|翻倍|升级)|利率(?:低至|优惠|直降|仅)|券|红包|立减|邀您|诚邀|尊享|恭喜|回馈|钜惠|抽奖|特惠|惊喜|最高可(?:借|贷)|低至|预授信|备用金已|新客|老客户专/gu
const callToAct = /点(?:击|此|开|链接|这里)|快来|找我们|戳|回复|拨打|登录|登陆|立即|马上|速来|速领|领取|申请|咨询|打开app|查看|参与|致电|办理/u
const sender = /【[^】]{2,20}】|安心|(?:我|这里|这边)是[^，。]{2,14}(?:客服|公司|金融|专员|经理)|您好.{0,4}我们是/u
const leaving = /退订|拒收|回复?\s*(?:t|td|n|r|0000)(?![a-z])|不再接收|取消(?:接收|推送|订阅)|谢绝/u

/** An answer to a question about offers, or a rule of one, sells nothing. */
const isAboutMarketing = /(?:您|你)(?:问|说|提|收到|想|刚才|上次|不想)|不是我们(?:发)?的|请不要点击|请谨防|过期了|已经受理|使用规则|没有正在|以(?:活动规则|审核)[^。]{0,8}为准/u

const optOut: MessageRule = {
  id: 'MSG-OPTOUT', verdict: 'block', release: true, basis: ['MK-OPTOUT'],
  why: '营销信息要写明发送者和退订方式；客户拒绝后不得再发。',
  suggestion: '请在开头写明【机构名】，结尾写明“拒收请回复R”；客户已退订的不要发送。',
  find: ({ sentence, whole, facts }) => {
    if (isAboutMarketing.test(whole)) return []
    const signs = [...whole.matchAll(marketingSigns)]
    const sells = new Set(signs.map(([word]) => word)).size >= 2 || (signs.length === 1 && callToAct.test(whole) && !/您的|还款|账单|申请进度|审核/u.test(whole))
    if (!sells || !callToAct.test(whole)) return []
    const proper = sender.test(whole) && leaving.test(whole)
    if (proper && facts?.customer?.optedOut !== true) return []
    const first = sentence.search(new RegExp(marketingSigns.source, 'u'))
    return first < 0 || !whole.trimStart().startsWith(firstSelling(whole, sentence)) ? [] : [{ start: first, end: sentence.length }]
  },
}

/** Only the first selling sentence of a text is marked, so that one message is one finding. */
const firstSelling = (whole: string, sentence: string): string => {
  const at = whole.search(new RegExp(marketingSigns.source, 'u'))
  const from = whole.indexOf(sentence)
  return from <= at && at < from + sentence.length ? whole.trimStart().slice(0, 1) : '\u0000'
}

export const sellingRules: readonly MessageRule[] = [promise, rate, zero, induce, tie, endorse, optOut]
