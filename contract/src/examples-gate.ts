/** Examples of the operations of the gate. */

const conversationId = '0f8a3a52-6a0f-4b7e-9a3e-0a6f6f2f7c11'
const customer = { id: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', name: '王小明' }

const promise = {
  rule: 'MSG-PROMISE', start: 0, end: 13, quote: '您的申请已经审核通过了', verdict: 'block', why: '审批结果出来之前，不能承诺一定通过、一定展期或不上征信。',
  basis: '银发〔2019〕316号', confidence: 'sec', suggestion: '结果以审核为准，有结果会第一时间告诉您。', release: true,
}

export const releaseExample = {
  id: '7a1f0b2c-3d4e-4f50-8a9b-1c2d3e4f5a6b', conversationId, customer, by: { staffId: 'b1c2d3e4-0000-4000-8000-000000000001', name: '李静' },
  at: '2026-11-23T02:04:00.000Z', text: '您的申请已经审核通过了。', purpose: 'service', findings: [promise], why: '审批系统里已经通过，案件记录还没同步', state: 'open',
}

export const releasedExample = {
  ...releaseExample, state: 'released',
  decided: { by: { staffId: 'b1c2d3e4-0000-4000-8000-000000000002', name: '赵主管' }, at: '2026-11-23T02:05:00.000Z', reason: '审批记录已核实' },
}

export const composingExample = {
  ruleVersion: '2026-11-23.2',
  facts: {
    figures: [{ kind: 'amount', value: '1,024.55 元' }, { kind: 'date', value: '2026年12月15日' }],
    case: { filed: false, registered: true }, matters: [{ kind: 'extension', words: ['展期', '延期'], standing: 'pending' }], today: '2026-11-23', workingDays: ['2026-11-24', '2026-11-25'],
    products: [{ name: '安心担保贷', fees: ['担保费'], zeroInterest: false, his: true }], customer: { optedOut: false },
  },
  disclosures: [{
    id: 'marketing-optout', name: '营销退订说明', moment: 'marketing', placement: 'after', basis: ['MK-OPTOUT'], ground: { basis: '《广告法》第43条', confidence: 'seen' },
    about: [], figures: [], saidBy: [], text: '本消息由安心消费金融有限公司发送，属于营销信息。不想再收请回复“退订”，不影响还款提醒。', placed: [],
  }],
  grounds: [{ rule: 'MSG-PROMISE', speaker: 'agent', basis: '银发〔2019〕316号', confidence: 'sec' }, { rule: 'MSG-ABUSE', speaker: 'agent', basis: '机构规定' }],
  wordings: [{ rule: 'MSG-PROMISE', text: '结果以审核为准，有结果会第一时间告诉您。' }],
}
