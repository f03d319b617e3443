/** A complaint of 王小明, registered on 2026-11-23: the law's fifteenth day is 2026-12-08. */

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
