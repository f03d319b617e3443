import type { StaffCaller } from '@xinqiao/contract/access.ts'
import type { CaseDetail, CaseField, MyCase } from '@xinqiao/contract/cases.ts'
import type { Actor, StaffActor } from '@xinqiao/core/cases/case.ts'
import { runningDues } from '@xinqiao/core/cases/procedure.ts'
import { allRightsOf } from '@xinqiao/core/people/rights.ts'
import { sightOf } from '@xinqiao/core/people/sight.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { createLedger } from '../loan/ledger.ts'
import { nameShown, readCustomer } from '../people/customers.ts'
import { today } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { factsOf } from './facts.ts'
import { formOf } from './form.ts'
import type { AnyKind, AnyWorld, Choice } from './kind.ts'
import { kindOf } from './kinds.ts'
import { materialList } from './show-materials.ts'
import { type CaseRecord, findCase, linkedCases, stepsOf } from './store.ts'
import { toldOf } from './tell-customer.ts'
import { dueToWire, headOf, movesFor, rowOf, stepsToWire, type Timed } from './wire.ts'
import { caseOf } from './work-case.ts'
import { timesOf, worldOfCase, worldToOpen } from './world.ts'

/** A case as somebody sees it. */

export type Shown = Timed & { readonly world: AnyWorld }

export const staffActor = ({ staffId, name, roles }: StaffCaller): StaffActor => ({
  // Who may approve acts as an approver where the procedure asks for one; what counts is the right.
  party: 'desk', staffId, name, rights: allRightsOf(roles),
})

/** As much of a case as a list shows; undefined where the customer was erased. */
export const timedOf = async (context: Context, row: CaseRecord, language: Language): Promise<Timed | undefined> => {
  const kind = kindOf(row.kind)
  const theCase = await caseOf(context, context.db, row)
  return theCase && { kind, theCase, version: row.version, world: await timesOf(context.db, kind, row), now: context.clock.now(), language }
}

export const shownOf = async (context: Context, row: CaseRecord, language: Language): Promise<Shown | undefined> => {
  const timed = await timedOf(context, row, language)
  return timed && { ...timed, world: await worldOfCase(context, context.db, timed.kind, row) }
}

const same = (text: string): Choice['name'] => ({ zh: text, en: text })

/** The customer's loans, for every kind that asks which. */
const loanChoices = async ({ db, clock }: Context, customerId: string): Promise<readonly Choice[]> =>
  (await createLedger(db).loansOf(customerId, today(clock))).map(({ facts }) => ({ id: facts.loanRef, name: same(`${facts.product.name} ${facts.loanRef}`) }))

const choicesFor = async (context: Context, { choices }: AnyKind, world: AnyWorld, customerId: string): Promise<Readonly<Record<string, readonly Choice[]>>> =>
  ({ loanRef: await loanChoices(context, customerId), ...choices?.(world) })

/** What both sides see. */
const wholeOf = async (context: Context, shown: Shown, by: Actor, data: Readonly<Record<string, unknown>>) => {
  const { kind, theCase, world, language } = shown
  const choices = await choicesFor(context, kind, world, theCase.customerId)
  return {
    facts: factsOf(data, { kind: kind.procedure.kind, language, choices }), data, moves: movesFor(shown, { by, choices }),
    steps: stepsToWire(await stepsOf(context.db, theCase.id), kind, language),
    deadlines: runningDues(kind.procedure, theCase, world).map((due) => dueToWire(due, shown)),
    told: await toldOf(context, theCase.id, 'staffId' in by ? undefined : 'personId' in by && by.party === 'guarantor' ? { guarantor: by.personId } : 'customer'),
    materials: await materialList(context, shown, by.party !== 'guarantor'),
  }
}

export const nameAtDesk = async (context: Context, caller: StaffCaller, customerId: string): Promise<string> => {
  const customer = await readCustomer(context, context.db, customerId)
  return customer ? nameShown(customer, sightOf(caller.roles)) : ''
}

/** The case that waits for this one, and those that this one waited for. */
const linksOf = async (context: Context, { theCase, language }: Shown): Promise<CaseDetail['links']> => {
  const row = await findCase(context.db, theCase.id)
  const waiting = row && row.from_case !== null ? await findCase(context.db, row.from_case) : undefined
  const rows = [...(waiting ? [waiting] : []), ...(await linkedCases(context.db, theCase.id))]
  return rows.map(({ case_id: id, kind, state }) => {
    const { name, states } = kindOf(kind).procedure
    return { id, kind: kind as CaseDetail['kind'], kindName: name[language], state, stateName: states[state]?.name[language] ?? state }
  })
}

export const detailFor = async (context: Context, caller: StaffCaller, shown: Shown): Promise<CaseDetail> => ({
  ...rowOf(shown, await nameAtDesk(context, caller, shown.theCase.customerId)),
  ...(await wholeOf(context, shown, staffActor(caller), shown.kind.toWire(shown.theCase.data))),
  links: await linksOf(context, shown),
})

export type OwnActor = Extract<Actor, { readonly personId: string }>

/** As the customer himself sees it, or a guarantor who is asked for his consent. */
export const myCaseFor = async (context: Context, shown: Shown, by: OwnActor): Promise<MyCase> => {
  const { kind, theCase } = shown
  return { ...headOf(shown), ...(await wholeOf(context, shown, by, kind.mine.parse(kind.toWire(theCase.data)))), role: by.party }
}

export type Openable = { readonly kind: CaseDetail['kind']; readonly name: string; readonly fields: CaseField[] }

/** The kinds that this side may open, each with its form. */
export const openableKinds = async (context: Context, kinds: readonly AnyKind[], customerId: string, language: Language): Promise<Openable[]> =>
  (await Promise.all(kinds.map(async (kind): Promise<Openable[]> => {
    const world = await worldToOpen(context, context.db, kind, customerId)
    if (!world) return []
    const choices = await choicesFor(context, kind, world, customerId)
    const { kind: name, name: title } = kind.procedure
    return [{ kind: name as Openable['kind'], name: title[language], fields: formOf(kind.ask, { kind: name, language, choices, seen: {} }) }]
  }))).flat()
