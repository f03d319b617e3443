/** Examples of knowledge at the desk: an article on penalty interest is made plainer by one person and waits for another. */

const author = { staffId: '2d0e6f3a-7c1b-4e58-8f0a-51b9c7d4e6a2', name: '林小雨' }
const at = '2026-11-23T02:10:00.000Z'
const days = { validFrom: '2026-03-02', reviewBy: '2027-03-01' }

export const pieceRowExample = {
  kind: 'article', id: 'penalty-how', title: '罚息怎么算', owner: '贷后管理部', state: 'in-force', version: 1, ...days, due: false,
  waiting: { version: 2, by: author, at }, offered: false, changedAt: at,
}

const body = {
  id: 'penalty-how', title: '罚息怎么算', intents: ['overdue'], audience: 'customer', figures: [],
  answer: '逾期的本金按合同约定的更高利率按天计收，还清就停止。', body: '', owner: '贷后管理部', source: '借款合同', ...days,
}

export const pieceExample = {
  row: pieceRowExample,
  versions: [
    { version: 2, state: 'waiting', origin: 'desk', by: author, at, reason: '说得更白', baseVersion: 1, ...days, body: { ...body, version: 2 } },
    {
      version: 1, state: 'in-force', origin: 'content', by: { name: '贷后管理部' }, at: '2026-03-01T02:00:00.000Z', reason: '', ...days,
      approved: { by: { name: '合规部' }, on: '2026-02-24' }, body: { ...body, version: 1, answer: '逾期本金按合同利率加收罚息。' },
    },
  ],
}

export const differenceExample = {
  fields: [{
    field: 'answer',
    parts: [
      { change: 'removed', text: '逾期本金按合同利率加收罚息' }, { change: 'added', text: '逾期的本金按合同约定的更高利率按天计收，还清就停止' },
      { change: 'same', text: '。' },
    ],
  }],
}

export const previewExample = {
  problems: [{ at: 'figures', code: 'unlisted-figure', about: '3' }], findings: [], withLoan: '您本期应还 1,059.91 元。',
  places: [{ name: 'dueAmount', value: '1,059.91 元' }],
}

export const offerExample = { id: 'penalty-how', version: 3 }

export const startExample = {
  id: 'own-5d2b7c90', title: '有没有线下网点', intents: ['service-hours'], audience: 'customer', figures: [], answer: '', body: '', phrasings: ['你们有没有线下网点'],
  owner: '', source: '', validFrom: '2026-11-23', reviewBy: '2027-11-23',
}

export const suggestionExample = {
  id: '5d2b7c90-4b8e-4f6a-9c21-0e5d8b7f1a62', at, by: author, question: '这期要还多少', answer: '您本期应还 {dueAmount}。',
  start: { ...startExample, title: '这期要还多少', answer: '', withLoan: '您本期应还 {dueAmount}。' },
}

export const gapExample = {
  id: '8e3f1a20-4b8e-4f6a-9c21-0e5d8b7f1a62', questions: 7, sinceCovered: 0, firstAt: at, lastAt: at,
  reasons: [{ reason: 'no-approved-answer', count: 7 }], examples: ['你们有没有线下网点', '附近有线下门店吗'],
}
