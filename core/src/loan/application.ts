/** A loan before it is paid out: what was asked for, how far the lender's review is, and when a result may be expected. */
import type { Day } from '../primitives/day.ts'

/** `expectedBy`: the day by which the lender means to be done with this step, reckoned when the event was entered. */
export type ApplicationEvent = { readonly on: Day; readonly expectedBy?: Day } & (
  | { readonly kind: 'applied' }
  | { readonly kind: 'review-started' }
  /** The review waits for something; `needed` names it in the customer's words. */
  | { readonly kind: 'more-asked'; readonly needed: string }
  | { readonly kind: 'more-received' }
  | { readonly kind: 'approved' }
  | { readonly kind: 'refused' }
  /** From here on the loan lives by the events of its life. */
  | { readonly kind: 'paid-out'; readonly firstDueOn?: Day }
)

export type ApplicationEventKind = ApplicationEvent['kind']

export const applicationEventKinds: readonly ApplicationEventKind[] = [
  'applied', 'review-started', 'more-asked', 'more-received', 'approved', 'refused', 'paid-out',
]

export type ApplicationStage = 'applied' | 'in-review' | 'more-needed' | 'approved' | 'refused' | 'paid-out'

export type Application = {
  readonly stage: ApplicationStage
  readonly submittedOn: Day
  /** When the stage was reached. */
  readonly since: Day
  readonly expectedBy?: Day
  readonly needed?: string
  readonly paidOutOn?: Day
  readonly firstDueOn?: Day
}

const stageAfter: Readonly<Record<ApplicationEventKind, ApplicationStage>> = {
  applied: 'applied',
  'review-started': 'in-review',
  'more-asked': 'more-needed',
  'more-received': 'in-review',
  approved: 'approved',
  refused: 'refused',
  'paid-out': 'paid-out',
}

/** Where the application stands at the end of `day`; undefined before it was made. Events are in the order in which they happened. */
export const applicationOn = (events: readonly ApplicationEvent[], day: Day): Application | undefined => {
  let application: Application | undefined
  for (const event of events) {
    if (event.on > day) continue
    const { submittedOn } = application ?? { submittedOn: event.on }
    application = {
      stage: stageAfter[event.kind],
      submittedOn,
      since: event.on,
      ...(event.expectedBy === undefined ? {} : { expectedBy: event.expectedBy }),
      ...(event.kind === 'more-asked' ? { needed: event.needed } : {}),
      ...(event.kind === 'paid-out' ? { paidOutOn: event.on } : {}),
      ...(event.kind === 'paid-out' && event.firstDueOn !== undefined ? { firstDueOn: event.firstDueOn } : {}),
    }
  }
  return application
}
