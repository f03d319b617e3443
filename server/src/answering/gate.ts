import type { GateResult } from '@xinqiao/core/conversations/gate.ts'
import { judgeOutgoing, type Outgoing, passesWithoutFacts, resultOf } from '@xinqiao/core/conversations/judge-outgoing.ts'
import type { MessageFacts } from '@xinqiao/core/compliance/message-rule.ts'
import { ruleVersion } from '@xinqiao/core/compliance/check-message.ts'
import { groundOfLaws, groundOfRule } from '../compliance/laws.ts'
import type { Gate } from '../conversations/gate.ts'
import { mayUseData } from '../people/consents.ts'
import { factsAtHand, factsFor, readyAtHand } from './gather-facts.ts'

/**
 * What stands behind the port of the gate. Most texts pass whatever the facts are; for the others they are gathered, those that
 * only one text needs last.
 */

const passed: GateResult = { verdict: 'pass', findings: [], ruleVersion }

export const outgoingGate: Gate = async (context, { conversationId, carried = [], ...message }) => {
  const plain: Outgoing = { ...message, channel: 'web' }
  // Elsewhere than on the page a machine must say what it is, so that its channel has to be known.
  if (message.speaker === 'agent' && passesWithoutFacts(plain)) return passed
  const hand = await factsAtHand(context, conversationId)
  if (!hand) return message.speaker === 'agent' || passesWithoutFacts(plain) ? passed : resultOf(plain, judgeOutgoing(plain, {}), groundOfRule, groundOfLaws)
  const outgoing: Outgoing = { ...message, channel: hand.channel }
  const disclosures = readyAtHand(hand)
  const withCarried = (facts: MessageFacts): MessageFacts => (carried.length === 0 ? facts : { ...facts, also: [...(facts.also ?? []), carried] })
  const atOnce = judgeOutgoing(outgoing, { ...withCarried(hand.facts), disclosures })
  const finds = (rule: string): boolean => atOnce.findings.some((finding) => finding.rule === rule)
  if (!finds('FIGURE-UNSOURCED') && !finds('MSG-OPTOUT')) return resultOf(outgoing, atOnce, groundOfRule, groundOfLaws)
  const more = withCarried(await factsFor(context, conversationId, hand, message.text))
  const facts = finds('MSG-OPTOUT') ? { ...more, customer: { optedOut: !(await mayUseData(context, hand.customerId, 'marketing')) } } : more
  return resultOf(outgoing, judgeOutgoing(outgoing, { ...facts, disclosures }), groundOfRule, groundOfLaws)
}
