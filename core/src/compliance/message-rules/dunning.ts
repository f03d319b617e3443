import { type Exempt, said, type Saying } from '../message-context.ts'
import { along, words } from '../message-pattern.ts'
import type { MessageRule, Reading, Span } from '../message-rule.ts'

/**
 * A demand for what is overdue, made unasked, is collection whatever it is labelled: its limits (hours, persons, kept plans) hold for it.
 * Who answers what the debtor himself asked is serving him. Believed to be an answer where nothing is known of it.
 */

const arrears = words('逾期|拖欠|欠款|欠(?:着|了|的)|未还|没还|还没(?:有)?还|罚息|已(?:经)?到期|过期|超期|最低还款|账单')
const demand = words(
  '(?:请|麻烦|务必|必须|需要?|要|抓紧|尽快|马上|立即|立刻|赶紧|及时|赶快)(?:您|你)?[^，。]{0,14}(?:还(?!有|可|能|是|会|不)|缴|归还|偿还|结清|处理(?!好后)|存(?:入|进|够)|付)|催(?:收|款|缴|您)',
  '(?:什么时候|何时|哪天|几号|今天|最晚)[^，。]{0,8}(?:还(?!有|可|是|会|不)|结清|处理|缴)|(?:再不|还不|不)(?:还|处理|缴)|还(?:一下|清|上|款)吧',
)
const notADemand = words('如果|若|万一|怎么|如何|可以申请|协商|您(?:问|说|提到)|避免|提前还|已(?:经)?(?:还清|结清|入账|到账)')
const exempt: Exempt = { denied: true, quoted: true, reported: true, warning: true, supposed: true }

const sayings: readonly Saying[] = [{ says: along(arrears, 20, demand), unless: notADemand, exempt }]

export const dunning: MessageRule = {
  id: 'PURPOSE-DUNNING', verdict: 'warn', release: false, basis: ['CT-HOURS'],
  why: '客户没有来问，这是主动催促还逾期款：请把用途选为“催收”，催收的时间和对象限制都适用。',
  suggestion: '如果您还款遇到困难，可以在这里告诉我，我帮您看有哪些办法。',
  find: (reading: Reading): readonly Span[] =>
    (reading.speaker === 'agent' && reading.facts?.answering === false ? said(reading, sayings) : []),
}
