import type { Day } from '../primitives/day.ts'
import { type Refusal, refuse } from '../primitives/refusal.ts'
import type { LoanEvent } from './events.ts'

/** An event and its place in the list as given, by which refusals and entries name it. */
export type PlacedEvent = { readonly event: LoanEvent; readonly index: number }

/** Which events were undone. A reversal that is itself reversed undoes nothing. */
const reversedPlaces = (events: readonly LoanEvent[]): ReadonlySet<number> | Refusal<'reversal-unknown'> => {
  const reversed = new Set<number>()
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index]
    if (event?.kind !== 'reverse') continue
    const target = typeof event.reverses === 'number' ? event.reverses : events.findIndex(({ id }) => id === event.reverses)
    if (!Number.isSafeInteger(target) || target < 0 || target >= index) {
      return { ...refuse('reversal-unknown', { event: index }, 'reverses') }
    }
    if (!reversed.has(index)) reversed.add(target)
  }
  return reversed
}

/** What counts until the end of a day: by the day on which it counts, then by place; without what was undone. */
export const effectiveEvents = (events: readonly LoanEvent[], until: Day): readonly PlacedEvent[] | Refusal<'reversal-unknown'> => {
  const reversed = reversedPlaces(events)
  if (!(reversed instanceof Set)) return reversed as Refusal<'reversal-unknown'>
  return events
    .map((event, index) => ({ event, index }))
    .filter(({ event, index }) => event.kind !== 'reverse' && event.on <= until && !reversed.has(index))
    .sort((a, b) => a.event.on - b.event.on || a.index - b.index)
}
