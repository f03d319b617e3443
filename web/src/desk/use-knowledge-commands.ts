import type { RefObject } from 'react'
import { useMay } from '../api/staff-session.ts'
import type { KnowledgeActions } from '../features/knowledge/knowledge-page.tsx'
import { knowledgeTexts } from '../ui/catalogue/knowledge.ts'
import { useTexts } from '../ui/language.ts'
import { type Command, everywhere } from './commands.ts'
import { go, openKnowledge } from './place.ts'

/** The commands of the page that is open: the conversations' with the way to the knowledge, or the knowledge's own. */
export const useKnowledgeCommands = (talking: readonly Command[], isOpen: boolean, actions: RefObject<KnowledgeActions | null>): readonly Command[] => {
  const texts = useTexts(knowledgeTexts)
  const may = useMay()
  const open: Command = { id: 'open-knowledge', group: 'navigate', title: texts.command, icon: 'book', keys: ['alt+k'], enabled: may('knowledge.read'), run: openKnowledge }
  if (!isOpen) return [...talking, open]
  const writes = may('knowledge.write')
  return [
    { id: 'inbox', group: 'navigate', title: texts.back, icon: 'inbox', keys: ['alt+i'], enabled: true, run: () => { go({}) } },
    { id: 'next', group: 'navigate', title: texts.next, icon: 'down', keys: ['j', 'alt+arrowdown'], enabled: true, run: () => { actions.current?.step(1) } },
    { id: 'previous', group: 'navigate', title: texts.previous, icon: 'down', keys: ['k', 'alt+arrowup'], enabled: true, run: () => { actions.current?.step(-1) } },
    { id: 'find', group: 'navigate', title: texts.search, icon: 'search', keys: ['/', 'alt+f'], enabled: true, run: () => { actions.current?.search() } },
    { id: 'turn', group: 'navigate', title: texts.tabs.history, icon: 'clock', keys: ['h', 'alt+h'], enabled: true, run: () => { actions.current?.turn() } },
    { id: 'edit', group: 'write', title: texts.edit, icon: 'pencil', keys: ['e', 'alt+e'], enabled: writes, run: () => { actions.current?.edit() } },
    { id: 'create', group: 'write', title: texts.create, icon: 'plus', keys: ['n', 'alt+n'], enabled: writes, run: () => { actions.current?.create() } },
    ...talking.filter(({ group }) => everywhere.has(group)),
  ]
}
