import type { CaseMaterial } from '@xinqiao/contract/cases.ts'
import type { GivenMaterial } from '@xinqiao/contract/materials.ts'
import { type MaterialNeeds, materialStandings, type MaterialWorld } from '@xinqiao/core/cases/material-needs.ts'
import type { NeedStanding } from '@xinqiao/core/materials/on-file.ts'
import { isoDay } from '@xinqiao/core/primitives/day.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import { materialsShown } from '../materials/materials.ts'
import type { Context } from '../platform/context.ts'
import type { AnyKind, AnyWorld, AnyCase, NeededShown } from './kind.ts'

/** The list of what is needed and what is there: made once, by one function of core, for both sides. */

const words = {
  zh: {
    'never-given': '还没有收到', 'asked-anew': '需要重新提交', record: '档案里已有，不用再交',
    refused: (reason: string) => `没有通过：${reason}`, expired: '已经过期，请交新的',
    received: (day: string) => `${day} 收到，待核对`, accepted: (day: string) => `${day} 收到，已核对`,
    earlier: (day: string, until: string | undefined) => (until === undefined ? `${day} 已经交过，不用再交` : `${day} 已经交过，有效到 ${until}，不用再交`),
    before: '提交时已齐',
  },
  en: {
    'never-given': 'Not received yet', 'asked-anew': 'To be given anew', record: 'On record already; not needed again',
    refused: (reason: string) => `Not accepted: ${reason}`, expired: 'No longer valid; please give a new one',
    received: (day: string) => `Received on ${day}, to be checked`, accepted: (day: string) => `Received on ${day}, checked`,
    earlier: (day: string, until: string | undefined) => `Given on ${day}${until === undefined ? '' : `, valid until ${until}`}; not needed again`,
    before: 'Was there when handed in',
  },
} as const

const sentenceOf = (standing: NeedStanding, caseId: string, language: Language): string => {
  const text = words[language]
  if (standing.state === 'missing') {
    if (standing.because === 'refused') return text.refused(standing.last?.reason ?? '')
    return text[standing.because]
  }
  if (standing.by === 'record') return text.record
  const { material: { receivedOn, state, caseId: given }, until } = standing
  if (given !== caseId) return text.earlier(isoDay(receivedOn), until === undefined ? undefined : isoDay(until))
  return text[state === 'accepted' ? 'accepted' : 'received'](isoDay(receivedOn))
}

export type Listed = { readonly kind: AnyKind; readonly theCase: AnyCase; readonly world: AnyWorld; readonly now: Parameters<typeof materialStandings>[1]['now']; readonly language: Language }

/** Whether the case takes material in now. */
const takesIn = ({ procedure }: AnyKind, state: string): boolean => Object.values(procedure.moves).some((move) => move.byMaterial === true && move.from.includes(state))

/** Once it is handed in, what was there then stays there: a paper that runs out later does not undo it. */
const asHandedIn = (standing: NeedStanding, held: readonly string[]): boolean => standing.state === 'held' || held.includes(standing.kind)

const shownAs = (needed: NeededShown, standing: NeedStanding, { kind, theCase, language }: Listed, given: readonly GivenMaterial[]): CaseMaterial => {
  const open = takesIn(kind, theCase.state)
  const isHeld = open ? standing.state === 'held' : asHandedIn(standing, (theCase.data as MaterialNeeds).held)
  return {
    id: needed.id, name: needed.name[language], why: needed.why[language], state: isHeld ? 'held' : 'missing', open,
    standing: isHeld && standing.state === 'missing' ? words[language].before : sentenceOf(standing, theCase.id, language), given: [...given],
  }
}

/** `whole`: with what was given. A guarantor is told no more than that something is there. */
export const materialList = async (context: Context, listed: Listed, whole: boolean): Promise<CaseMaterial[]> => {
  const { kind, theCase, world, now } = listed
  const needed = kind.materials?.(theCase.data, world) ?? []
  if (needed.length === 0) return []
  const standings = materialStandings(theCase.data as MaterialNeeds, { caseId: theCase.id, now, world: world as unknown as MaterialWorld })
  const shown = whole ? await materialsShown(context, theCase.customerId, theCase.id) : []
  const counts = (standing: NeedStanding, id: string): boolean => standing.state === 'held' && standing.by === 'material' && standing.material.id === id
  return needed.flatMap((each) => {
    const standing = standings.find((one) => one.kind === each.id)
    if (!standing) return []
    const given = shown.flatMap(({ kind: of, ...material }) => (of === each.id && (material.ofThisCase || counts(standing, material.id)) ? [material] : []))
    return [shownAs(each, standing, listed, given)]
  })
}
