import type { RefObject } from 'react'
import { useMay } from '../api/staff-session.ts'
import type { CaseActions } from '../features/cases/case-page.tsx'
import { caseTexts } from '../ui/catalogue/cases.ts'
import { useTexts } from '../ui/language.ts'
import { type Command, everywhere } from './commands.ts'
import { go, openCases } from './place.ts'

/** The commands of the page that is open with the way to the cases, or the cases' own. */
export const useCaseCommands = (others: readonly Command[], isOpen: boolean, actions: RefObject<CaseActions | null>): readonly Command[] => {
  const texts = useTexts(caseTexts)
  const may = useMay()
  const open: Command = { id: 'open-cases', group: 'navigate', title: texts.title, icon: 'table', keys: ['alt+g'], enabled: may('case.read'), run: () => { openCases(undefined) } }
  if (!isOpen) return [...others, open]
  const views = Object.values(texts.views).map((title, index): Command => ({
    id: `cases-${index}`, group: 'navigate', title, icon: 'table', keys: [`${index + 1}`, `alt+${index + 1}`], enabled: true, run: () => { actions.current?.turn(index) },
  }))
  return [
    { id: 'inbox', group: 'navigate', title: texts.back, icon: 'inbox', keys: ['alt+i'], enabled: true, run: () => { go({}) } },
    { id: 'next', group: 'navigate', title: texts.next, icon: 'down', keys: ['j', 'alt+arrowdown'], enabled: true, run: () => { actions.current?.step(1) } },
    { id: 'previous', group: 'navigate', title: texts.previous, icon: 'down', keys: ['k', 'alt+arrowup'], enabled: true, run: () => { actions.current?.step(-1) } },
    { id: 'into', group: 'navigate', title: texts.into, icon: 'right', keys: ['alt+enter'], enabled: true, run: () => { actions.current?.into() } },
    ...views,
    ...others.filter(({ group, id }) => everywhere.has(group) || id === 'open-knowledge'),
  ]
}
