/** 林小雨 looks for what was said of the amount that the story of examples.ts is about. */
export const searchExample = {
  body: { q: '逾期 1024.55', from: '2026-11-01', limit: 20 },
  response: {
    hits: [{
      conversationId: '7a3d5c10-4b8e-4f6a-9c21-0e5d8b7f1a62', seq: 3, at: '2026-11-23T02:00:00.400Z',
      customer: { id: '9f1c2b1e-6a54-4d0b-9a51-3a3f0d6c2b7e', name: '王小明' }, author: { kind: 'machine' }, purpose: 'service', visibleTo: 'all',
      snippet: {
        text: '这笔贷款从2026年11月11日起逾期，到今天是 12 天，逾期应还 1,024.55 元，其中罚息 3.55 元。越早还清，罚息越少。',
        marks: [{ start: 17, end: 19 }, { start: 30, end: 32 }, { start: 35, end: 43 }],
      },
      retracted: false,
    }],
  },
}
