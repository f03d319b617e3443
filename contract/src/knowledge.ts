import { z } from 'zod'
import { defineOperation } from './operation.ts'

/** Approved knowledge on the wire: articles, terms, saved replies. Only what is in force today is ever returned here. */

const room = 'knowledge'

const sampleArticle = {
  id: 'penalty-how', version: 1, title: '罚息怎么算', owner: '贷后管理部', source: '借款合同',
  answer: '按合同约定：罚息 = 逾期本金 × 合同年利率 × 1.5 ÷ 365 × 逾期天数，按月计息的产品也这样按日折算，不计复利。',
}
const sampleTerm = {
  id: 'penalty-interest', name: '罚息', plain: '逾期后，对没按时还的本金按合同约定的更高利率按天计收的利息，还清就停止。', source: '借款合同',
}

export const articleHit = z.object({
  id: z.string(), version: z.int(), title: z.string(), answer: z.string(), excerpt: z.string(), owner: z.string(), source: z.string(),
})

export const searchArticles = defineOperation({
  id: 'searchArticles', method: 'GET', path: '/v1/desk/articles', room,
  summary: 'Search the articles in force',
  access: { for: 'staff', right: 'knowledge.read' },
  query: z.object({ q: z.string().max(200).default(''), intent: z.string().optional(), limit: z.coerce.number().int().min(1).max(50).default(10) }),
  response: z.object({ articles: z.array(articleHit) }),
  refusals: [],
  example: { response: { articles: [{ ...sampleArticle, excerpt: '宽限期内还清的不计罚息；超过的，从还款日次日起算。 还一部分，剩下的部分继续计。' }] } },
})

export const article = articleHit.omit({ excerpt: true }).extend({
  body: z.string(), approvedBy: z.string(), approvedOn: z.iso.date(), reviewBy: z.iso.date(), validFrom: z.iso.date(),
})

export const getArticle = defineOperation({
  id: 'getArticle', method: 'GET', path: '/v1/articles/{articleId}', room,
  summary: 'An approved article for customers, in the version in force or the one named',
  access: { for: 'public' },
  params: z.object({ articleId: z.string() }), query: z.object({ version: z.coerce.number().int().optional() }),
  response: article, refusals: ['not-found'],
  example: {
    response: {
      ...sampleArticle, body: '- 宽限期内还清的不计罚息；超过的，从还款日次日起算。\n- 还一部分，剩下的部分继续计。',
      approvedBy: '合规部', approvedOn: '2026-02-24', reviewBy: '2027-03-01', validFrom: '2026-03-02',
    },
  },
})

export const explainTerm = defineOperation({
  id: 'explainTerm', method: 'GET', path: '/v1/chat/terms/{termId}', room,
  summary: 'A financial term in plain words, with the customer’s own figures where the identity level allows',
  access: { for: 'customer', level: 'anonymous' },
  params: z.object({ termId: z.string() }), query: z.object({ loanRef: z.string().optional() }),
  response: z.object({ id: z.string(), name: z.string(), plain: z.string(), withLoan: z.string().optional(), source: z.string() }),
  refusals: ['not-found'],
  example: { response: { ...sampleTerm, withLoan: '您这笔借款已逾期 12 天，到今天罚息 3.55 元。' } },
})

export const readTerm = defineOperation({
  id: 'readTerm', method: 'GET', path: '/v1/desk/terms/{termId}', room,
  summary: 'A financial term as a customer would read it, for the desk',
  access: { for: 'staff', right: 'knowledge.read' },
  params: z.object({ termId: z.string() }),
  response: z.object({ id: z.string(), name: z.string(), plain: z.string(), source: z.string() }),
  refusals: ['not-found'],
  example: { response: sampleTerm },
})

export const listReplies = defineOperation({
  id: 'listReplies', method: 'GET', path: '/v1/desk/replies', room,
  summary: 'Saved replies in force, with their fields filled for a customer and his loan where they are named',
  access: { for: 'staff', right: 'conversation.reply' },
  query: z.object({ customerId: z.uuid().optional(), loanRef: z.string().max(40).optional(), intent: z.string().max(60).optional() }),
  response: z.object({ replies: z.array(z.object({
    id: z.string(), title: z.string(), topic: z.string(), kind: z.string(), mood: z.string(), intents: z.array(z.string()), text: z.string(),
    /** Fields that still stand in the text as `{name}`, for the agent to fill before sending. */
    unfilled: z.array(z.string()),
  })) }),
  refusals: ['not-found'],
  example: {
    response: {
      replies: [{
        id: 'prepay-quote', title: '提前还款报价', topic: '提前还款', kind: 'answer', mood: 'calm', intents: ['prepayment'],
        text: '您的安心分期（AX2609000017）提前结清要还2,042.55 元，这个金额到2026年11月23日当天有效，换一天还会不同。确认的话，请在 App“提前还款”里付款。',
        unfilled: [],
      }],
    },
  },
})
