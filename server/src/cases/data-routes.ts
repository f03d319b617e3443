import {
  agreeToErasure as agreeOperation, listErasures, listHolds as listHoldsOperation, liftHold as liftHoldOperation, listMyErasures, planErasure, readErasure, readRetention,
  refuseErasure as refuseOperation, requestErasureFor, requestMyErasure, setHold as setHoldOperation,
} from '@xinqiao/contract/erasure.ts'
import { basisText } from '@xinqiao/core/compliance/regulation.ts'
import type { StaffCaller } from '@xinqiao/contract/access.ts'
import { sightOf } from '@xinqiao/core/people/sight.ts'
import { addDays, isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { isRefusal, refuse } from '@xinqiao/core/primitives/refusal.ts'
import type { RetentionTerm } from '@xinqiao/core/record/retention.ts'
import type { RegulationRule } from '@xinqiao/core/compliance/regulation.ts'
import { rulesOn } from '../knowledge/laws-in-force.ts'
import { nameShown, readCustomers } from '../people/customers.ts'
import { recordView } from '../people/record-view.ts'
import { namesOfStaff } from '../people/staff.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { customerOf, implement, languageOf, type Routes, staffOf } from '../platform/http.ts'
import { agreeToErasure, answerPlace, askErasure, askErasureFor, type ErasureReport, planOfErasure, refuseErasure } from './erase-data.ts'
import { erasureById, type ErasureRow, erasuresOf, listErasureRows, listRunRows, type RunRow } from './erasure-store.ts'
import { type Hold, liftHold, listHolds, setHold } from './legal-holds.ts'
import { outlook } from './retain-data.ts'
import { type ReportLine, reportOf, retention } from './standing.ts'

/** Erasure, legal holds and retention, for customers and for the desk. */

const legacyName = { zh: '早期数据（未分类）', en: 'Early data, not divided into classes' } as const

type Rules = readonly RegulationRule[]

const rulesNow = ({ db, clock }: Context): Promise<Rules> => rulesOn(db, today(clock))

const ruleShown = (rules: Rules, id: string): string => {
  const rule = rules.find((one) => one.id === id)
  return rule ? basisText(rule) : '机构规定'
}

const because = ['law', 'term', 'relationship', 'open-case', 'open-commitment', 'hold'] as const

const lineShown = (language: Language, rules: Rules) => ({ class: dataClass, year, goes, because: why, rule, until }: ReportLine) => {
  const term = retention().terms.find((one) => one.dataClass === dataClass)
  const known = because.find((one) => one === why)
  return {
    class: dataClass, name: (term?.name ?? legacyName)[language], year, goes, ...(known === undefined ? {} : { because: known }),
    ...(why === 'law' || why === 'term' ? { basis: rule === undefined ? '机构规定' : ruleShown(rules, rule) } : {}), ...(until === undefined ? {} : { until }),
  }
}

const reportShown = ({ lines, ...report }: ErasureReport, language: Language, rules: Rules) => ({ ...report, lines: lines.map(lineShown(language, rules)) })

const erasureShown = async (context: Context, row: ErasureRow, language: Language, withAnswer: boolean) => {
  const { keys, db } = context
  const answer = withAnswer && row.answer ? (await keys.open(db, row.answer, answerPlace(row.erasure_id)))?.toString('utf8') : undefined
  return {
    id: row.erasure_id, state: row.state as 'open' | 'agreed' | 'done' | 'refused', requestedAt: row.requested_at.toISOString(),
    ...(row.decided_at === null ? {} : { decidedAt: row.decided_at.toISOString() }),
    ...(row.report === null ? {} : { report: reportShown(row.report as ErasureReport, language, await rulesNow(context)) }), ...(answer === undefined ? {} : { answer }),
  }
}

const customerRoutes: Routes<Context> = (api, context) => {
  const mine = async (customerId: string, language: Language) =>
    ({ erasures: await Promise.all((await erasuresOf(context.db, customerId)).map((row) => erasureShown(context, row, language, true))) })

  implement(api, requestMyErasure, async (call) =>
    (await askErasure(context, customerOf(call), call.body.id)) ?? (await mine(customerOf(call).customerId, languageOf(call.request))))

  implement(api, listMyErasures, (call) => mine(customerOf(call).customerId, languageOf(call.request)))

  implement(api, readErasure, async (call) => {
    const row = await erasureById(context.db, call.params.erasureId)
    return row ? { erasure: await erasureShown(context, row, languageOf(call.request), false) } : refuse('not-found')
  })
}

const namesFor = async (context: Context, { staffId, roles }: StaffCaller, customers: readonly string[], staff: readonly (string | null)[], what: 'erasures' | 'holds') => {
  const people = await readCustomers(context, context.db, customers)
  if (customers.length > 0) await recordView(context, { staffId, customers: [...new Set(customers)], what })
  const names = await namesOfStaff(context.db, staff.flatMap((id) => id ?? []))
  return {
    customerName: (id: string) => { const person = people.get(id); return person ? nameShown(person, sightOf(roles)) : '' },
    staffName: (id: string | null) => (id === null ? undefined : (names.get(id) ?? '')),
  }
}

const erasuresAtDesk = async (context: Context, caller: StaffCaller, rows: readonly ErasureRow[], language: Language) => {
  const { customerName, staffName } = await namesFor(context, caller, rows.map((row) => row.customer_id), rows.flatMap((row) => [row.asked_by, row.agreed_by, row.decided_by]), 'erasures')
  return await Promise.all(rows.map(async (row) => {
    const [askedBy, agreedBy, decidedBy] = [row.asked_by, row.agreed_by, row.decided_by].map(staffName)
    return {
      ...(await erasureShown(context, row, language, true)), customerId: row.customer_id, customerName: customerName(row.customer_id),
      mayFinish: row.state === 'agreed' && row.agreed_by !== caller.staffId && row.asked_by !== caller.staffId,
      ...(askedBy === undefined ? {} : { askedBy }),
      ...(agreedBy === undefined ? {} : { agreedBy }), ...(decidedBy === undefined ? {} : { decidedBy }), ...(row.agreed_at === null ? {} : { agreedAt: row.agreed_at.toISOString() }),
    }
  }))
}

const erasureRoutes: Routes<Context> = (api, context) => {
  const one = async (caller: StaffCaller, id: string, language: Language) => {
    const row = await erasureById(context.db, id)
    const [erasure] = row ? await erasuresAtDesk(context, caller, [row], language) : []
    return erasure ? { erasure } : refuse('not-found')
  }

  implement(api, listErasures, async (call) =>
    ({ erasures: await erasuresAtDesk(context, staffOf(call), await listErasureRows(context.db, call.query.limit), languageOf(call.request)) }))

  implement(api, requestErasureFor, async (call) => {
    const refusal = await askErasureFor(context, staffOf(call), call.params.customerId, call.body.id)
    if (refusal) return refusal
    const row = await erasureById(context.db, call.body.id)
    return row ? { erasure: await erasureShown(context, row, languageOf(call.request), false) } : refuse('not-found')
  })

  implement(api, planErasure, async (call) => {
    const plan = await planOfErasure(context, call.params.erasureId)
    if (isRefusal(plan)) return plan
    const backupsUntil = isoDay(addDays(today(context.clock), retention().backupDays))
    return { plan: reportShown({ lines: reportOf(plan), ended: plan.ends, backupsUntil }, languageOf(call.request), await rulesNow(context)) }
  })

  implement(api, agreeOperation, async (call) =>
    (await agreeToErasure(context, staffOf(call), call.params.erasureId)) ?? (await one(staffOf(call), call.params.erasureId, languageOf(call.request))))

  implement(api, refuseOperation, async (call) =>
    (await refuseErasure(context, staffOf(call), call.params.erasureId, call.body.answer)) ?? (await one(staffOf(call), call.params.erasureId, languageOf(call.request))))
}

const holdsShown = async (context: Context, caller: StaffCaller, holds: readonly Hold[]) => {
  const rows = holds.map(({ row }) => row)
  const { customerName, staffName } = await namesFor(context, caller, rows.map((row) => row.customer_id), rows.flatMap((row) => [row.set_by, row.lift_asked_by, row.lifted_by]), 'holds')
  return holds.map(({ row, reason }) => {
    const [liftAskedBy, liftedBy] = [staffName(row.lift_asked_by), staffName(row.lifted_by)]
    return {
      id: row.hold_id, customerId: row.customer_id, customerName: customerName(row.customer_id), reason, setBy: staffName(row.set_by) ?? '', setAt: row.set_at.toISOString(),
      mayLift: row.lifted_at === null && row.lift_asked_by !== null && row.lift_asked_by !== caller.staffId,
      ...(liftAskedBy === undefined ? {} : { liftAskedBy }), ...(liftedBy === undefined ? {} : { liftedBy }), ...(row.lifted_at === null ? {} : { liftedAt: row.lifted_at.toISOString() }),
    }
  })
}

const mostHolds = 200

const holdRoutes: Routes<Context> = (api, context) => {
  const all = async (caller: StaffCaller, limit = mostHolds) => ({ holds: await holdsShown(context, caller, await listHolds(context, limit)) })

  implement(api, listHoldsOperation, (call) => all(staffOf(call), call.query.limit))
  implement(api, setHoldOperation, async (call) => (await setHold(context, staffOf(call), call.body)) ?? (await all(staffOf(call))))
  implement(api, liftHoldOperation, async (call) => (await liftHold(context, staffOf(call), call.params.holdId)) ?? (await all(staffOf(call))))
}

const termShown = ({ dataClass, name, from, law, years, reason, override }: RetentionTerm, day: number, language: Language, rules: Rules) => {
  const rule = law && rules.find(({ id }) => id === law.rule)
  const longer = override && override.from <= day ? override : undefined
  return {
    class: dataClass, name: name[language], from, years: longer?.years ?? years, reason: longer?.reason ?? reason,
    ...(law && rule ? { law: { years: law.years, when: law.when, statement: rule.statement, basis: basisText(rule) } } : {}),
  }
}

const runShown = ({ day, finished_at: finishedAt, customers, held, disposed }: RunRow) =>
  ({ day, customers, held, disposed: disposed as Record<string, number>, finishedAt: finishedAt?.toISOString() })

/** So many customers are looked at for the screen; the command counts them all. */
const mostLooked = 1000

const retentionRoutes: Routes<Context> = (api, context) => {
  implement(api, readRetention, async (call) => {
    const { terms, backupDays } = retention()
    const [runs, next, rules] = await Promise.all([listRunRows(context.db, 30), outlook(context, mostLooked), rulesNow(context)])
    return {
      terms: terms.map((term) => termShown(term, today(context.clock), languageOf(call.request), rules)), backupDays, next: { due: next.due, customers: next.customers, held: next.held },
      runs: runs.map(runShown),
    }
  })
}

export const dataRoutes: Routes<Context> = (api, context) => {
  for (const add of [customerRoutes, erasureRoutes, holdRoutes, retentionRoutes]) add(api, context)
}
