import { isCardNumber, isMobileNumber, looksLikeIdNumber } from '../../people/personal-number.ts'
import { type Exempt, type Saying, said } from '../message-context.ts'
import { beside, either, far, has, words } from '../message-pattern.ts'
import { doubtful, type MessageRule, type Reading, type Span } from '../message-rule.ts'

/** What nobody may ask for, and what must not be given out: codes and passwords, whole numbers of persons. */

const code = words(
  '(?:四|六|4|6)位(?:的|数)?(?!老师)|校验数字|验证数字|九位数的?地址|网银密码|连接码',
  '(?:短信|手机|登录|登陆|动态|支付|银行|交易|取款|查询|网银|安全|随机|确认|授权|认证|语音)?(?:验证|校验|动态|确认|短信|识别|安全|授权|认证|登录|提现)码(?!头)|验[正证征]\\s?(?:码|ma)|yzm',
  '[零0四4六6](?:个|位)(?:数字?|码|密码)|[四4六6]位(?:的)?(?:数字?|码|密码|验证)|动态(?:口令|密码)|口令|密码(?!框|锁|学)|密钥|秘钥|pin码?|cvv2?|cvn|u盾|k宝|令牌',
  '(?:卡)?(?:背面?|反面|后面)(?:的|那)?[^，。]{0,4}(?:三位|3位|数字?|码)|(?:三|3)位(?:数|码)|有效期(?=和|、|跟|以及|报|告)|手势(?:密码|图形)|解锁图案|指纹密码|网银(?:登录名|账号|密码)',
  '账号(?:和|、|跟)?密码|登录名',
  '(?:收到|来了|发(?:的|了|来|给(?:您|你))?|给(?:您|你)发|短信(?:里|上|中)?|手机(?:上|里)?)(?:了)?[^，。]{0,8}(?:那个|那串|一串|一组|一个|里面的?|的)?(?:[一几]?(?:串|组)(?:数字?|号码|码)' +
    '|数字?(?!据)|码(?=发|，|。|吗|报|念|告|给|是|说|多)|那个码|个数|的码|收到码|那几个数)',
  '那(?:个|串)(?:码|数)|(?:收到|刚)(?:了)?(?:的)?码|(?:这|那|刚才那?|一)条短信|短信(?:内容|数字|截图|原文)|里面的(?:数|码|数字)|(?:数字?|号码)(?=给我|发我|报|念|告诉我)',
  '银行(?:给)?(?:您|你)?(?:发的|的)短信',
)
const handOver = words(
  '拍照发|报一下|截(?:一下|下)|读给|发来|发(?!(?:送|出)?(?:到|至|给)(?:您|你))(?:给|过|来|送|我|到|一下|这|上来)|(?:转|传)(?:给|发|我|过)|告诉(?!您|你|任何|别|他人|别人)|告知(?:我|一下|客服)',
  '报(?:给|一?下|上|来|过|我|出|[，。吧]|$)',
  '(?:跟|和|对)我(?:说|讲|念|报)|念(?:给|一?下|出|一遍|我|来|听|[，。吧]|$)|说(?:一下|给|一声|下|出来)|读(?:给|一下|出|一遍|下|我)|给(?:我|一下|到我|这边|过来|客服)|提供(?:一下|给|过来|下|$|[，。以])',
  '回(?:复|传|我|给)|截(?:图|个图|屏)',
  '拍(?:给|照|个|一下|张)|输给|交给|录(?:一下|下|进)|是(?:多少|什么|几|[？?])|多少(?:[？?，。]|$|呀|啊)|是几位|(?:什么|几位)[？?]',
  '我(?:这边)?(?:这边)?(?:来|帮(?:您|你))?(?:输|填|需要|要|登|操作|录|确认|核对)|对话框(?:里)?输入|发我|画给|看看|发(?=[，。！吧]|$)|一下(?=[，。！吧呗]|$)|请提供|需提供|需要提供',
  '给(?:您|你)?(?:解绑|弄|办|登)|(?:对|核对)一下|麻烦(?:报|发|念)|快点|马上|第一时间',
)
const request = words('请(?!勿|不|您不|放心)|把|麻烦|劳驾|需要|帮|要|得|快|马上|您|你|报|发|念|给我')
const myself = words('我|这边|客服|审核|专员|工作人员|后台|系统(?:需要|需|这边|核验)|对话框|回复|提供|截|念|报|拍')
const keptSafe = words(
  '自行|请勿|切勿|不要|不会(?:向|问|索|要|让|需)|不需要|无需|不用(?:发|告|提供|给|报)|不能(?:发|告|透|给|看)|勿|别(?:发|告|给|说|透|把|急着|人(?!家))|任何人|骗|挂断|诈骗|保密|妥善|泄露|泄漏|遮|隐去|非本人',
  '自己(?:输入|填|设|修|重|操作)|页面(?:上|里|中|自己)?(?:输入|填)|登录页|app(?:里|内|上|页面)?(?:自己)?(?:输入|填|修改|操作|重置)|在(?:官方)?app|找回|忘记|更换|定期|连续|锁定|错误|有效期(?:是|为|至|到)',
  '撤回|修改密码|改密码|从来不用|从不用|过期了的话|没收到|收不到|未收到|没有权限|权限(?:看|查)|不包含|凭证|报错|邀请码|优惠码|兑换码|退订|后四位|尾号|可疑|(?:您|你|客户)(?:刚才|之前|上次)?(?:说|提到|反映|担心)|有人|对方|别人|他人',
  '拒绝|绝不|从不|不得|不应|官方渠道',
  '重新(?:获取|发送|设置)|曾(?:经)?|是否|已经?(?:告诉|把|透|发到|发送)|请(?:直接)?(?:填|输入)在|填在(?:页面|登录|注册)|生日',
)
const whoever: Exempt = { denied: true, quoted: true, supposed: true, warning: true, disowned: true }

const remote = words(
  '(?:屏幕|桌面|手机界面|界面|手机(?:屏|画面))[^，。]{0,6}(?:共享|分享|投|直播|让我|给我|同步|镜像)|(?:共享|分享|投|直播|同步|录)(?:一下)?[^，。]{0,6}(?:屏|屏幕|桌面|界面|画面)|投屏|录屏|开始直播|“?共享”?按钮',
  '远程(?:控制|协助|操作|桌面|连接|帮|登|一下|到|进|指导|办|弄|过)?|todesk|向日葵|teamviewer|anydesk|rustdesk|qq远程|会议(?:软件|室|号|里)|(?:腾讯|飞书|云|钉钉|zoom|瞩目|全时)会议|识别码',
  '控制(?:您|你)(?:的)?手机|(?:连|登)(?:进|到|过)(?:去|您|你)|(?:无障碍|辅助|悬浮窗)权限|点(?:一下)?允许(?!通知|推送|消息|提醒)',
)
const doIt = words(
  '开着|同步看|看(?:您|你)的?操作|把手机交给我|远程一下|开(?!通|户|发|会|具|立|始还)|点|打开|下载|下(?:个|一个)|装|安装|启|加入|进(?:入|到)|接受|同意|让我|给我|我(?:来|帮|给|看|远程|教|连|直接|这边|就)|帮(?:您|你)',
  '配合|共享|分享|报|告诉|允许|一步一步|看着(?:您|你)?|操作',
)
const cautious = words('从来(?:都)?不|从没|不会用|用不(?:到|着)|请勿|切勿|不要|不会|勿|别(?!急|担心|挂|动|管|关)|拒绝|骗|挂断|立即退出|不需要|无需|关闭|绝不|从不|官方app自己|自己发起|线上会议室|面试')
const onYourPhone = words(
  '开着共享|打开共享|共享[^，。]{0,4}(?:给)?我|我同步看',
  '(?:装|下载?)(?:个|一个|上)?[^，。]{0,6}(?:软件|插件|app|东西|链接|程序)[^。]{0,20}(?:我(?:直接|来|帮|就|这边)?[^，。]{0,6}(?:在(?:您|你)|操作|控制|看(?:您|你)|弄|连))',
  '我(?:直接)?(?:在|帮|替)(?:您|你)(?:的)?手机上|让我(?:也)?能?(?:看(?:到|见|着)|进)(?:您|你)(?:的)?(?:手机|屏|银行|界面)',
)
const faceForMe = words(
  '(?:人脸|刷脸|活体|视频)[^。]{0,16}(?:我(?:这边|来|帮)?[^，。]{0,4}(?:录|过|帮)|对着我|发我|录(?:一段|个)?[^，。]{0,4}(?:发|给)我)|(?:眨眨?眼|张张?嘴|摇摇?头)[^。]{0,10}(?:我|录)',
)

const asked: readonly Saying[] = [
  { says: [either(beside(code, 12, handOver), far(code, 20, handOver)), either(request, myself)], unless: keptSafe, exempt: whoever },
  {
    says: far(words('(?:发|告诉|报|念|说|提供|转发|截图|回复|读|拍|给)(?:一下|一遍|下|给|过来)?(?:给)?(?:我|我们|这边|客服|审核|工作人员|一下)'), 10, code),
    unless: keptSafe,
    exempt: whoever,
  },
  {
    says: far(words('需要|请?提供|核验|验证(?=您)|要(?=您的)'), 8, words('(?:登录|支付|交易|取款|查询|网银|银行卡|手机)?密码|口令|cvv2?|(?:短信)?验证码')),
    unless: [keptSafe, words('输入|填写|设置')],
    exempt: whoever,
  },
  {
    says: [words('密码|口令|cvv2?|验证码|校验码'), words('多少|几|什么'), words('[？?]')],
    unless: [keptSafe, words('怎么|如何|为什么|几次|多少次')],
    exempt: { quoted: true, warning: true },
  },
  {
    says: [code, words('收到(?:了|后)?(?:就)?(?:马上|第一时间)?(?:发|报|念|告诉|转|截)(?:给)?我|(?:发|报|念|转)(?:给)?我(?=[，。！吧下]|$)|告诉我')],
    unless: keptSafe,
    exempt: whoever,
  },
  {
    says: [far(words('在(?:此|这里|这|下方|对话框|聊天框|本页|窗口)(?:里)?(?:直接)?(?:输入|填写|填|回复|发送)|直接(?:在这里|回复)(?:输入|发)?'), 10, code)],
    unless: words('请勿|不要|别|app|骗'),
    exempt: whoever,
  },
  { says: [remote, doIt], unless: [cautious, words('面签|签约会议|远程(?:办公|视频面签|银行)|办公')], exempt: whoever },
  { says: either(onYourPhone, faceForMe), unless: [cautious, words('官方|应用商店|自己')], exempt: whoever },
]

export const secret: MessageRule = {
  id: 'MSG-SECRET', verdict: 'block', release: false, basis: [],
  why: '任何人都不得索要验证码、密码，或要求共享屏幕、远程控制。',
  suggestion: '验证码和密码请只在官方 App 内输入，不要告诉任何人，包括客服。',
  learned: (reading) => has(reading, keptSafe) || has(reading, cautious) ? doubtful : 0,
  find: (reading) => said(reading, asked),
}

const digitWords = '零一二三四五六七八九'
const digitOf: ReadonlyMap<string, string> = new Map([
  ...[...digitWords].map((word, value) => [word, String(value)] as const), ...[...'〇壹贰叁肆伍陆柒捌玖'].map((word, value) => [word, String(value)] as const),
  ['幺', '1'], ['两', '2'], ['洞', '0'], ['拐', '7'], ['勾', '9'], ['o', '0'],
])
/** A digit, plain or as a word; keycap and circled digits were folded when the text was prepared. */
const digit = '[0-9零一二三四五六七八九〇幺壹贰叁肆伍陆柒捌玖]'
/** Digits in groups: what stands between two of them is at most three signs that are no words. */
const run = new RegExp(`(?<![0-9a-z_¥￥$]|[0-9]\\.)(?:\\+\\s?)?${digit}(?:[\\s\\-–—.·_,，、()（）/]{0,2}${digit}){9,24}x?(?![0-9a-z_])(?!\\.[0-9])(?!\\s?(?:[块万亿股份%]|元))`, 'gu')

const reference = /(?:合同|借据|编号|单号|流水|订单|工单|受理|案号|凭证|业务号|申请号|贷款号|票据|发票|快递|交易|参考号|保单|会员号|批次|序号|订阅|户名|税号|信用代码|许可证|网点号|机构号|设备号)[^，。]{0,8}$/u
const person = /(?:手机|电话|联系|号码|身份证|证件|卡号|银行卡|储蓄卡|账号|账户|微信)[^，。0-9]{0,8}$/u

const isReference = (before: string): boolean => {
  const [named, personal] = [reference.exec(before), person.exec(before)]
  return named !== null && (personal === null || personal.index < named.index)
}

const plainDigits = (text: string): string =>
  [...text].map((character) => digitOf.get(character) ?? character).filter((character) => /[0-9x]/u.test(character)).join('')

const isPersonal = (digits: string, before: string): boolean => {
  const bare = digits.replace(/^(?:00)?86(?=1[3-9]\d{9}$)/u, '')
  if (isMobileNumber(bare) || looksLikeIdNumber(bare) || isCardNumber(bare)) return true
  const named = /(?:卡号?|账号|账户|身份证号?(?:码)?|证件号?(?:码)?|银行卡|储蓄卡)[^，。0-9]{0,8}$/u.test(before)
  // Named as a card or an identity number it counts with a wrong check digit too, and a card of the usual issuers of 16 or 19 digits always.
  return (named && bare.length >= 15 && bare.length <= 19) || (bare.startsWith('62') && (bare.length === 16 || bare.length === 19))
}

/** Groups of amounts or dates parted by commas are none: 1,380,000,000; 2026-11-23 20:05. */
const isOtherFigure = (text: string): boolean =>
  /^[0-9]{1,3}(?:,[0-9]{3})+$/u.test(text) || /^20[0-9]{2}[-/.][01]?[0-9][-/.][0-3]?[0-9]/u.test(text)

const numbersIn = ({ sentence }: Reading): readonly Span[] =>
  [...sentence.matchAll(run)].flatMap((match) => {
    const before = sentence.slice(Math.max(0, match.index - 20), match.index)
    if (isOtherFigure(match[0])) return []
    const whole = isPersonal(plainDigits(match[0]), before)
    const groups = whole
      ? [{ start: match.index, text: match[0] }]
      : [...match[0].matchAll(/[^\s,，、()（）]+/gu)].map((part) => ({ start: match.index + part.index, text: part[0] }))
    const personal = whole ? groups : groups.filter(({ text }) => isPersonal(plainDigits(text), before))
    if (personal.length === 0 || isReference(before)) return []
    return personal.map(({ start, text }) => ({ start, end: start + text.length }))
  })

export const pii: MessageRule = {
  id: 'MSG-PII', verdict: 'block', release: false, basis: ['PR-MASK'],
  why: '外发消息不得带完整的证件号、卡号、手机号。',
  suggestion: '请遮盖中间几位，例如：手机 138****5678，卡尾号 1234。',
  find: numbersIn,
}

export const secretRules: readonly MessageRule[] = [pii, secret]
