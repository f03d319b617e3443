import { useSyncExternalStore } from 'react'

/** Where in the desk one is, kept in the address: reload, back and a copied link lead to the same place. */

export const views = ['waiting', 'mine', 'machine', 'all', 'closed'] as const
export type View = (typeof views)[number]
/** The knowledge of the lender: which list is shown, and which piece is open in it. */
export type KnowledgePlace = { readonly list: string; readonly pieceId: string | undefined }
/** The work list: which cases are shown, and which one is open. */
export type CasesPlace = { readonly list: string; readonly caseId: string | undefined }
export type Place = {
  readonly view: View
  readonly conversationId: string | undefined
  /** The entry that was jumped to. */
  readonly entry: number | undefined
  /** Instead of the conversations. */
  readonly knowledge: KnowledgePlace | undefined
  readonly cases: CasesPlace | undefined
  /** The supervisor's wall. */
  readonly wall: boolean
}

const isView = (text: string | null): text is View => (views as readonly (string | null)[]).includes(text)

const read = (): Place => {
  const query = new URLSearchParams(location.search)
  const view = query.get('view')
  const entry = Number(query.get('e'))
  const list = query.get('k')
  const knowledge = list === null ? undefined : { list, pieceId: query.get('p') ?? undefined }
  const work = query.get('w')
  const cases = work === null ? undefined : { list: work, caseId: query.get('b') ?? undefined }
  const wall = query.get('o') === 'wall'
  return { knowledge, cases, wall, view: isView(view) ? view : 'waiting', conversationId: query.get('c') ?? undefined, entry: Number.isInteger(entry) && entry > 0 ? entry : undefined }
}

const listeners = new Set<() => void>()
let place = read()

const update = (): void => {
  place = read()
  for (const listener of listeners) listener()
}
globalThis.addEventListener('popstate', update)

export const go = (to: Partial<Place>): void => {
  // Whoever is led to a conversation leaves the knowledge and the cases.
  const next = { ...place, entry: undefined, knowledge: undefined, cases: undefined, wall: false, ...to }
  const query = new URLSearchParams()
  if (next.view !== 'waiting') query.set('view', next.view)
  if (next.conversationId !== undefined) query.set('c', next.conversationId)
  if (next.entry !== undefined) query.set('e', String(next.entry))
  if (next.knowledge) query.set('k', next.knowledge.list)
  if (next.knowledge?.pieceId !== undefined) query.set('p', next.knowledge.pieceId)
  if (next.cases) query.set('w', next.cases.list)
  if (next.cases?.caseId !== undefined) query.set('b', next.cases.caseId)
  if (next.wall) query.set('o', 'wall')
  history.pushState(null, '', `${location.pathname}${query.size === 0 ? '' : `?${query}`}`)
  update()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return (): void => { listeners.delete(listener) }
}

export const usePlace = (): Place => useSyncExternalStore(subscribe, () => place)

export const openKnowledge = (): void => { go({ knowledge: { list: 'article', pieceId: undefined } }) }

export const openCases = (caseId: string | undefined): void => { go({ cases: { list: 'mine', caseId } }) }

export const openWall = (): void => { go({ wall: true }) }
