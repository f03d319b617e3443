import type { ProcedureIntent, SlotName, SlotValue } from './procedure.ts'
import type { SpanKind } from './spans.ts'

/**
 * Which fact of a procedure a span is, by the words around it. The first rule whose words fit decides; one without words
 * takes what is left: the first of its facts that is asked for or still unknown, else the last. `nothing`: a span of
 * another matter (the day on which wages are paid).
 */
export type Role = {
  readonly kind: SpanKind
  readonly before?: RegExp
  readonly after?: RegExp
  readonly said?: RegExp
  /** Only where nothing, not even a blank, stands between: 一个月还多少 is by the month, 一个月 还多少 names the term. */
  readonly close?: true
  /** Holds only while its fact is not known from an earlier message: 现在用的 is the old card, beside an old one the new. */
  readonly onlyNew?: true
  /** Speaks of a fact (25号太晚) and does not move it from where it was said to be. */
  readonly mentions?: true
  readonly slots: readonly [SlotName, ...SlotName[]] | 'nothing'
}

const wagesBefore = /(?:工资|发薪|开支|薪水)(?:日)?(?:是|都是?|一般|要|得|每月|每个月)?(?:到)?$/
const wagesAfter = /^(?:的|我们)?(?:工资|薪水|工钱)(?!(?:是|要|得)?\d)|^(?:左右)?(?:才|就|号)?(?:发(?:工资|薪|钱|工钱|$)|进账|打(?:工资|钱)|开(?:工资|支|钱)|领(?:工资|钱)|(?:给(?:我们?)?)?结(?:工资|工钱|薪))/
const income = /(?:收入|工资|流水|月薪|月入|到手|进账|底薪|一个月挣|挣|赚|押金|首付|社保|公积金)(?:是|有|到手|大概|差不多|能有)?$/
/** Nobody repays yesterday, nobody has paid tomorrow. */
const past = /^(?:昨|前[天晚年]|大前|上个?(?:月|周|礼拜|星期)|去年)/
const future = /^(?:明[天儿晚早]|后天|大后|下个?(?:月|周|礼拜|星期))/
/** 上个月还的2000: an old payment. */
const alreadyPaid = /(?<!想|要|得|该)(?:还|付|转|扣|交)(?:的|了|过)$/

/** 一个月还多少: by the month, not for a month. */
const monthly = /^(?:的)?(?:大概|大约)?(?:要|得|需要|该|能|应)?(?:还|交|付|给|供|月供|多少|好多|几多|利息|利率)/

/** 晚一天会怎样: a question about a delay, not the delay asked for. */
const consequence = /^(?:还|交)?(?:会|算|要?罚|要?收|有事|影响|上征信|要紧|多少(?:钱|罚息|利息))/

/** 展期一个月多少钱 asks for it, 晚一天多少罚息 does not. */
const notAskedFor = /^(?!.*(?:展|延|展期|延期|申请|缓|推迟)$)/

/** 每月不超过两千: what the customer can pay, not what is borrowed. */
const ceiling = /(?:不超过|最多(?:还|给|能)|别超过?|控制在|每个?月(?:大概|可以|也|就)*(?:能)?(?:还|最多|只能)).{0,6}$/
/** 月供1500: so small a sum beside the word is what is paid by the month; 月供 30万 asks what a loan would come to. */
const monthlySum = /(?<!(?:算|看|问|查).{0,6})月供(?!.{0,3}算)(?:是|在|要)?.{0,6}$/
const ofAMonth = /^[1-9]\d{0,3}(?:\.\d+)?$/
/** 手续费300, 罚息20块: what a thing costs, not what is lent or paid. */
const charge = /(?:手续费|违约金|罚息|罚款|利息|费用|滞纳金|服务费)(?:是|要|收|得|一共|才|就|了)?$/
const chargeAfter = /^(?:块钱?的?|元的?|的)(?:手续费|违约金|罚息|滞纳金|服务费)/
const inHand = /(?:只有|手里|手头|身上|凑了|凑到|就剩|只剩)(?:就|只|有|还有)*$/
const otherDebt = /(?:房贷|车贷|花呗|白条|信用卡|外债|别家|别人)(?:是|欠|要|有|还|每月|每个月|月供|一个月)*$/
const borrowedBefore = /(?:上次|之前|以前|上回|原来|去年|前年)(?:借|贷|批)(?:了|的|过)?$/

/** 明天客服在吗, 这个月5号的照常扣吗: days asked about. */
const deskHours = /^(?:的)?(?:你们)?(?:客服|人工|上班|营业|开门|有人|(?:钱|款|月供|那期|那笔)?(?:还|也)?(?:照常|照扣|正常扣))/

const oldNumber = /(?:旧|老|原来|以前|之前|原先)(?:的)?(?:那个)?(?:手机)?(?:号|号码)?(?:是)?$/
const oldNumberAfter = /^(?:这个|那个)?(?:已经)?(?:停机|不用了|注销|是旧|是老|换掉|丢了|没在用)/

/** 6万的, 8万那笔: names a loan. */
const namesLoan = /^(?:块|元|块钱)?(?:的)?(?:那|这)(?:一)?笔|^(?:块|元|块钱)?的(?!话|本金|额度|样子)|^(?:那|这)个/
const borrowed = /(?:[借贷](?:款)?的?时候|借的?|借了|借过|贷的?|贷了|贷过|一共借|总共借|当时借|欠|本金|总额|贷款|借款)(?:一共|总共|总额)?(?:是|大概|了|有)?$/

const phones: readonly Role[] = [
  { kind: 'phone', before: oldNumber, slots: 'nothing' },
  { kind: 'phone', after: oldNumberAfter, slots: 'nothing' },
  { kind: 'phone', slots: ['phone'] },
]

const dueAfter = /^(?:就|号|这天|那天)?(?:就|要|该|得|应|必须)?(?:到期|是?还款日|还款|要?扣|(?:要|该|得|应)(?:还|交|缴|扣|给|付)|的(?:那|这|账单|还款|一期|钱|款|贷款|月供)|那(?:一)?[期笔]|这(?:一)?[期笔]|的$|那个账单|账单|的(?:，|。))/
const dueBefore = /(?:还款日|到期日|到期|应还|该还|要还|账单日?|扣款日?|这[期个笔]|本期|下期|那[期个笔]|原来|原定|本来|本该|欠款)(?:的)?(?:日期|时间)?(?:是|在|为|就是|都是)?$/
const newBefore = /(?:延|拖|推|缓|挪|宽限|改|换|放|等|顺延|迟|晚|得|撑|最晚|最迟|保证)(?:后|期|一下)?(?:还|交|缴)?(?:到|至|在|是|成|为)?$|(?:到)$/
const newAfter = /^(?:左右|那天|之前|以前|前)?(?:才|再|就|一起|一块|一并|一定|肯定|保证|准|应该)?(?:能|可以|会)?(?:还(?!款日)|补|给(?!我)|付|打过|转过|交|来钱|回款|有钱|到账|凑)/

export const roles: Readonly<Record<ProcedureIntent, readonly Role[]>> = {
  prepayment: [
    { kind: 'date', after: deskHours, slots: 'nothing' },
    { kind: 'loanRef', slots: ['loanRef'] },
    { kind: 'amount', before: charge, slots: 'nothing' },
    { kind: 'amount', after: chargeAfter, slots: 'nothing' },
    { kind: 'amount', before: otherDebt, slots: 'nothing' },
    { kind: 'amount', before: income, slots: 'nothing' },
    { kind: 'amount', before: alreadyPaid, slots: 'nothing' },
    { kind: 'amount', before: /(?:剩下?|剩余|余下)(?:的|了)?$/, after: /^(?:元|块)?(?:继续|不动|再说|以后|慢慢|先不|照旧)/, slots: 'nothing' },
    { kind: 'date', said: past, slots: 'nothing' },
    { kind: 'amount', after: /^(?:块|元)?(?:的)?(?:手续费|违约金|利息|费用)/, slots: 'nothing' },
    { kind: 'amount', before: /(?:手头|手里|手上|身上|卡里|账上)(?:有|就)?(?:那|这)?(?:点|些|笔)?$/, slots: ['amount'] },
    { kind: 'amount', after: namesLoan, slots: ['loanAmount'] },
    { kind: 'amount', before: borrowed, slots: ['loanAmount'] },
    { kind: 'amount', before: /(?:那|这)笔$|.(?:那|这)个?$/, after: /^(?!吧|好了|算了)/, slots: ['loanAmount'] },
    { kind: 'amount', before: /(?:还|拿|凑|出|先|有|给|要|掉|就|只|是|改成|换成|还个|部分)(?:掉|上|进去|出)?$/, slots: ['amount'] },
    { kind: 'amount', slots: ['amount'] },
    { kind: 'date', before: wagesBefore, slots: 'nothing' },
    { kind: 'date', after: wagesAfter, slots: 'nothing' },
    { kind: 'date', after: /^(?:的时候)?(?:刚|才|找你们|在你们这|跟你们)?(?:借|贷|办|申请)(?:的|了|过)|^(?:的)?(?:那[笔个]|放款|借款|贷款)|^是?还款日|^到期/, slots: 'nothing' },
    { kind: 'date', before: /(?:还款日|到期日|账单日)(?:是|在)?$/, slots: 'nothing' },
    { kind: 'date', after: /^(?:这天|那天)?(?:就|再|去|来|可以|能)?(?:还|结|清|办|弄|付|搞|吧)/, slots: ['date'] },
    { kind: 'date', slots: ['date'] },
    { kind: 'bank', slots: ['bank'] },
  ],
  extension: [
    { kind: 'date', after: deskHours, slots: 'nothing' },
    { kind: 'loanRef', slots: ['loanRef'] },
    { kind: 'amount', before: charge, slots: 'nothing' },
    { kind: 'amount', after: chargeAfter, slots: 'nothing' },
    { kind: 'amount', before: inHand, slots: 'nothing' },
    { kind: 'amount', before: otherDebt, slots: 'nothing' },
    { kind: 'amount', before: income, slots: 'nothing' },
    { kind: 'amount', slots: ['amount'] },
    { kind: 'date', after: /^.{0,8}(?:就|再|才|马上|一定|肯定|立马)(?:能|给)?(?:你们|您)?(?:还|补|给|交|缴)/, slots: ['newDate'] },
    { kind: 'date', after: /^(?:再|就|才|一定|肯定)?(?:给|还)(?:你|您|清|上)/, slots: ['newDate'] },
    { kind: 'date', before: wagesBefore, slots: 'nothing' },
    { kind: 'date', after: wagesAfter, slots: 'nothing' },
    { kind: 'date', after: /^(?:就)?(?:住院|失业|被裁|辞职|出院|手术|做手术|下岗|生病|病了|摔|借的|贷的|借了|贷了)/, slots: 'nothing' },
    { kind: 'date', said: /^上个?月$/, slots: 'nothing' },
    { kind: 'date', before: /(?:该|应该|应|本该)$/, after: /^(?:要)?(?:还|交|缴|扣)/, slots: ['dueDate'] },
    { kind: 'date', before: /(?:延期|展期|延|推迟|缓)(?:一下)?$/, after: /^的?(?:账单|那[期笔]|这[期笔]|月供)/, slots: ['dueDate'] },
    { kind: 'date', before: newBefore, slots: ['newDate'] },
    { kind: 'date', before: dueBefore, slots: ['dueDate'] },
    { kind: 'date', after: dueAfter, slots: ['dueDate'] },
    // A bare 17号还 answers what was asked.
    { kind: 'date', before: /^$/, after: /^还(?:的)?$/, slots: ['dueDate', 'newDate'] },
    { kind: 'date', after: newAfter, slots: ['newDate'] },
    { kind: 'date', said: /^(?:这个?|本|当|上个?|下个?)月$/, slots: 'nothing' },
    { kind: 'date', said: past, slots: 'nothing' },
    { kind: 'date', slots: ['dueDate', 'newDate'] },
    { kind: 'dayOfMonth', before: newBefore, slots: ['newDate'] },
    { kind: 'months', after: /^(?:之|以)?后/, slots: 'nothing' },
    { kind: 'months', before: notAskedFor, after: consequence, slots: 'nothing' },
    { kind: 'days', before: notAskedFor, after: consequence, slots: 'nothing' },
    { kind: 'months', slots: ['term'] },
    { kind: 'days', slots: ['termDays'] },
  ],
  quote: [
    { kind: 'amount', before: charge, slots: 'nothing' },
    { kind: 'amount', after: chargeAfter, slots: 'nothing' },
    { kind: 'amount', before: otherDebt, slots: 'nothing' },
    { kind: 'amount', before: income, slots: 'nothing' },
    { kind: 'amount', before: ceiling, slots: 'nothing' },
    { kind: 'amount', said: ofAMonth, before: monthlySum, slots: 'nothing' },
    { kind: 'months', before: ceiling, slots: 'nothing' },
    { kind: 'amount', slots: ['amount'] },
    { kind: 'months', said: /^1$/, after: monthly, close: true, slots: 'nothing' },
    { kind: 'months', slots: ['term'] },
    { kind: 'rate', slots: ['rate'] },
  ],
  'change-repayment-date': [
    { kind: 'dayOfMonth', after: deskHours, slots: 'nothing' },
    { kind: 'dayOfMonth', before: wagesBefore, slots: 'nothing' },
    { kind: 'dayOfMonth', before: /你们(?:家|这|那)?(?:边|里|儿)?(?:的)?(?:是|在|定|扣)$/, slots: ['currentDay'] },
    { kind: 'dayOfMonth', before: /(?:房贷|车贷|信用卡|花呗|白条|房租)(?:是|在|也是|都是)?(?:每个?月)?$/, slots: ['newDay'] },
    { kind: 'dayOfMonth', after: wagesAfter, slots: 'nothing' },
    { kind: 'dayOfMonth', before: /(?:改|换|调|挪|移|放|推|延|弄|变|(?<!先|来|前|(?<!把)[还扣]款日)定|提前?|设|统一|靠)(?:后|前)?(?:到|成|为|去|在|至|个)?(?:了)?(?:每个?月的?|下个?月的?|月[底初中]的?)?$|(?:(?<!从)到|最好是?|希望是?|想要?|要)$/, slots: ['newDay'] },
    { kind: 'dayOfMonth', before: /(?:^|[^个边儿])那就?(?:定|按)?$/, slots: ['newDay'] },
    { kind: 'dayOfMonth', before: /(?:能不能|能否|可不可以|可以|希望|想|以后|往后)(?:能|可以|都|就|固定|统一|能不能)*(?:在|每个?月的?)*$/, slots: ['newDay'] },
    { kind: 'dayOfMonth', before: /(?:现在|目前|原来|本来|原先|老|旧|当前|之前|以前|一直|从|老是|还款日|扣款日|账单日)(?:的)?(?:还款日|扣款日)?(?:还)?(?:是|在|为|都是|就是|定在|定的|设的|说的|定|都)?(?:每个?月的?)?$/, slots: ['currentDay'] },
    { kind: 'dayOfMonth', after: /^(?:就|都|老|那天|就要)?(?:扣|还|的(?:账单|还款|那)|到期|要还|改|换|挪|调|移)/, slots: ['currentDay'] },
    { kind: 'dayOfMonth', after: /^(?:就|都|老|那天)?(?:那[笔个]|太(?:早|晚|靠|赶|紧|前|后)|不方便|没钱|不行|不好)/, mentions: true, slots: ['currentDay'] },
    { kind: 'dayOfMonth', after: /^(?:最好|合适|方便|比较|以后|之后|往后|行不|可以|好不|吧|就行|行吗)/, slots: ['newDay'] },
    { kind: 'dayOfMonth', slots: ['currentDay', 'newDay'] },
  ],
  'change-bank-card': [
    ...phones,
    { kind: 'bank', before: /(?:改|换|直接|以后)(?:从|用|到|成|为)$/, slots: ['newBank'] },
    { kind: 'bank', before: /(?<!不想|别|不|不要|再)从(?:我)?(?:的)?$/, after: /^(?:银行)?(?:的?卡)?(?:里|上|账户|那张)?(?:自动|代)?(?:扣|走|还)/, slots: ['newBank'] },
    { kind: 'bank', after: /^(?:银行)?(?:的?卡)?\s*(?:→|[-—=]+>|>)/, slots: ['oldBank'] },
    { kind: 'bank', after: /^(?:银行)?(?:的?卡|那张|这张|的)?(?:我)?(?:已经|都|要|被|给|就|弄|搞|刚|也|想|全){0,3}(?:解绑|解除|解掉|解了|取消|掉了|到期|降级|过户|注销|没了|不见|丢|不用|不要|不能用|停|冻|挂失|销|消磁|限额|太低|扣不了|扣款失败|用不了|不好用|收费|坏|过期|换成|换到|换为|改成|[换改](?!了))/, slots: ['oldBank'] },
    { kind: 'bank', before: /(?:(?:从|原来|以前|之前|老|旧|原先|本来)(?:的)?(?:那张)?(?:绑|用)?(?:定)?(?:的)?(?:卡)?(?:是|着|了)?|绑的是|绑着|(?:不(?:想)?|别)(?:再)?(?:用|要|绑|从|扣)(?:我)?(?:的)?|不是|换掉|取消|解绑)$/, slots: ['oldBank'] },
    { kind: 'bank', before: /(?<!(?:之前|原来|以前|本来|原先).*)(?:现在|目前)(?:的)?(?:绑|用)?(?:定)?(?:的)?(?:卡)?(?:是|着|了)?$/, onlyNew: true, slots: ['oldBank'] },
    { kind: 'bank', slots: ['newBank'] },
  ],
  'payment-not-booked': [
    { kind: 'amount', before: /上次(?:我)?(?:还|付|转|交)(?:的|了)$/, slots: 'nothing' },
    { kind: 'date', after: deskHours, slots: 'nothing' },
    { kind: 'loanRef', slots: ['loanRef'] },
    { kind: 'amount', before: charge, slots: 'nothing' },
    { kind: 'amount', after: chargeAfter, slots: 'nothing' },
    { kind: 'amount', before: otherDebt, slots: 'nothing' },
    { kind: 'amount', before: /(?:还欠|还差|应还|该还|待还|剩|显示|余额|欠款?|本来还)(?:是|了|我|着)?$/, slots: 'nothing' },
    { kind: 'amount', slots: ['amount'] },
    { kind: 'date', said: future, slots: 'nothing' },
    { kind: 'date', after: /^都(?=\d|[一二三四五六七八九十]|过)/, slots: 'nothing' },
    { kind: 'date', before: /(?:还款日|到期日|账单日|到期)(?:是|在)?$|(?:到|等到|截至|都)$/, slots: 'nothing' },
    { kind: 'date', after: /^(?:就|都|才)?(?:去)?(?:查|发现|问|知道|收到短信|接到|催|给我打)|^(?:就|都)?(?:到期|是?还款日|是?到期|还(?:是)?没|还显示|还在|(?:我)?(?:又|再)?(?:去)?(?:看|查|问)了?(?:一下)?.{0,4}(?:还|没|不|说|显示))/, slots: 'nothing' },
    { kind: 'date', after: /^(?:就|我|从|用|在)?.{0,6}(?:还|付|转|扣|划|打|交|缴|存)(?:的|了|过|走|款)/, slots: ['date'] },
    { kind: 'date', slots: ['date'] },
    { kind: 'bank', before: /(?:支付宝|微信)(?:绑|里|用|上)?(?:定)?(?:的)?$/, slots: 'nothing' },
    { kind: 'bank', slots: ['payFrom'] },
  ],
  complaint: [
    { kind: 'date', after: deskHours, slots: 'nothing' },
    ...phones,
    { kind: 'amount', before: income, slots: 'nothing' },
    { kind: 'amount', after: /^(?:块|元)?(?:的)?(?:赔偿|补偿)/, slots: 'nothing' },
    { kind: 'amount', slots: ['amount'] },
    { kind: 'date', said: future, slots: 'nothing' },
    { kind: 'date', before: /(?:到|等到|截至)$/, slots: 'nothing' },
    { kind: 'date', after: /^(?:之前|以前|前|之内|内|必须|给我(?:答复|回复|处理)|不(?:处理|解决|回))/, slots: 'nothing' },
    { kind: 'date', slots: ['date'] },
  ],
  'how-to-apply': [
    ...phones,
    { kind: 'amount', before: charge, slots: 'nothing' },
    { kind: 'amount', after: chargeAfter, slots: 'nothing' },
    { kind: 'amount', before: otherDebt, slots: 'nothing' },
    { kind: 'amount', before: borrowedBefore, slots: 'nothing' },
    { kind: 'amount', before: income, slots: 'nothing' },
    { kind: 'amount', before: ceiling, slots: 'nothing' },
    { kind: 'amount', said: ofAMonth, before: monthlySum, slots: 'nothing' },
    { kind: 'amount', slots: ['amount'] },
    { kind: 'months', said: /^1$/, after: monthly, close: true, slots: 'nothing' },
    { kind: 'months', before: /(?:开店|工作|干|做|上班|开了|从业|经营|社保|公积金|流水|近|最近)(?:了)?$/, slots: 'nothing' },
    { kind: 'months', slots: ['term'] },
  ],
}

/** Closed lists of words. The last said wins, as with spans. A `hint` gives way to a later message that says it outright. */
export type WordRole = { readonly slot: SlotName; readonly words: readonly (readonly [RegExp, SlotValue, 'hint'?])[] }

const reason: WordRole = {
  slot: 'reason',
  words: [
    [/(?:工资|薪水|薪资|薪|工钱|奖金|提成|加班费|饷).{0,8}(?:没|未|晚|迟|拖|欠|压|扣|推|等|才|要到|得到|得等|不给|发不|着落)|(?:没|未|晚|迟|拖|欠|压|扣|推迟|等|不给|不).{0,6}(?:工资|薪水|薪资|工钱|奖金|提成|加班费|发薪|发钱|结工)|(?:老板|公司|单位|厂里?|东家|包工头?|工头).{0,8}(?:没|不|拖|欠|下周|下个?月|过几天|月底|才|再).{0,4}(?:发|给|结)(?!.{0,4}(?:货|材料))|(?:工地|厂里|单位|老板|公司|工头|包工头)(?:上|里|那边)?(?!.{0,4}(?:客户|甲方|货))(?:没|未|还没|拖着?|一直没)(?:给)?(?:我们?)?(?:结|发|开钱|给钱)|(?:奖金|提成|年终奖|加班费).{0,6}(?:没|未|晚|迟|拖|才)|(?:拖|欠|压|扣|晚发|迟发)(?:着|了)?(?:我们?)?.{0,3}(?:工资|薪水|工钱)|工资.{0,8}(?:没|未|晚|迟|拖|欠|还没|才|推|压|发不)|(?:没|未|晚|迟|拖欠|推迟|还没|不|延迟)(?:能)?(?:发|开|结|给)(?:下来|我们?)?(?:工资|薪|工钱|支(?!付|持)|钱)|效益不好|欠薪|拖欠.{0,4}(?:工资|薪)|(?:才|没|未)发薪|老板.{0,6}(?:没|拖|欠|不).{0,4}(?:发|给|工)|等(?:着)?(?:发)?工资|工资(?:要|得|得等|等)?(?:.{0,4})?(?:下来|才发|到账|发下来)|开(?:不出)?(?:支|工资)|工钱.{0,5}(?:没|未|拖|晚)|公司.{0,4}(?:没发|压着|拖着)|(?:才|再)(?:能)?发工资|(?:拖|欠|压|减|停|扣)薪|(?:老板|公司|单位|厂里?|包?工头|东家).{0,3}(?:欠|拖|压|扣)(?:着|了)?(?:我|我们|大家|咱|弟兄|工人)*.{0,4}钱/g, 'salary-late'],
    [/住院|icu|卧床|瘫|(?<!毛)病(?![吧毒啊])|重症|肿瘤|透析|中风|脑(?:梗|溢血|出血|瘤|膜)|血栓|溢血|尿毒|糖尿|心(?:梗|脏)|肝|肾|肺|胃(?!口)|抢救|急诊|手术|开刀|化疗|车祸|受伤|骨折|摔(?:伤|断|了)|医药费|医院|治病|癌|发烧|病倒|坐月子|生(?:了|完)?(?:孩子|娃|小孩|二胎)|生产了|难产|流产|剖腹|工伤|生病|看病|瘫痪|中毒|感染|肺炎|(?:摔|撞|砸|扭|烧|烫|伤|断)(?:了|断|伤|到|着).{0,4}(?:腿|手|腰|脚|胳膊|头|人|骨)|(?:腿|手|腰|脚|胳膊|骨头?).{0,2}(?:断|伤|折)|出车祸|出(?:了)?事故|月子|丧事|去世|过世|走了一个|没了(?:爸|妈|爹|娘)|后事|白事|奔丧|(?:老人|爷爷|奶奶|外公|外婆|姥爷|姥姥|公公|婆婆|岳父|岳母|爸|妈)(?:刚|上周|昨天)?走了(?!路)/g, 'illness'],
    [/没(?:有|啥|什么)?(?:生意|客|单子?|订单)|生意|货款|客户.{0,6}(?:没|拖|欠|还没).{0,4}(?:款|钱|付|结)|店(?:里|铺|面)|店.{0,4}(?:关|倒|黄|转让|没人)|铺子|摊(?:子|位)|摆摊|果树|大棚|开店|回款|进货|压(?:了)?货|鱼塘|没出(?:栏|塘)?$|麦子|庄稼|棚里|果园|收成|地里|工程款|尾款|账期|卖不(?:出|掉|动|了)|积压|库存|卖(?:不|完|了|出|掉).{0,3}(?:就还|再还|才)|还没卖|养殖|买卖|没客|客人|养(?:的)?(?:猪|鸡|鱼|牛|羊|鸭|虾)|猪|厂里.{0,4}(?:没单|订单)|周转不(?:开|过来|灵)|资金(?:没|周转)|甲方|结账|结款|货没|没(?:订单|开张)|淡季|亏|货(?!币)|(?:店|餐馆|饭馆|饭店|铺|生意|工程|项目|门面|作坊|超市|民宿|理发|加工).{0,6}(?:关|封|没|停|淡|差|不好|不行|黄|装修|进账|客)|(?:牛|羊|鸡|鸭|鹅|鱼|虾|蟹|蜂|菇|茶|稻|谷|玉米|苞米|棉花|果|菜|药材|木耳|橘子|苹果|辣椒|大蒜|土豆|粮食?|秧).{0,6}(?:没|卖|死|收|烂|跌|压|出|滞|熟|不值)|(?:没|卖|死|收|跌).{0,5}(?:牛|羊|鸡|鸭|鱼|虾|稻|玉米|苞米|棉花|果子|菜|粮)|收购|批发|客户|甲方|应收|账(?:款|没收|收不)|款(?:项)?(?:没|还没|未)(?:回|到|结|收|下来)|合伙|投资|跑(?:车|运输|货).{0,6}(?:没|不)/g, 'business'],
    [/失业|(?:丢|砸)了?饭碗|没(?:事|班)(?:做|上|干)|待岗|停产|被.{0,4}优化|(?:断|没)(?:了|有)?收入|没(?:有)?(?:啥|什么)?活|下岗|被.{0,6}(?:裁|辞|开除|炒|劝退)|(?:公司|单位|厂里|老板).{0,2}(?:裁|辞|开除|炒)(?:了)?我?|裁员|没(?:了)?工作|丢了?工作|辞退|辞职|离职|找工作|待业|没活(?:干|儿|做)|(?:公司|单位|厂子?|企业|铺子)(?:都|就|也)?(?:倒|没了|黄|散|垮|破产|解散|撤)|被(?:公司|单位|老板|厂里)?(?:毕业|开(?!除|票|单)|撵|赶出|清退|裁|优化|劝退|解聘)|解聘|解雇|(?:放|休)(?:长)?假(?!.{0,4}(?:回|旅|玩))|轮休|停(?:业|工|产|岗)|没(?:有)?(?:地方|单位)(?:上班|要)|合同到期没续|工作(?:没|丢|黄)了?|(?:找|换)(?:着|到|个|新|份)?(?:活|工作)|还没(?:上班|找到)|闲着|零工没|倒闭|破产|厂(?:子)?(?:关|倒)|被开除|被炒|炒鱿鱼|停工|没班上|失了业/g, 'unemployed'],
  ],
}

const method: WordRole = {
  slot: 'method',
  words: [
    [/等额本息|等额还本付息|每(?:个)?(?:月|期)(?:都)?(?:还|供|交)?(?:的|得)?(?:钱|数|金额)?(?:都)?(?:是)?(?:一样|同样|相同|固定|一个数)(?:多|的)?|(?:月|期)供?(?:一样|固定|不变)|月月一样/g, '等额本息'],
    [/等额本金|本金(?:每月)?一样|先多后少|越还越少|逐月(?:递)?减|前面(?:还)?多后面(?:还)?少/g, '等额本金'],
    [/先息后本|先还利息|(?:每月|平时|前面|先|按月)(?:只|光|就)?(?:还|付|交|给)(?:利)?息|(?:只|光)(?:还|付|交)(?:利)?息|本金?(?:最后|到期)(?:再|一起|一次)?还|最后(?:再)?还本|到期(?:再)?还本|按月付息/g, '先息后本'],
    [/等本等息/g, '等本等息'],
    [/一次性还本付息|到期一次还|随借随还/g, '一次性还本付息'],
  ],
}

const purpose: WordRole = {
  slot: 'purpose',
  words: [
    [/生意|原(?:材)?料|拉货|(?:面包|货|卡|叉|挖掘?|吊|农用|三轮)(?:车|机)|跑(?:滴滴|网约车|出租)|养.{0,3}(?:猪|牛|羊|鸡|鸭|鹅|鱼|虾|蟹|蜂|殖|狗)|种(?:菜|果|粮|地|树|草|药|植|茶|瓜|.{0,2}棚)|包(?:地|山|塘|鱼塘|工程)|接(?:个|了)?(?:单|工程|项目)|投(?:标|产)|开(?:个|家|间)?.{0,4}(?:店|馆|厂|公司|铺|作坊|工作室|民宿|网吧|超市)|转让费|摊位|机器|机床|模具|(?:工人|员工)工资|货(?:款|源)?|批发|盘下|库存|电商|网店|直播带|进(?:点|些|批|一批|一?次)?货|加盟|门面|饲料|鱼苗|种子|农机|大棚|承包|包地|开公司|开(?:个)?厂|开店|开(?:个|了)?.{0,3}店|货款|经营|店(?:里|铺|面)|铺面|养(?:殖|猪|鱼|鸡)|种(?:地|植)|农资|化肥|设备|工程|厂(?:里|子)|创业|摆摊|备货|囤货|公司周转|发(?:员工|工人|大家)(?:的)?工资|盘(?:个)?店|垫资|买种子|饭(?:馆|店)|餐馆|小吃|超市|铺子|理发店|买卖|跑(?:运输|货)/g, '经营'],
    [/周转/g, '经营', 'hint'],
    [/装修|装(?:个|一下|下)?(?:新|老|旧)房|(?:房|屋|厨房|卫生间|浴室|阳台).{0,4}(?:修|装|翻|改|弄|刷|漏)|翻修|翻建|防水|铺地|装(?:个)?(?:地暖|暖气|门窗|厨|橱)|(?:盖|建|修).{0,3}(?:房|屋)|房子?.{0,3}装|盖(?:个)?楼|刷墙|翻新|刷房|装房子|装潢|改造(?:房|厨)|搞装修/g, '装修'],
    [/学(?:费|车|习|区|籍|钢琴|画|英语|技术)|(?:孩子|小孩|娃|儿子|女儿|闺女|妹妹|弟弟).{0,4}(?:上|读|念|学|考)|驾(?:照|校)|考(?:研|公|编|证|级)|高考|开学|学校|夏令营|学费|大学|中专|职校|读研|补课|念书|择校|幼儿园|孩子(?:要)?(?:上|读|念)|上学|培训|读书|考证|补习|留学|上大学|进修|学车|考驾照|报班|教育|读研|学手艺/g, '教育'],
    [/(?<!毛)病(?![吧毒啊])|住院|手术|医药|药费|医院|看(?:牙|眼睛|腿|腰|胃|心脏|骨头|医生|大夫|中医)|种牙|开刀|医疗|整牙|化疗|生孩子|(?:牙|眼睛|腰|腿|心脏|胃|近视).{0,4}(?:坏|疼|做|治|看|矫|手术)|(?:治|看|补|矫|箍|洗)牙|体检|生(?:娃|小孩)|月子|护理|吃药|抓药|植发|整容|医美/g, '医疗'],
    [/婚|娶|嫁(?!接)|喜(?:酒|糖|事)|三金|新房布置|彩礼|办酒|酒席|娶|嫁/g, '结婚'],
    [/旅游|旅行|出国|出境|蜜月|带.{0,4}(?:出去玩|看海|爬山)|去.{2,4}玩|自驾游|跟团|出去玩|度假|出国玩/g, '旅游'],
    [/(?:买|换|提|订|购)(?:一)?(?:个|台|辆|部)?(?:二手|新|小|轿|代步|新能源)*车|车(?:子)?首付|养车|车险|摩托|买(?:个|台|辆)?(?:二手)?车|提车|购车|修车/g, '购车'],
    [/买(?:个|台|部|点|新|些)?.{0,3}(?:手机|电脑|家电|家具|冰箱|电视|空调|洗衣机|东西|衣服|电动车|沙发)|换(?:个|台|部|新|旧|一)*(?:手机|电脑|家电|家具|冰箱|电视|空调|洗衣机|沙发)|冰箱|洗衣机|空调|电视|热水器|沙发|消费|家电|购物|日常(?:用|开销|花销)|过日子|生活费|日用|家用(?!轿|车)|零花|添置|买(?!断|卖|房|车)|购(?!房|车)|换(?:个|台|部|新|一)?(?:苹果|华为|小米|手表|相机|平板|床|家)|电脑|平板|相机|健身|花销|开销|开支|过年(?:用|花|置办)|年货|人情|随礼|份子/g, '消费'],
    [/房租|租(?:个)?房|交租|租金|押一付|租屋/g, '租房'],
  ],
}

const topic: WordRole = {
  slot: 'topic',
  words: [
    [/(?:号码|电话|手机号?|资料|信息).{0,6}(?:在|到).{0,3}(?:别|其他|外)|是不是你们(?:给|卖|漏)|(?:泄露|泄漏|卖(?:了)?|倒卖|外泄|透露).{0,8}(?:信息|资料|隐私|号码|电话)|(?:信息|资料|隐私|个人信息).{0,6}(?:泄|卖|外传|给(?:了)?(?!我)|告诉)|隐私|(?:查|翻|看|拿|用)(?:了)?我.{0,4}(?:信息|资料|征信|通讯录)|偷(?:偷)?查|(?:资料|信息|号码|身份证).{0,8}(?:别人|第三方|外面|中介|其他公司|他们怎么)|(?:把|拿)我.{0,4}(?:资料|信息|号码|身份证|照片|(?:电话|手机号?).{0,3}(?:卖|给|泄|漏|发))|没(?:经|有)?(?:我)?(?:授权|同意).{0,6}(?:查|用|看)|(?:查|用|看).{0,6}没(?:经|有)?(?:我)?(?:授权|同意)/g, 'privacy'],
    [/催(?:收|债|款|缴|命)|(?<!别|不)催(?:我|得|的)|讨债|爆通讯录|要债|上门(?:催|要|闹)|追债|逼(?:着)?我(?:还|交)|打电话.{0,4}要(?:钱|账|债)|(?<!泄露|泄漏|查|看|翻|读取|卖)(?:我|了|的)*通讯录.{0,6}(?:打|发|联系|骚扰|人)|上门|(?:跑|找|闹|堵|来|去)(?:到)?(?:了)?我(?:们)?(?:家|单位|公司|村|老家|门口)|恐吓|威胁|(?:说|要)(?:抓|告|起诉|坐牢|发律师函)我?|讨(?:钱|账)|收账的|半夜.{0,4}(?:打|来)(?:电话)?|(?<!(?:推销|营销|推广|广告)的?(?:电话|短信)?)(?:打|给)(?:给)?.{0,6}(?:家人|亲戚|朋友|同事|单位|公司|领导|爸妈?|妈|父母|老婆|老公|邻居|通讯录)(?!.{0,6}(?:泄|卖))/g, 'collection'],
    [/推销|营销|诱导|贷款员|信贷员|(?:骗|忽悠|哄)我?.{0,4}(?:办|借|买|开|贷|签)|虚假(?:宣传|广告)|误导|业务员|客户经理|推广|销售|捆绑|搭售|忽悠|(?:骗|坑)(?:我|人|老百姓)|(?:当初|当时|办的时候|签的时候|卖给我.{0,3})(?:你们)?(?:说|讲|承诺)|(?:说好|承诺|宣传|广告).{0,8}(?:利息|免息|低|没有|结果|不一样)|中介(?!费)|骚扰.{0,4}(?:短信|电话|推广|广告)|天天.{0,4}(?:短信|电话).{0,6}(?:贷款|借钱|推)|不办也/g, 'sales'],
    [/(?:乱|多|重复|偷偷|莫名其妙|私自|强制|擅自|无故|瞎)(?:给我)?(?:扣|收)|收费|(?:手续|服务|会员|担保|保险|管理|咨询|砍头|违约|中介|年|月|平台|评估|账户|信息|通道|罚|滞纳|权益|增值)(?:费|金|息)|罚息|(?:收|扣|算|记)(?:多|错|重)(?:了)?|多(?:收|扣|算|记)|(?:钱|费).{0,3}(?:不明|莫名|没了|去哪)|重复(?:收|扣)|扣(?:了)?我|利息(?:太|这么|那么|怎么这么)?高|高利贷|利息.{0,6}(?:不对|算错|多|乱)|(?:扣|收)(?:了)?(?:我)?.{0,4}(?:钱|费|块|元)|砍头/g, 'fee'],
    [/(?:app|系统|软件|页面|小程序|平台|程序|网页).{0,10}(?:崩|卡|闪退|打不开|进不去|坏|登不|错误|报错|弄没|弄丢|白屏|死机|故障|还不了|不能用|黑屏|老出|出错|[搞弄算记]错|瘫|转圈|点不动|没反应|加载|更新)|崩(?:了|溃|三|两|好|几)|卡(?:死|住|顿)|验证码.{0,4}(?:收不|没|不来|错)|(?:点|按|打|进|登|传|刷)(?:不(?:动|开|进|了|上|出)|半天)|闪退|登(?:不上|录不|不进)|投诉.{0,3}(?:系统|app|软件|平台|小程序)|系统(?:问题|故障|的错|太|老|烂)|打不开|白屏/g, 'system'],
    [/客服|态度|工号|坐席|接线|挂(?:我|了我|断)(?:的)?电话|踢皮球|敷衍|(?:员工|工作人员)(?!催)|爱答不理|不理人|推来推去|说话.{0,4}(?:难听|冲)|阴阳怪气|服务(?:态度|差|太差)|(?:话务|柜员|专员|顾问)|小姑娘|那个(?:男|女)的|凶(?:我|得|巴巴|死)|不耐烦|吼(?:我|人)|嘲(?:讽|笑)|翻白眼|打发(?:我|人)|撂电话|(?:等|排)了?(?:半天|一(?:个)?小时|几十分钟).{0,4}没人/g, 'staff'],
    [/你们.{0,4}人(?!员?催|家)|骂|不理|没人(?:管|理)|投诉没/g, 'staff', 'hint'],
  ],
}

const demand: WordRole = {
  slot: 'demand',
  words: [
    [/(?:给|要|讨|得有)(?:我|一?个|句)*.{0,3}(?:说法|答复|回复|回话|准话|书面|明白|解释|交代|交待|理由|原因)|说清楚|讲清楚|解释(?:清楚|一下)|为什么.{0,10}给我说|交代清楚|说明(?:原因|情况)/g, 'explanation'],
    [/(?:不许|不准|别|不要|停止|禁止|不能|甭|莫)(?:再|在)?(?:给我|给我家|给他们|给我家人|给家里)?.{0,6}(?:打(?!开|水)|联系|骚扰|催|发(?:短信)?|烦)|(?:不许|不准|别|不要|禁止|甭|莫)(?:再)?(?:去|来|上|跑|跑到|到|找)(?:我|家|单位|公司|门)/g, 'stop-contact'],
  ],
}

const payFrom: WordRole = { slot: 'payFrom', words: [[/支付宝|余额宝|zfb/g, '支付宝'], [/微信|零钱(?:通)?|wx/g, '微信']] }

const scope: WordRole = {
  slot: 'scope',
  words: [
    [/全(?:部|都|额|款)?(?:给)?(?:你们|它)?(?:还|结|清|付)|(?:统统|通通|整个|悉数).{0,3}(?:还|结|清)|提前结(?!果)|全(?:部|额)|^(?:嗯|就|是|那就)?全(?:部|额|都)?[的吧啊。\s]*$|两清|结清|(?<![年月期])还清|清(?:掉|完|了(?!解|楚)|账)|一次(?:性)?(?:还|结|清|付)?|一把(?:还|结|清|过|全|付)?|(?:一下子|一股脑|一口气|一笔|一回|一道|统统|通通)(?:都|就|给)?(?:还|结|付|清|交|弄|了)|(?:整|弄|搞|处理)没|(?:全|都|整个)(?:部)?(?:给)?(?:弄|办|处理|提前)|一次性|无债|(?:都|整个|整笔)(?:还|结|清)|剩(?:下|余)的?.{0,3}(?:全|都|一起|一次)|还完(?!.{0,2}(?:期|月供|以后|之后|后|就|能|还|了(?:还|能|会)|多))|整(?:个|笔)(?:都|一起)?(?:还|结|清)|想结(?:了|掉)|结(?:了|掉|完)(?:它|算了|吧|[\s，,。]|$)|想.{0,4}结(?=[吧呢吗]|$)|销(?:掉|户)|一分不(?:欠|留)|一起还(?:了|掉|清)|还干净|了(?:结|断)/g, 'all'],
    [/(?<![要是])不(?:是|想|用|打算)?(?:把)?(?:全(?!是)|一次)|(?<!全)部分|一部份|还一半|先还(?!清|完|利息|款)(?:一?点|一?些|个|掉)?|还(?:一?点|一?些)(?!利息)|多还(?:点|一?些|几)|还几期|还(?:两|三|四|五|六|[2-9]|1\d)期|只还|一半|提前(?:交|付|还|给)(?:个|一?点|一?些|几|一(?:部)?)|(?:交|付|还|给)(?:上|掉|进去)?(?:个)?一?(?:部分|点儿?|些)|先(?:交|付|给|拿|压)|还点|还掉(?:一?点|一?些)|还(?:个)?[几零]头|少还点|压(?:点|一点)本金|先还(?:点|些)?本金/g, 'part'],
  ],
}

const wordRoles: Readonly<Partial<Record<ProcedureIntent, readonly WordRole[]>>> = {
  prepayment: [scope], extension: [reason], quote: [method], 'payment-not-booked': [payFrom], complaint: [topic, demand], 'how-to-apply': [purpose],
}

export const wordRolesOf = (intent: ProcedureIntent): readonly WordRole[] => wordRoles[intent] ?? []
