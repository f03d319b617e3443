/** Two cases of 王小明 on 2026-11-23: a complaint, and the settling of his overdue loan, whose figure is that of the payoff example. */

export const caseExample = {
  id: 'c0a8012e-7f1d-4c56-9f0b-6a1d2e3f4a5b', kind: 'complaint', kindName: '投诉与建议', state: 'registered', stateName: '已登记待受理', waitsFor: 'desk', version: 1,
  openedAt: '2026-11-23T02:00:00.000Z',
  due: { at: '2026-11-24T16:00:00.000Z', day: '2026-11-24', daysLeft: 1, provisional: false, limit: 'acknowledge', basis: '机构规定' },
  customer: { id: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', name: '王**' },
  owner: { queue: '办理业务单' },
}

export const complaintExample = {
  ...caseExample,
  data: { nature: 'complaint', text: '扣款短信和账单对不上，要求说明', extended: 0 },
  steps: [{ version: 1, at: '2026-11-23T02:00:00.000Z', move: 'open', name: '登记', to: 'registered', toName: '已登记待受理', by: { party: 'desk', name: '林小雨' } }],
  moves: [{ move: 'acknowledge', name: '受理' }],
}

const ofCustomer = ({ id, kind, kindName, state, stateName, waitsFor, version, openedAt, due }: typeof caseExample) =>
  ({ id, kind, kindName, state, stateName, waitsFor, version, openedAt, due })

export const myComplaintExample = {
  ...ofCustomer(caseExample), data: { nature: 'complaint', text: '扣款短信和账单对不上，要求说明' }, moves: [{ move: 'withdraw', name: '撤回投诉' }],
}

const prepaymentCase = {
  ...caseExample, id: 'e1b2c3d4-5f60-4a1b-8c2d-3e4f5a6b7c8d', kind: 'prepayment', kindName: '提前还款', state: 'quoted', stateName: '已报价待确认', waitsFor: 'customer',
  due: { at: '2026-11-23T16:00:00.000Z', day: '2026-11-23', daysLeft: 0, provisional: false, limit: 'appointment', basis: '机构规定' },
}

const prepaymentData = {
  ask: { loanRef: 'AX2609000017', on: '2026-11-23' },
  quote: {
    full: true, effect: 'term', interest: '18.00', fee: '0.00', principal: '1000.00', charge: '0.00', total: '2042.55', interestSaved: '0.00', quotedOn: '2026-11-23',
  },
  tries: 0,
}

export const prepaymentExample = {
  ...prepaymentCase, data: prepaymentData, moves: [{ move: 'quote-again', name: '重新报价' }],
  steps: [{ version: 1, at: '2026-11-23T02:00:00.000Z', move: 'open', name: '登记', to: 'quoted', toName: '已报价待确认', by: { party: 'customer' } }],
}

export const myPrepaymentExample = { ...ofCustomer(prepaymentCase), data: prepaymentData, moves: [{ move: 'agree', name: '客户确认' }, { move: 'cancel', name: '取消' }] }
