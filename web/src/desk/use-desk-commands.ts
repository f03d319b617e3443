import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import type { RefObject } from 'react'
import { useMay, useSession } from '../api/staff-session.ts'
import type { ComposerHandle } from '../features/conversations/composition.ts'
import type { ConversationActions } from '../features/conversations/conversation.tsx'
import { useTakeOver } from '../features/routing/passing.tsx'
import { useDuty } from '../features/routing/use-duty.ts'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { exportTexts } from '../ui/catalogue/export.ts'
import { insightTexts } from '../ui/catalogue/insight.ts'
import { intentTexts } from '../ui/catalogue/intents.ts'
import { missingTexts } from '../ui/catalogue/missing.ts'
import { routingTexts } from '../ui/catalogue/routing.ts'
import { searchTexts } from '../ui/catalogue/search.ts'
import { chooseLanguage, useLanguage, useTexts } from '../ui/language.ts'
import { chooseScheme } from '../ui/scheme.ts'
import type { Command } from './commands.ts'
import { go, openWall, usePlace, views } from './place.ts'
import { chooseSound, useSound } from './sound.ts'

type Stage = {
  readonly rows: readonly ConversationRow[]
  readonly chosen: ConversationRow | undefined
  readonly hasDraft: boolean
  readonly composer: RefObject<ComposerHandle | null>
  readonly actions: RefObject<ConversationActions | null>
  readonly choose: (conversationId: string) => void
  readonly search: () => void
  readonly show: (overlay: 'palette' | 'export' | 'shortcuts' | 'account' | 'intent' | 'intent-review' | 'transfer') => void
  readonly leave: () => void
  readonly showKnowledge: () => void
  readonly showCustomer: () => void
  readonly togglePane: () => void
  readonly calculate: () => void
  readonly suggest: () => void
}

// A table of commands; its length is that of the table.
export const useDeskCommands = (stage: Stage): readonly Command[] => {
  const { rows, chosen, composer, actions, show } = stage
  const texts = useTexts(deskTexts)
  const { commands: names, conversation: words } = texts
  const search = useTexts(searchTexts)
  const exporting = useTexts(exportTexts)
  const intents = useTexts(intentTexts)
  const missing = useTexts(missingTexts)
  const insight = useTexts(insightTexts)
  const routing = useTexts(routingTexts)
  const duty = useDuty()
  const takeOver = useTakeOver(chosen?.id)
  const language = useLanguage()
  const sound = useSound()
  const place = usePlace()
  const may = useMay()
  const { me } = useSession()
  const at = rows.findIndex((row) => row.id === place.conversationId)
  const step = (by: number): void => {
    const next = rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]
    if (next) stage.choose(next.id)
  }
  const open = chosen !== undefined && chosen.state !== 'closed'
  const mine = open && chosen.agent?.staffId === me.id
  const writable = open && may('conversation.reply') && (mine || !chosen.agent)
  const takeable = open && !chosen.agent && may('conversation.take')
  return [
    { id: 'take', group: 'conversation', title: words.take, icon: 'headset', keys: ['alt+t', 't'], enabled: takeable, run: () => { void actions.current?.take() } },
    { id: 'to-machine', group: 'conversation', title: words.toMachine, icon: 'bot', keys: ['alt+b', 'b'], enabled: mine && may('conversation.hand-back'), run: () => { actions.current?.handBack('machine') } },
    { id: 'to-queue', group: 'conversation', title: words.toQueue, icon: 'back', keys: ['alt+shift+b', 'shift+b'], enabled: mine && may('conversation.hand-back'), run: () => { actions.current?.handBack('queue') } },
    { id: 'transfer', group: 'conversation', title: routing.transfer, icon: 'out', keys: ['alt+x', 'x'], enabled: mine && may('conversation.transfer'), run: () => { show('transfer') } },
    { id: 'take-over', group: 'conversation', title: routing.takeOver, icon: 'headset', keys: ['alt+v', 'v'], enabled: open && !mine && may('conversation.take-over'), run: () => { void takeOver() } },
    { id: 'end', group: 'conversation', title: words.end, icon: 'finish', keys: ['alt+e', 'e'], enabled: mine && may('conversation.close'), run: () => { actions.current?.askToClose() } },
    { id: 'export', group: 'conversation', title: exporting.command, icon: 'file', keys: [], enabled: chosen !== undefined && may('record.export'), run: () => { show('export') } },
    { id: 'next', group: 'navigate', title: names.next, icon: 'down', keys: ['j', 'alt+arrowdown'], enabled: rows.length > 0, run: () => { step(1) } },
    { id: 'previous', group: 'navigate', title: names.previous, icon: 'down', keys: ['k', 'alt+arrowup'], enabled: rows.length > 0, run: () => { step(-1) } },
    ...views.map((view, index): Command => ({
      id: `view-${view}`, group: 'navigate', title: texts.views[view], icon: 'inbox', keys: [`${index + 1}`, `alt+${index + 1}`], enabled: true, run: () => { go({ view }) },
    })),
    { id: 'search', group: 'navigate', title: search.command, icon: 'search', keys: ['alt+s', 's'], enabled: may('conversation.read'), run: stage.search },
    { id: 'customer', group: 'navigate', title: names.customer, icon: 'user', keys: ['alt+c', 'c'], enabled: chosen !== undefined, run: stage.showCustomer },
    { id: 'pane', group: 'navigate', title: words.customerPane, icon: 'pane', keys: [']'], enabled: true, run: stage.togglePane },
    { id: 'intent', group: 'conversation', title: intents.command, icon: 'spark', keys: ['alt+y', 'y'], enabled: chosen !== undefined && may('understanding.correct'), run: () => { show('intent') } },
    { id: 'reply', group: 'write', title: names.reply, icon: 'pencil', keys: ['alt+r', 'r'], enabled: writable, run: () => { composer.current?.focus() } },
    { id: 'note', group: 'write', title: names.note, icon: 'note', keys: ['alt+n', 'n'], enabled: open, run: () => { composer.current?.note() } },
    { id: 'replies', group: 'write', title: names.replies, icon: 'bolt', keys: ['/'], enabled: writable, run: () => { composer.current?.replies() } },
    { id: 'knowledge', group: 'write', title: names.knowledge, icon: 'book', keys: ['alt+f', 'f'], enabled: may('knowledge.read'), run: stage.showKnowledge },
    { id: 'calculator', group: 'write', title: names.calculator, icon: 'calculator', keys: ['alt+l', 'l'], enabled: may('loan.quote'), run: () => { stage.calculate() } },
    { id: 'suggest', group: 'write', title: missing.command, icon: 'book', keys: ['alt+p'], enabled: chosen !== undefined && may('knowledge.propose'), run: stage.suggest },
    { id: 'attach', group: 'write', title: names.attach, icon: 'clip', keys: ['alt+a', 'a'], enabled: writable, run: () => { composer.current?.attach() } },
    { id: 'draft', group: 'write', title: names.acceptDraft, icon: 'spark', keys: ['alt+d', 'd'], enabled: writable && stage.hasDraft, run: () => { composer.current?.acceptDraft() } },
    { id: 'reword', group: 'write', title: names.reword, icon: 'shield', keys: ['alt+w', 'w'], enabled: writable, run: () => { composer.current?.reword() } },
    { id: 'promise', group: 'write', title: names.promise, icon: 'clock', keys: ['alt+o', 'o'], enabled: writable, run: () => { composer.current?.promise() } },
    { id: 'duty-ready', group: 'settings', title: routing.say.ready, icon: 'headset', keys: ['alt+u'], enabled: duty.enabled, run: () => { void duty.say('ready') } },
    { id: 'duty-rest', group: 'settings', title: routing.say.paused, icon: 'clock', keys: ['alt+shift+u'], enabled: duty.enabled, run: () => { void duty.say('paused') } },
    { id: 'duty-away', group: 'settings', title: routing.say.away, icon: 'out', keys: [], enabled: duty.enabled, run: () => { void duty.say('away') } },
    { id: 'wall', group: 'settings', title: insight.title, icon: 'chart', keys: ['alt+h'], enabled: may('insight.team'), run: openWall },
    { id: 'light', group: 'settings', title: names.light, icon: 'sun', keys: [], enabled: true, run: () => { chooseScheme('light') } },
    { id: 'dark', group: 'settings', title: names.dark, icon: 'moon', keys: [], enabled: true, run: () => { chooseScheme('dark') } },
    { id: 'system', group: 'settings', title: names.system, icon: 'sun', keys: [], enabled: true, run: () => { chooseScheme('system') } },
    { id: 'language', group: 'settings', title: language === 'zh' ? names.english : names.chinese, icon: 'globe', keys: [], enabled: true, run: () => { chooseLanguage(language === 'zh' ? 'en' : 'zh') } },
    { id: 'sound', group: 'settings', title: sound ? names.soundOff : names.soundOn, icon: sound ? 'bellOff' : 'bell', keys: [], enabled: true, run: () => { chooseSound(!sound) } },
    { id: 'intent-review', group: 'settings', title: intents.reviewCommand, icon: 'spark', keys: [], enabled: may('understanding.review'), run: () => { show('intent-review') } },
    { id: 'account', group: 'settings', title: names.account, icon: 'user', keys: [], enabled: true, run: () => { show('account') } },
    { id: 'sign-out', group: 'settings', title: names.signOut, icon: 'out', keys: [], enabled: true, run: stage.leave },
    { id: 'palette', group: 'help', title: names.palette, icon: 'search', keys: ['mod+k'], enabled: true, run: () => { show('palette') } },
    { id: 'shortcuts', group: 'help', title: names.shortcuts, icon: 'keyboard', keys: ['?'], enabled: true, run: () => { show('shortcuts') } },
  ]
}
