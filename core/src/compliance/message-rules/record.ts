import { type Exempt, said, type Saying } from '../message-context.ts'
import { far, words } from '../message-pattern.ts'
import type { MessageRule, Reading, Span } from '../message-rule.ts'

/** What a text says to be on record must be: 您的投诉已经登记. Believed where nothing is known of it. */

const complaint = words('投诉|建议|反映的(?:情况|问题)|意见')
const recorded = words('已(?:经)?(?:为您|给您|帮您|替您)?(?:正式)?(?:登记|受理|记录在案|提交|立项|录入)|(?:登记|受理|提交|录入)(?:成功|完成|好了)')
const recordedFor = words('(?:已经?|都)(?:为您|给您|帮您|替您)(?:登记|提交|录入)(?:了|好)?')
const notYet = words('如果|若|是否|一旦|等|之后|以后|后(?:会|将|您|我)|[吗么][？?]?$|没有|尚未|还没|未|可以|能')

/** 您反映的情况已经登记 speaks of his words and is the desk's own. */
const exempt: Exempt = { denied: true, deniedWithin: true, quoted: true, warning: true, supposed: true, asked: true }

const sayings: readonly Saying[] = [
  { says: far(complaint, 8, recorded), unless: notYet, exempt },
  { says: far(recordedFor, 4, complaint), unless: notYet, exempt },
]

export const recordRule: MessageRule = {
  id: 'CASE-UNRECORDED', verdict: 'warn', release: false, basis: [],
  why: '记录里没有这位客户的投诉或建议，还不能说已经登记或受理。',
  suggestion: '您反映的情况我现在就登记，登记好后告诉您编号和答复的期限。',
  find: (reading: Reading): readonly Span[] => (reading.facts?.case?.registered === false ? said(reading, sayings) : []),
}
