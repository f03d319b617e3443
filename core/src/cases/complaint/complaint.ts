import type { RegulationRule } from '../../compliance/regulation.ts'
import { type Fen, formatYuan } from '../../primitives/money.ts'
import { type Read, readText, takeList } from '../../primitives/reading.ts'
import type { Case } from '../case.ts'
import { type CasePolicy, parseCasePolicy } from '../policy.ts'
import type { World } from '../procedure.ts'

/** 投诉 and 建议: what the customer is unhappy with, what was found, what is answered. Texts are the customer's own or approved ones. */

export type ComplaintState =
  | 'registered' | 'considering' | 'investigating' | 'awaiting-customer' | 'extension-asked' | 'reply-in-review' | 'replied' | 'in-review' | 'remedy-due'
  | 'closed' | 'withdrawn' | 'not-accepted'

/** How often the time to decide was extended: 15 days, 30, 60 (银行业保险业消费投诉处理管理办法). */
export type Extended = 0 | 1 | 2

export type Reply = {
  readonly facts: string
  readonly conclusion: 'upheld' | 'partly-upheld' | 'not-upheld'
  readonly text: string
  readonly rootCause: string
  readonly remedy: string
  /** Money given back, where the remedy is money; booked on this loan. */
  readonly refund?: { readonly loanRef: string; readonly amount: Fen }
}

/** What becomes of a suggestion: nothing is accused, found or remedied, but it is answered. */
export type SuggestionAnswer = { readonly outcome: 'adopted' | 'partly-adopted' | 'not-adopted'; readonly text: string }

export type ComplaintData = {
  readonly nature: 'complaint' | 'suggestion'
  readonly text: string
  readonly category?: string
  readonly extended: Extended
  readonly extensionReason?: string
  readonly asked?: string
  readonly reply?: Reply
  /** By what the refund of the reply can be found, once it was made. */
  readonly refundPaid?: string
  readonly reviewReason?: string
  readonly answered?: SuggestionAnswer
}

export type ComplaintCase = Case<ComplaintState, ComplaintData>

export type ComplaintRules = { readonly categories: readonly string[]; readonly rootCauses: readonly string[] }

export type ComplaintWorld = World & { readonly policy: CasePolicy<ComplaintRules> }

/** Reads `content/cases/complaint.json`. */
export const parseComplaintPolicy = (value: unknown, rules: readonly RegulationRule[]): Read<CasePolicy<ComplaintRules>> =>
  parseCasePolicy(value, rules, (source) => ({
    categories: takeList(source, 'categories', readText),
    rootCauses: takeList(source, 'rootCauses', readText),
  }))

/**
 * The clock for the decision, by how often it was extended. It never stops while the complaint is open. A suggestion has the lender's own:
 * the measures of 2020 are about complaints.
 */
export const decisionClock = ({ nature, extended }: ComplaintData): { readonly limit: string; readonly from: 'opening' } =>
  ({ limit: nature === 'suggestion' ? 'answer-suggestion' : (['decide', 'decide-extended', 'decide-extended-again'] as const)[extended], from: 'opening' })

/** A refund that the reply names and nobody has made yet. */
export const owesRefund = ({ reply, refundPaid }: ComplaintData): boolean => reply?.refund !== undefined && refundPaid === undefined

/** The closing letter (办结答复): facts, conclusion, remedy, and how to have it reviewed. */
export const replyWords = ({ reply }: ComplaintData): Readonly<Record<string, string>> =>
  reply === undefined ? {} : { facts: reply.facts, reply: reply.text, remedy: reply.remedy, ...(reply.refund ? { refund: formatYuan(reply.refund.amount) } : {}) }

export type ComplaintAsk = {
  readonly nature: ComplaintData['nature']
  readonly text: string
  /** Staff whom the complaint is about. */
  readonly accused: readonly string[]
}
