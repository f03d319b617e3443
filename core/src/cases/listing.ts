import type { Right } from '../people/rights.ts'
import type { Bilingual } from '../primitives/reading.ts'
import { type Party, partyNames } from './case.ts'
import type { Procedure, World } from './procedure.ts'

/** All states and moves of a procedure, as plain data: what the screens, the API and the drawn diagrams show. */
export type Listing = {
  readonly kind: string
  readonly name: Bilingual
  readonly opensIn: readonly string[]
  readonly opensBy: readonly Party[]
  readonly states: readonly { readonly id: string; readonly name: Bilingual; readonly waitsFor: Party | 'nobody'; readonly granted: boolean }[]
  readonly moves: readonly {
    readonly id: string; readonly name: Bilingual; readonly from: readonly string[]; readonly to: readonly string[]
    readonly by: readonly Party[]; readonly right: Right
  }[]
}

export const listingOf = <State extends string, Data, Ask, Inputs, Outside extends World>(
  { kind, name, opensIn, opensBy, states, moves }: Procedure<State, Data, Ask, Inputs, Outside>,
): Listing => ({
  kind,
  name,
  opensIn,
  opensBy,
  states: (Object.keys(states) as State[]).map((id) => ({ id, name: states[id].name, waitsFor: states[id].waitsFor, granted: states[id].granted === true })),
  moves: (Object.keys(moves) as (keyof Inputs & string)[]).map((id) => {
    const { name: of, from, to, by, right = 'case.work' } = moves[id]
    return { id, name: of, from, to, by, right }
  }),
})

/** States that no path reaches, and open states that no path leaves: both must be empty. */
export const deadEnds = ({ opensIn, states, moves }: Listing): { readonly unreached: readonly string[]; readonly stuck: readonly string[] } => {
  const reached = new Set(opensIn)
  for (let before = -1; before !== reached.size; ) {
    before = reached.size
    for (const { from, to } of moves) if (from.some((id) => reached.has(id))) for (const id of to) reached.add(id)
  }
  const ends = new Set(states.filter(({ waitsFor }) => waitsFor === 'nobody').map(({ id }) => id))
  const finishing = new Set(ends)
  for (let before = -1; before !== finishing.size; ) {
    before = finishing.size
    for (const { from, to } of moves) if (to.some((id) => finishing.has(id))) for (const id of from) finishing.add(id)
  }
  return {
    unreached: states.flatMap(({ id }) => (reached.has(id) ? [] : [id])),
    stuck: states.flatMap(({ id }) => (finishing.has(id) ? [] : [id])),
  }
}

const identifier = (id: string): string => id.replaceAll('-', '_')

/** The diagram that `docs/procedures` shows, in the Mermaid language. */
export const diagramOf = (listing: Listing): string => {
  const { opensIn, states, moves } = listing
  const lines = [
    'stateDiagram-v2',
    ...states.map(({ id, name }) => `  state "${name.zh}" as ${identifier(id)}`),
    ...opensIn.map((id) => `  [*] --> ${identifier(id)}`),
    ...moves.flatMap(({ name, from, to }) => from.flatMap((start) => to.map((end) => `  ${identifier(start)} --> ${identifier(end)}: ${name.zh}`))),
    ...states.flatMap(({ id, waitsFor }) => (waitsFor === 'nobody' ? [`  ${identifier(id)} --> [*]`] : [])),
  ]
  return `${lines.join('\n')}\n`
}

/** `docs/procedures.md`: each procedure drawn, and its states and moves as tables. Written by `npm run generate`. */
export const documentOf = (listings: readonly Listing[]): string => {
  const section = (listing: Listing): readonly string[] => {
    const nameOf = (id: string): string => listing.states.find((state) => state.id === id)?.name.zh ?? id
    return [
      `## ${listing.name.zh} · ${listing.name.en}`, '',
      '```mermaid', diagramOf(listing).trimEnd(), '```', '',
      '| state | 状态 | waits for |', '|---|---|---|',
      ...listing.states.map(({ id, name, waitsFor }) => `| \`${id}\` | ${name.zh} | ${partyNames[waitsFor].zh} |`), '',
      '| move | 操作 | by | right | from | to |', '|---|---|---|---|---|---|',
      ...listing.moves.map(({ id, name, by, right, from, to }) =>
        `| \`${id}\` | ${name.zh} | ${by.map((party) => partyNames[party].zh).join('、')} | \`${right}\` | ${from.map(nameOf).join('、')} | ${to.map(nameOf).join('、')} |`), '',
    ]
  }
  const head = [
    '# Procedures', '', 'Every kind of case as a state machine, drawn from the code by `npm run generate`: what is listed here is what is decided.', '',
  ]
  return [...head, ...listings.flatMap(section)].join('\n')
}
