/**
 * The ONE table of refusals: every stable code with its HTTP status and its sentence in Chinese and English.
 * `{name}` in a sentence is filled from the refusal's `about`. A sentence says what to do next.
 */
export type RefusalRow = { readonly status: number; readonly zh: string; readonly en: string }

export const refusalTable = {
  'invalid-request': { status: 400, zh: '请求内容有误，请按提示修改后再试', en: 'The request is not valid; correct the named field and try again' },
  'not-signed-in': { status: 401, zh: '请先登录', en: 'Sign in first' },
  'session-expired': { status: 401, zh: '会话已过期，请重新进入', en: 'The session has ended; enter again' },
  'site-token-invalid': { status: 401, zh: '进入凭证无效，请从官方页面重新进入', en: "The entry token is not valid; enter again from the lender's site" },
  'site-token-used': { status: 401, zh: '进入凭证已使用，请从官方页面重新进入', en: "The entry token has been used; enter again from the lender's site" },
  'password-change-due': { status: 403, zh: '请先修改一次性密码', en: 'Change your one-time password first' },
  'not-allowed': { status: 403, zh: '您没有“{right}”的权限，可联系：{ask}', en: 'You may not do this ({right}); ask: {ask}' },
  'identity-level-too-low': { status: 403, zh: '为保护您的信息，请先完成身份核实', en: 'To protect your data, verify your identity first' },
  'verification-unavailable': { status: 422, zh: '暂时不能用短信核实身份，请从官方页面登录后进入，或联系人工', en: "Verification by text message is not possible; enter from the lender's site, or ask for a person" },
  'verification-locked': { status: 429, zh: '验证码错误次数过多，请 {minutes} 分钟后再试', en: 'Too many wrong codes; try again in {minutes} minutes' },
  'code-wrong': { status: 422, zh: '验证码不正确，还可以试 {left} 次', en: 'The code is not right; {left} tries left' },
  'code-expired': { status: 422, zh: '验证码已失效，请重新获取', en: 'The code is no longer valid; ask for a new one' },
  'not-found': { status: 404, zh: '没有找到，可能已被移除', en: 'Not found; it may have been removed' },
  'conversation-closed': { status: 409, zh: '会话已结束', en: 'The conversation is closed' },
  'conversation-taken': { status: 409, zh: '会话已由{name}接入', en: 'The conversation has been taken by {name}' },
  'conversation-not-yours': { status: 409, zh: '会话不在您名下，请先接入', en: 'The conversation is not yours; take it first' },
  'message-id-reused': { status: 409, zh: '消息编号已用于另一条消息，请换一个编号', en: 'The message id belongs to another message; use a new one' },
  'machine-is-silent': { status: 409, zh: '会话正由人工处理，智能助手不发言', en: 'A person has the conversation or is awaited; the machine is silent' },
  'message-empty': { status: 400, zh: '消息没有内容', en: 'The message is empty' },
  'message-too-long': { status: 413, zh: '消息过长，最多 {limit} 个字', en: 'The message is too long; at most {limit} characters' },
  'message-blocked': { status: 422, zh: '消息未通过合规检查，请修改：{why}', en: 'The message did not pass the compliance check; change it: {rules}' },
  'message-needs-reason': { status: 422, zh: '请写明为什么这样发：{why}', en: 'Say why it should be sent like this: {rules}' },
  'message-needs-release': { status: 422, zh: '消息被合规检查拦下，请修改，或写明理由请主管放行：{why}', en: 'The compliance check blocked the message; change it, or ask a supervisor to release it: {rules}' },
  'message-passes': { status: 409, zh: '消息不需要放行，可以直接发送', en: 'The message needs no release; send it' },
  'message-already-delivered': { status: 409, zh: '消息已送达，不能撤回，可引用更正', en: 'The message has been delivered and cannot be retracted; send a correction' },
  'attachment-type-refused': { status: 415, zh: '只能发送图片（JPG、PNG、WebP、HEIC）或 PDF', en: 'Only pictures (JPG, PNG, WebP, HEIC) and PDF can be sent' },
  'attachment-too-large': { status: 413, zh: '文件过大，最大 {limit}', en: 'The file is too large; at most {limit}' },
  'contact-quiet-hours': { status: 409, zh: '{from} 至次日 {to} 不得催收联系（{basis}）', en: 'No collection contact from {from} to {to} ({basis})' },
  'contact-calls-used-up': { status: 409, zh: '今天的催收电话已达 {most} 次，明天再联系（{basis}）', en: 'Today’s {most} collection calls are used up; try tomorrow ({basis})' },
  'contact-third-person': { status: 409, zh: '对方不是债务人，不得向其催收（{basis}）', en: 'Not the debtor: no collection towards him ({basis})' },
  'contact-plan-kept': { status: 409, zh: '客户正在按协商方案还款，停止催收（{basis}）', en: 'A repayment plan is being kept; no collection ({basis})' },
  'contact-no-consent': { status: 409, zh: '客户没有同意接收营销信息，不得发送（{basis}）', en: 'The customer has not agreed to marketing ({basis})' },
  'phone-unknown': { status: 422, zh: '没有这位客户的电话号码', en: 'There is no phone number of this customer' },
  'call-reported-already': { status: 409, zh: '这通电话已登记了另一个结果', en: 'The call has been reported otherwise' },
  'permit-not-yours': { status: 409, zh: '这个拨号许可不在您名下', en: 'The dial permit is not yours' },
  'permit-id-reused': { status: 409, zh: '许可编号已用于另一次拨号，请换一个编号', en: 'The permit id belongs to another call; use a new one' },
  'grant-id-reused': { status: 409, zh: '编号已用于另一次查看，请换一个编号', en: 'The id belongs to another grant; use a new one' },
  'new-phone-code-wrong': { status: 422, zh: '验证码不正确，请核对新手机号收到的短信', en: 'The code is not right; look at the message that the new number received' },
  'change-pending': { status: 409, zh: '已有一项变更在等待生效，请先取消它或等它生效', en: 'Another change is waiting; cancel it or wait until it is in force' },
  'change-same': { status: 409, zh: '新号码与现在的相同', en: 'The new number is the one in use' },
  'change-during-payout': { status: 409, zh: '有贷款正在放款，到账后才能更换收款卡', en: 'A loan is being paid out; change the card when the money has arrived' },
  'card-after-phone': { status: 409, zh: '手机号刚更换过，{hours} 小时后才能更换收款卡', en: 'The phone number was just changed; the card can be changed in {hours} hours' },
  'change-id-reused': { status: 409, zh: '变更编号已用于另一项变更，请换一个编号', en: 'The id belongs to another change; use a new one' },
  'change-applied': { status: 409, zh: '变更已经生效，不能再取消，请联系人工', en: 'The change is in force and cannot be cancelled; ask for a person' },
  'phone-in-use': { status: 409, zh: '这个手机号属于另一位客户，不能登记给他人', en: 'The phone number belongs to another customer' },
  'authorisation-needs-end': { status: 422, zh: '代理授权须有截止日期', en: 'A proxy’s authority needs an end' },
  'authorisation-needs-scope': { status: 422, zh: '代理授权须写明范围', en: 'A proxy’s authority needs a scope' },
  'authorisation-needs-loan': { status: 422, zh: '担保人须写明担保的贷款', en: 'Name the loans that the guarantor answers for' },
  'authorisation-dates': { status: 422, zh: '授权的截止日期早于开始日期', en: 'The authority ends before it begins' },
  'authorisation-id-reused': { status: 409, zh: '授权编号已使用，请换一个编号', en: 'The id belongs to another authority; use a new one' },
  'correction-id-reused': { status: 409, zh: '更正编号已使用，请换一个编号', en: 'The id belongs to another correction; use a new one' },
  'correction-decided': { status: 409, zh: '这项更正已经作出另一个决定', en: 'The correction has been decided otherwise' },
  'version-conflict': { status: 409, zh: '内容已被他人修改，请刷新后再试', en: 'Somebody else changed it; reload and try again' },
  'own-account': { status: 409, zh: '不能修改自己的账号，请另一位系统管理员操作', en: 'You cannot change your own account; ask another administrator' },
  'same-person': { status: 409, zh: '提交人与审核人不能为同一人', en: 'The person who approves must not be the one who proposed' },
  'search-too-short': { status: 422, zh: '请至少输入两个字，或选择客户、员工、规则、日期', en: 'Enter two characters at least, or choose a customer, a person, a rule or a day' },
  'quote-not-possible': { status: 422, zh: '按这样的金额和期限无法试算，请换一个', en: 'No quote is possible for this amount and length; choose others' },
  'amount-below-product': { status: 422, zh: '金额低于该产品的起点 {least} 元', en: 'The product starts at {least} yuan' },
  'amount-above-product': { status: 422, zh: '金额高于该产品的上限 {most} 元', en: 'The product ends at {most} yuan' },
  'amount-not-multiple': { status: 422, zh: '金额须为 {multipleOf} 元的整数倍', en: 'The amount must be a multiple of {multipleOf} yuan' },
  'term-not-offered': { status: 422, zh: '该产品没有这个期限，请从所列期限中选择', en: 'The product is not lent for this length; choose one of those listed' },
  'loan-not-paid-out': { status: 422, zh: '贷款还没有放款', en: 'The loan has not been paid out' },
  'loan-written-off': { status: 422, zh: '这笔贷款请联系人工处理', en: 'A person must handle this loan' },
  'nothing-to-prepay': { status: 422, zh: '贷款已经结清', en: 'The loan is settled' },
  'day-out-of-range': { status: 422, zh: '只能查询今天起 {most} 天内的日期', en: 'Name a day from today on, within {most} days' },
  'case-ended': { status: 409, zh: '业务单已经办结（{state}）', en: 'The case has ended ({state})' },
  'case-not-in-state': { status: 409, zh: '业务单现在是“{state}”，不能“{move}”；请刷新后再看', en: 'The case is in the state “{state}”, in which “{move}” is not possible; load it again' },
  'case-not-yours': { status: 403, zh: '这一步不由您办理', en: 'This step is not yours to take' },
  'case-barred': { status: 403, zh: '您与这张业务单有关，按规定须回避，请交给同事', en: 'You are concerned by this case and may not handle it; leave it to a colleague' },
  'case-four-eyes': { status: 403, zh: '这一步须由另一位同事办理，经办人不能自己审批', en: 'Another person must do this: nobody approves what he prepared' },
  'case-text-missing': { status: 422, zh: '请填写这一项', en: 'Fill in this field' },
  'case-not-yet-due': { status: 409, zh: '期限还没有到', en: 'The time has not run out yet' },
  'case-received-later': { status: 422, zh: '收到时间不能晚于现在', en: 'It cannot have been received later than now' },
  'complaint-category-unknown': { status: 422, zh: '没有“{category}”这一类，请从列表中选择', en: 'There is no category “{category}”; choose one of the list' },
  'complaint-cause-unknown': { status: 422, zh: '没有“{cause}”这一原因，请从列表中选择', en: 'There is no cause “{cause}”; choose one of the list' },
  'complaint-extended-enough': { status: 409, zh: '已延期两次，不能再延', en: 'It was extended twice and cannot be extended again' },
  'too-many-requests': { status: 429, zh: '操作太频繁，请 {seconds} 秒后再试', en: 'Too many requests; try again in {seconds} seconds' },
  'database-unavailable': { status: 503, zh: '系统暂时不可用，您的内容没有丢失，请稍后重试', en: 'The system is unavailable for the moment; nothing is lost, try again shortly' },
  internal: { status: 500, zh: '系统出错，请稍后重试', en: 'Something went wrong; try again shortly' },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type RefusalCode = keyof typeof refusalTable

/** Codes that any operation may answer with; they need not be listed by each. */
export const universalRefusals: readonly RefusalCode[] = [
  'invalid-request', 'not-signed-in', 'session-expired', 'password-change-due', 'not-allowed', 'identity-level-too-low', 'too-many-requests', 'database-unavailable', 'internal',
]

const fill = (sentence: string, about: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(about[name] ?? ''))

export const refusalSentence = (code: RefusalCode, language: 'zh' | 'en', about: Readonly<Record<string, string | number>> = {}): string =>
  fill(refusalTable[code][language], about)
