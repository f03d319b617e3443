/** A case of 王小明 on 2026-11-23: a complaint, as it lies in the queue just after he made it. */

const due = { at: '2026-11-24T16:00:00.000Z', day: '2026-11-24', daysLeft: 1, provisional: false, limit: 'acknowledge', limitName: '受理', basis: '机构规定' }

const head = {
  id: 'c0a8012e-7f1d-4c56-9f0b-6a1d2e3f4a5b', kind: 'complaint', kindName: '投诉与建议', state: 'registered', stateName: '已登记待受理', waitsFor: 'desk',
  waitsForName: '客服', version: 1, openedAt: '2026-11-23T02:00:00.000Z', due,
}

export const caseExample = { ...head, customer: { id: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', name: '王**' }, owner: { queue: '办理业务单' } }

const text = '扣款短信和账单对不上，要求说明'

const whole = {
  facts: [{ name: 'nature', label: '性质', value: '投诉' }, { name: 'text', label: '诉求', value: text }],
  steps: [{ version: 1, at: '2026-11-23T02:00:00.000Z', move: 'open', name: '登记', to: 'registered', toName: '已登记待受理', by: { party: 'customer', partyName: '客户' } }],
  deadlines: [due],
  told: [{
    version: 1, text: '您反映的情况已经登记，最晚 2026-11-24 会有人受理并与您联系，不需要您再说一遍。',
    sent: { at: '2026-11-23T02:00:01.000Z', conversationId: '7a3d5c10-4b8e-4f6a-9c21-0e5d8b7f1a62' },
  }],
  materials: [],
}

const category = { name: 'category', label: '类别', type: 'choice', required: true, choices: [{ id: '还款与扣款', name: '还款与扣款' }, { id: '其他', name: '其他' }] }

export const caseDetailExample = {
  ...caseExample, ...whole, data: { nature: 'complaint', text, extended: 0 }, links: [],
  moves: [
    { move: 'acknowledge', name: '受理', by: ['desk'], fields: [category] },
    { move: 'withdraw', name: '撤回投诉', by: ['customer'], fields: [], refused: { code: 'case-not-yours', message: '这一步由客户办理' } },
  ],
}

export const myCaseExample = { ...head, ...whole, data: { nature: 'complaint', text }, role: 'customer', moves: [{ move: 'withdraw', name: '撤回投诉', by: ['customer'], fields: [] }] }

export const caseKindExample = {
  kind: 'complaint', name: '投诉与建议',
  fields: [
    { name: 'nature', label: '性质', type: 'choice', required: false, value: 'complaint', choices: [{ id: 'complaint', name: '投诉' }, { id: 'suggestion', name: '建议' }] },
    { name: 'text', label: '诉求', type: 'long-text', required: true, most: 4000 },
  ],
}
