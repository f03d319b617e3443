import { searchCustomers } from '@xinqiao/contract/people.ts'
import { Modal } from 'antd'
import { type JSX, type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react'
import { useAsk, useMay } from '../api/staff-session.ts'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { peopleTexts } from '../ui/catalogue/people.ts'
import { searchTexts } from '../ui/catalogue/search.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { KeyCaps } from '../ui/key-caps.tsx'
import { useTexts } from '../ui/language.ts'
import type { Command } from './commands.ts'
import './palette.css'

type Item = { readonly id: string; readonly group: string; readonly title: string; readonly detail?: string; readonly icon: IconName; readonly keys?: string | undefined; readonly run: () => void }

type PaletteActions = {
  readonly commands: readonly Command[]
  readonly onCustomer: (customerId: string) => void
  /** Searches what was said. */
  readonly onSearch: (words: string) => void
  readonly onClose: () => void
}

const holds = (text: string, words: readonly string[]): boolean => words.every((word) => text.toLowerCase().includes(word))

/** What the words lead to: commands, customers of that name or number, and the search for what was said. */
const useItems = ({ commands, onCustomer, onSearch }: PaletteActions, wanted: string): { readonly items: readonly Item[]; readonly isFetching: boolean } => {
  const texts = useTexts(deskTexts)
  const people = useTexts(peopleTexts)
  const search = useTexts(searchTexts)
  const may = useMay()
  const [maySearch, mayRead] = [may('customer.search'), may('conversation.read')]
  const q = useDeferredValue(wanted.trim())
  const { data, isFetching } = useAsk(searchCustomers, { query: { q, limit: 8 } }, { enabled: maySearch && q.length > 0, keepShown: true })
  const items = useMemo((): readonly Item[] => {
    const words = wanted.trim().toLowerCase().split(/\s+/).filter((word) => word !== '')
    const found: Item[] = commands
      .filter((command) => command.enabled && holds(`${command.title} ${texts.groups[command.group]}`, words))
      .map((command) => ({ id: command.id, group: texts.groups[command.group], title: command.title, icon: command.icon, keys: command.keys[0], run: command.run }))
    const customers: Item[] = q === '' ? [] : (data?.customers ?? []).map((customer) => ({
      id: customer.id, group: texts.palette.customers, title: customer.name, icon: 'user',
      detail: [customer.ref, customer.phone, people.levels[customer.level]].filter((part) => part !== undefined).join(' · '),
      run: () => { onCustomer(customer.id) },
    }))
    // Only when it is known who bears the name: Enter pressed early must not search in the customer's place.
    const said: Item[] = q.length < 2 || q !== wanted.trim() || isFetching || !mayRead ? [] : [{ id: 'said', group: texts.groups.navigate, title: search.inAll(q), icon: 'search', run: () => { onSearch(q) } }]
    return [...found, ...customers, ...said]
  }, [commands, wanted, q, data, isFetching, texts, people, search, mayRead, onCustomer, onSearch])
  return { items, isFetching }
}

const Inside = (actions: PaletteActions): JSX.Element => {
  const { onClose } = actions
  const texts = useTexts(deskTexts)
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const chosen = useRef<HTMLLIElement>(null)
  const { items, isFetching } = useItems(actions, wanted)
  const now = Math.min(at, Math.max(0, items.length - 1))
  useEffect(() => { chosen.current?.scrollIntoView({ block: 'nearest' }) }, [now])
  const run = (item: Item | undefined): void => {
    if (!item) return
    onClose()
    item.run()
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt((now + 1) % Math.max(1, items.length))
    else if (event.key === 'ArrowUp') setAt((now - 1 + items.length) % Math.max(1, items.length))
    else if (event.key === 'Enter') run(items[now])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className="palette-search">
        <Icon name="search" size={17} />
        <input
          autoFocus value={wanted} placeholder={texts.palette.placeholder} aria-label={texts.palette.placeholder} role="combobox" aria-expanded="true"
          aria-controls={listId} aria-activedescendant={items.length > 0 ? `${listId}-${now}` : undefined} onKeyDown={onKey}
          onChange={(event) => {
            setWanted(event.target.value)
            setAt(0)
          }}
        />
      </div>
      <ul className="palette-list" id={listId} role="listbox" aria-label={texts.palette.title}>
        {items.map((item, index) => (
          <li
            key={item.id} id={`${listId}-${index}`} role="option" aria-selected={index === now} ref={index === now ? chosen : undefined}
            onMouseMove={() => { setAt(index) }} onMouseDown={(event) => {
              event.preventDefault()
              run(item)
            }}
          >
            <Icon name={item.icon} /><span>{item.title}{item.detail !== undefined && <small>{item.detail}</small>}</span>
            <em>{item.group}</em>{item.keys !== undefined && <KeyCaps keys={item.keys} />}
          </li>
        ))}
      </ul>
      {items.length === 0 && <p className="palette-none">{isFetching ? texts.palette.searching : texts.palette.none}</p>}
    </>
  )
}

export const Palette = ({ open, ...actions }: PaletteActions & { open: boolean }): JSX.Element => {
  const texts = useTexts(deskTexts)
  return (
    <Modal open={open} onCancel={actions.onClose} footer={null} closable={false} width={600} className="palette" style={{ top: '14vh' }} destroyOnHidden title={texts.palette.title} styles={{ header: { display: 'none' } }}>
      {open && <Inside {...actions} />}
    </Modal>
  )
}

export const ShortcutSheet = ({ open, commands, onClose }: { open: boolean; commands: readonly Command[]; onClose: () => void }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const fixed = [
    { title: texts.commands.send, keys: 'enter' }, { title: texts.commands.newLine, keys: 'shift+enter' },
    { title: texts.commands.acceptDraft, keys: 'tab' }, { title: texts.commands.leaveField, keys: 'escape' },
  ]
  const groups = (Object.keys(texts.groups) as Command['group'][]).map((group) => ({
    group,
    lines: [
      ...commands.filter((command) => command.group === group && command.keys.length > 0).map(({ title, keys }) => ({ title, keys: keys[0] ?? '' })),
      ...(group === 'write' ? fixed : []),
    ],
  }))
  return (
    <Modal open={open} onCancel={onClose} footer={null} title={texts.shortcuts.title} width={720} className="shortcuts" closable={{ 'aria-label': texts.close }}>
      <p className="shortcuts-hint">{texts.shortcuts.hint}</p>
      <div className="shortcut-groups">
        {groups.map(({ group, lines }) => lines.length > 0 && (
          <section key={group}>
            <h3>{texts.groups[group]}</h3>
            <dl>{lines.map(({ title, keys }) => <div key={title}><dt>{title}</dt><dd><KeyCaps keys={keys} /><span className="unseen">{keys}</span></dd></div>)}</dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
