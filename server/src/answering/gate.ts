import type { GateResult } from '@xinqiao/core/conversations/gate.ts'
import { type Judged, type Outgoing, type OutgoingFacts, readOutgoing, type ReadOutgoing, resultOf } from '@xinqiao/core/conversations/judge-outgoing.ts'
import type { MessageFacts } from '@xinqiao/core/compliance/message-rule.ts'
import { createRecent } from '@xinqiao/core/primitives/recent.ts'
import { ruleVersion } from '@xinqiao/core/compliance/check-message.ts'
import { dunning } from '@xinqiao/core/compliance/message-rules/dunning.ts'
import { optOut } from '@xinqiao/core/compliance/message-rules/marketing.ts'
import { reader } from '../compliance/gate-reader.ts'
import type { Gate } from '../conversations/gate.ts'
import { hasWrittenSince } from '../conversations/read-talk.ts'
import { lawsOn } from '../knowledge/laws-in-force.ts'
import { mayUseData } from '../people/consents.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { type FactsAtHand, factsAtHand, factsFor, readyAtHand, withSaid } from './gather-facts.ts'

/**
 * What stands behind the port of the gate. Most texts pass whatever the facts are; for the others they are gathered, those that
 * only one text needs last.
 */

const passed: GateResult = { verdict: 'pass', findings: [], ruleVersion }

const finds = ({ findings }: Judged, rule: string): boolean => findings.some((finding) => finding.rule === rule)

/** The same sentence is said to many: saved replies, the machine's own. What it says is read once; whether it is true is asked each time. */
const readBefore = createRecent<ReadOutgoing>(500)

const readOnce = (outgoing: Outgoing): ReadOutgoing =>
  readBefore([outgoing.speaker, outgoing.purpose, outgoing.channel, outgoing.text].join('\n'), () => readOutgoing(reader, outgoing))

/** What the customer wrote so many milliseconds ago may still be answered. */
const answerable = 24 * 3_600_000

type Carried = NonNullable<MessageFacts['also']>[number]
type Brought = { readonly carried: Carried; readonly agentName: string | undefined }

const judgeStepwise = async (
  context: Context, conversationId: string, hand: FactsAtHand, { outgoing, judgeBy }: ReadOutgoing, { carried, agentName }: Brought,
): Promise<Judged> => {
  // Only who collects says his name.
  const disclosures = readyAtHand(hand, outgoing.purpose === 'collection' ? agentName : undefined)
  const withCarried = (facts: OutgoingFacts): OutgoingFacts => (carried.length === 0 ? facts : { ...facts, also: [...(facts.also ?? []), carried] })
  const atOnce = judgeBy({ ...withCarried(withSaid(context, conversationId, hand.facts)), disclosures })
  if (!['FIGURE-UNSOURCED', optOut.id, dunning.id].some((rule) => finds(atOnce, rule))) return atOnce
  const facts = withCarried(await factsFor(context, conversationId, hand, outgoing.text))
  return judgeBy({
    ...facts, disclosures,
    ...(finds(atOnce, optOut.id) ? { customer: { optedOut: !(await mayUseData(context, hand.customerId, 'marketing')) } } : {}),
    ...(finds(atOnce, dunning.id) ? { answering: await hasWrittenSince(context.db, hand.customerId, new Date(context.clock.now() - answerable)) } : {}),
  })
}

const judgeBy = async (context: Context, { conversationId, carried = [], agentName, ...message }: Parameters<Gate>[1], anew: boolean): Promise<GateResult> => {
  const plain: Outgoing = { ...message, channel: 'web' }
  const read = readOnce(plain)
  // Elsewhere than on the page a machine must say what it is, so that its channel has to be known.
  if (read.passes && message.speaker === 'agent') return passed
  const hand = await factsAtHand(context, conversationId, anew)
  const { groundOfRule, groundOfLaws } = hand?.general.laws ?? (await lawsOn(context.db, today(context.clock)))
  if (!hand) return resultOf(plain, read.judgeBy({}), groundOfRule, groundOfLaws)
  const onChannel = hand.channel === plain.channel ? read : readOnce({ ...plain, channel: hand.channel })
  return resultOf(onChannel.outgoing, await judgeStepwise(context, conversationId, hand, onChannel, { carried, agentName }), groundOfRule, groundOfLaws)
}

/** What does not pass by what was known a moment ago is judged by what is known now: the case that a notice tells of may be that new. */
export const outgoingGate: Gate = async (context, message) => {
  const result = await judgeBy(context, message, false)
  return result.verdict === 'pass' ? result : await judgeBy(context, message, true)
}
