import { useQueryClient } from '@tanstack/react-query'
import type { MessageEntry } from '@xinqiao/contract/conversations.ts'
import { correctIntent, listIntents, readIntent } from '@xinqiao/contract/intent-corrections.ts'
import { App, Button, Modal } from 'antd'
import { type JSX, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useAsk, useSession, useTalk } from '../../api/staff-session.ts'
import { intentTexts } from '../../ui/catalogue/intents.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import './intents.css'

/** One key opens it, a few letters find the intent, Enter says it: what a customer's message asks where the machine was wrong. */

type Named = { readonly id: string; readonly name: string; readonly syllables: string }

export const percentOf = (confidence: number): string => `${Math.round(confidence * 100)}%`

/** By its name, its id, its syllables run together, or their first letters: zq and zhanqi both find 展期延期. */
const fits = ({ id, name, syllables }: Named, wanted: string): boolean => {
  const initials = syllables.split(' ').map((syllable) => syllable.charAt(0)).join('')
  return [name, id, syllables.replaceAll(' ', ''), initials].some((text) => text.toLowerCase().includes(wanted))
}

/** Without words the machine's next guesses stand first: mostly one of them is meant. */
const ordered = (all: readonly Named[], wanted: string, likely: readonly string[]): readonly Named[] => {
  if (wanted !== '') return all.filter((one) => fits(one, wanted))
  const first = likely.flatMap((id) => all.find((one) => one.id === id) ?? [])
  return [...first, ...all.filter(({ id }) => !likely.includes(id))]
}

const Chooser = ({ conversationId, seq, onClose }: { conversationId: string; seq: number; onClose: () => void }): JSX.Element => {
  const texts = useTexts(intentTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  const queries = useQueryClient()
  const [wanted, setWanted] = useState('')
  const [at, setAt] = useState(0)
  const listId = useId()
  const chosen = useRef<HTMLLIElement>(null)
  const { data: known } = useAsk(listIntents, {}, { staleTime: 600_000 })
  const { data: reading } = useAsk(readIntent, { params: { conversationId, seq } })
  const items = ordered(known?.intents ?? [], wanted.trim().toLowerCase(), reading?.alternatives.map(({ id }) => id) ?? [])
  const now = Math.min(at, Math.max(0, items.length - 1))
  useEffect(() => { chosen.current?.scrollIntoView({ block: 'nearest' }) }, [now])
  const say = async (one: Named | undefined): Promise<void> => {
    if (!one) return
    const answer = await call(correctIntent, { params: { conversationId, seq }, body: { intent: one.id } })
    if (isCallRefusal(answer)) {
      void message.error(answer.sentence)
      return
    }
    void message.success(texts.saved(one.name))
    void queries.invalidateQueries({ queryKey: [readIntent.id] })
    onClose()
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt((now + 1) % Math.max(1, items.length))
    else if (event.key === 'ArrowUp') setAt((now - 1 + items.length) % Math.max(1, items.length))
    else if (event.key === 'Enter') void say(items[now])
    else return
    event.preventDefault()
  }
  return (
    <>
      {reading && (
        <p className="intent-read">
          {reading.correction ? texts.corrected((reading.correction.decided?.intent ?? reading.correction.intent).name, reading.correction.by.name) : texts.read(reading.read.name, percentOf(reading.read.confidence))}
        </p>
      )}
      <div className="palette-search">
        <Icon name="search" size={17} />
        <input
          autoFocus value={wanted} placeholder={texts.placeholder} aria-label={texts.placeholder} role="combobox" aria-expanded="true" aria-controls={listId}
          aria-activedescendant={items.length > 0 ? `${listId}-${now}` : undefined} onKeyDown={onKey}
          onChange={(event) => {
            setWanted(event.target.value)
            setAt(0)
          }}
        />
      </div>
      <ul className="palette-list" id={listId} role="listbox" aria-label={texts.title}>
        {items.map((one, index) => (
          <li
            key={one.id} id={`${listId}-${index}`} role="option" aria-selected={index === now} ref={index === now ? chosen : undefined}
            onMouseMove={() => { setAt(index) }} onMouseDown={(event) => {
              event.preventDefault()
              void say(one)
            }}
          >
            <span>{one.name}</span><em>{one.id}</em>
          </li>
        ))}
      </ul>
      {known && items.length === 0 && <p className="palette-none">{texts.none}</p>}
    </>
  )
}

const Inside = ({ conversationId, onClose }: { conversationId: string; onClose: () => void }): JSX.Element => {
  const texts = useTexts(intentTexts)
  const { talk } = useTalk(conversationId)
  const [back, setBack] = useState(0)
  const said = talk.entries.filter((entry): entry is MessageEntry => entry.kind === 'message' && entry.author.kind === 'customer' && entry.body.text !== '')
  const entry = said[said.length - 1 - back]
  if (!entry) return <p className="palette-none">{texts.nothing}</p>
  return (
    <>
      <header className="intent-message">
        <blockquote>{entry.body.text}</blockquote>
        {said.length > 1 && (
          <span>
            <Button size="small" type="text" disabled={back >= said.length - 1} onClick={() => { setBack(back + 1) }}>{texts.earlier}</Button>
            <Button size="small" type="text" disabled={back === 0} onClick={() => { setBack(back - 1) }}>{texts.later}</Button>
          </span>
        )}
      </header>
      <Chooser key={entry.seq} conversationId={conversationId} seq={entry.seq} onClose={onClose} />
    </>
  )
}

export const IntentCorrection = ({ conversationId, open, onClose }: { conversationId: string | undefined; open: boolean; onClose: () => void }): JSX.Element => {
  const texts = useTexts(intentTexts)
  return (
    <Modal open={open} onCancel={onClose} footer={null} closable={false} width={560} className="palette" style={{ top: '12vh' }} destroyOnHidden title={texts.title} styles={{ header: { display: 'none' } }}>
      {open && conversationId !== undefined && <Inside conversationId={conversationId} onClose={onClose} />}
    </Modal>
  )
}
