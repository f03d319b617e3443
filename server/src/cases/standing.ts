import { fateOf, type Fate, type Occasion, parseRetention, type Standing } from '@xinqiao/core/record/retention.ts'
import { type Day, isoDay } from '@xinqiao/core/primitives/day.ts'
import { instant, localTime, shanghai } from '@xinqiao/core/primitives/instant.ts'
import type { LoanAccount } from '@xinqiao/core/loan/loan-system.ts'
import { wasCalledToCollect } from '../compliance/dial-permits.ts'
import { talkFacts } from '../conversations/change-conversation.ts'
import { createLedger } from '../loan/ledger.ts'
import { authorisationsHeldBy } from '../people/authorisations.ts'
import { keysOfRecords } from '../people/customer-keys.ts'
import { recordsOf } from '../people/customers.ts'
import { today } from '../platform/clock.ts'
import { contentOnce } from '../platform/content.ts'
import type { Context } from '../platform/context.ts'
import type { Reader } from '../platform/db.ts'
import { hasOpenCommitment } from './commitment-store.ts'
import { isHeld } from './erasure-store.ts'
import { hasOpenCase } from './store.ts'

/** What of a customer's data may go today, key by key, and why the rest stays. */

export const retention = contentOnce('desk/retention.json', parseRetention)

export type Line = { readonly dataKeyId: string; readonly customerId: string; readonly keyClass: Awaited<ReturnType<typeof keysOfRecords>>[number]['keyClass']; readonly year: number; readonly fate: Fate }

export type Plan = {
  readonly customerId: string
  /** His own record and those joined into it. */
  readonly records: readonly string[]
  readonly lines: readonly Line[]
  /** Nothing is open with him: what stays only lies there because of a law, and he is a customer no more. */
  readonly ends: boolean
}

const dayOfMoment = (at: Date): Day => localTime(instant(at.getTime()), shanghai).day

/** The last day of the dealings in a loan or an application; undefined where it goes on. */
const endOfAccount = ({ facts }: LoanAccount): Day | undefined => {
  if (facts.state !== 'settled' && facts.state !== 'refused') return undefined
  return facts.lastPayment?.on.value ?? facts.application?.submittedOn.value ?? facts.disbursedOn?.value ?? facts.asOf
}

const speaksForSomebody = async (reader: Reader, records: readonly string[], day: Day): Promise<boolean> => {
  const held = await Promise.all(records.map((record) => authorisationsHeldBy(reader, record)))
  return held.flat().some(({ authorisation }) => !authorisation.ended && (authorisation.until === undefined || authorisation.until >= day))
}

type Situation = Standing & { readonly lastSaid: ReadonlyMap<string, Date> }

const standingOf = async ({ clock }: Pick<Context, 'clock'>, reader: Reader, customerId: string, records: readonly string[]): Promise<Situation> => {
  const day = today(clock)
  const { collected, lastSaid } = await talkFacts(reader, records)
  const accounts = await createLedger(reader).loansOf(customerId, day)
  const ends = accounts.map(endOfAccount)
  const goesOn = ends.includes(undefined) || (await speaksForSomebody(reader, records, day))
  const days = [...ends.flatMap((end) => end ?? []), ...[...lastSaid.values()].map(dayOfMoment)]
  return {
    lent: accounts.length > 0,
    collected: collected || (await wasCalledToCollect(reader, records)),
    endedOn: goesOn ? undefined : (Math.max(0, ...days) as Day),
    openCase: await hasOpenCase(reader, records),
    openCommitment: await hasOpenCommitment(reader, records),
    held: await isHeld(reader, records),
    lastSaid,
  }
}

/** Reads how things stand and decides for every key; changes nothing. */
export const planFor = async (context: Pick<Context, 'clock'>, reader: Reader, customerId: string, occasion: Occasion): Promise<Plan> => {
  const records = await recordsOf(reader, customerId)
  const { lastSaid, ...standing } = await standingOf(context, reader, customerId, records)
  const day = today(context.clock)
  const keys = await keysOfRecords(reader, records)
  const lines = keys.map(({ dataKeyId, customerId: record, keyClass, year }): Line => {
    const said = lastSaid.get(dataKeyId)
    return { dataKeyId, customerId: record, keyClass, year, fate: fateOf(retention(), { keyClass, year, lastUsed: said && dayOfMoment(said) }, standing, day, occasion) }
  })
  return { customerId, records, lines, ends: !standing.held && !standing.openCase && !standing.openCommitment && standing.endedOn !== undefined }
}

/** A line as it is reported: it names nobody. */
export type ReportLine = {
  readonly class: Line['keyClass']; readonly year: number; readonly goes: boolean; readonly because?: string; readonly rule?: string; readonly until?: string
}

export const reportOf = ({ lines }: Plan): readonly ReportLine[] =>
  lines.map(({ keyClass, year, fate }) => ({
    class: keyClass, year, goes: fate.goes,
    ...(fate.goes ? {} : { because: fate.because, ...('until' in fate ? { until: isoDay(fate.until), ...(fate.rule === undefined ? {} : { rule: fate.rule }) } : {}) }),
  }))
