import { maximumTextLength, type HandOver, type MessageBody } from '@xinqiao/contract/conversations.ts'
import { uploadDeskAttachment } from '@xinqiao/contract/chat.ts'
import { Button, Tooltip } from 'antd'
import { type JSX, type KeyboardEvent, type RefObject, useCallback, useEffect, useId, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useSession } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { Icon } from '../../ui/icons.tsx'
import { newId } from '../../ui/id.ts'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useTexts } from '../../ui/language.ts'
import { partsOf } from '../../ui/text-parts.ts'
import { type Draft, edited, emptyDraft, firstBlank, inserted, keepDraft, loadDraft } from './draft.ts'
import { ReplyMenu, type SavedReply, useReplies } from './saved-replies.tsx'
import './composer.css'

/** What the rest of the desk may ask of the composer. */
export type ComposerHandle = {
  readonly focus: () => void
  readonly note: () => void
  readonly attach: () => void
  readonly replies: () => void
  readonly acceptDraft: () => void
  readonly insert: (body: Pick<MessageBody, 'text' | 'figures'>) => void
  readonly restore: (draft: Draft) => void
}

export type ComposerMode =
  /** Mine: what is written is sent. `take`: nobody's yet; sending takes it first. */
  | { readonly may: 'reply' } | { readonly may: 'take' }
  /** Only private notes, and why. */
  | { readonly may: 'note'; readonly why: string }
  | { readonly may: 'nothing'; readonly why: string }

type Props = {
  readonly conversationId: string
  readonly customerId: string
  readonly intent: string | undefined
  readonly mode: ComposerMode
  readonly offered: HandOver['draft']
  readonly handle: RefObject<ComposerHandle | null>
  /** Takes the conversation; false where that was refused. */
  readonly onTake: () => Promise<boolean>
  readonly onProblem: (sentence: string) => void
  readonly onSent: () => void
}

const tellTypingEvery = 3_000
const typingEndsAfter = 5_000

/** Says that somebody types, at most every three seconds, and that he has stopped. */
const useTypingSignal = (conversationId: string) => {
  const { talks } = useSession()
  const told = useRef(0)
  const ending = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stop = useCallback(() => {
    clearTimeout(ending.current)
    if (told.current > 0) talks.typing(conversationId, false)
    told.current = 0
  }, [talks, conversationId])
  useEffect(() => stop, [stop])
  const typed = useCallback(() => {
    if (Date.now() - told.current > tellTypingEvery) {
      told.current = Date.now()
      talks.typing(conversationId, true)
    }
    clearTimeout(ending.current)
    ending.current = setTimeout(stop, typingEndsAfter)
  }, [talks, conversationId, stop])
  return { typed, stop }
}

/** The draft of a conversation, kept on every change. The component is keyed by conversation, so that it is read once. */
const useDraft = (conversationId: string) => {
  const { me } = useSession()
  const [draft, setDraft] = useState<Draft>(() => loadDraft(me.id, conversationId))
  useEffect(() => { keepDraft(me.id, conversationId, draft) }, [me.id, conversationId, draft])
  return [draft, setDraft] as const
}

const useUpload = (conversationId: string, add: (change: (draft: Draft) => Draft) => void, onProblem: (sentence: string) => void) => {
  const { call } = useSession()
  const [uploading, setUploading] = useState(0)
  const upload = useCallback(async (files: Iterable<File>) => {
    for (const file of files) {
      setUploading((count) => count + 1)
      const answer = await call(uploadDeskAttachment, { params: { conversationId }, file })
      setUploading((count) => count - 1)
      if (isCallRefusal(answer)) onProblem(`${file.name}: ${answer.sentence}`)
      else add((draft) => ({ ...draft, attachments: [...draft.attachments, answer] }))
    }
  }, [call, conversationId, add, onProblem])
  return { uploading: uploading > 0, upload }
}

/** What follows a slash at the beginning of the text: the search for a saved reply. */
const replySearch = (text: string): string | undefined => /^\/([^\n]{0,40})$/.exec(text)?.[1]

const tallest = 220

const fit = (area: HTMLTextAreaElement): void => {
  area.style.height = 'auto'
  area.style.height = `${Math.min(area.scrollHeight, tallest)}px`
}

const Field = ({ draft, field, placeholder, disabled, menu, onText, onKey, onBlur, onPaste }: {
  draft: Draft; field: RefObject<HTMLTextAreaElement | null>; placeholder: string; disabled: boolean
  menu: { readonly id: string; readonly at: number } | undefined
  onText: (text: string) => void; onKey: (event: KeyboardEvent<HTMLTextAreaElement>) => void; onBlur: () => void; onPaste: (files: readonly File[]) => void
}): JSX.Element => {
  const texts = useTexts(deskTexts).composer
  const backdrop = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (field.current) fit(field.current)
  }, [draft.text, field])
  return (
    <div className="field">
      <div className="backdrop" ref={backdrop} aria-hidden="true">
        {partsOf({ text: draft.text, figures: [...draft.figures], terms: [] }).map((part) => (part.kind === 'figure' ? <mark key={part.at}>{part.text}</mark> : part.text))}
      </div>
      <textarea
        ref={field} value={draft.text} rows={2} placeholder={placeholder} disabled={disabled} aria-label={draft.visibleTo === 'staff' ? texts.note : texts.label}
        {...(menu ? { role: 'combobox', 'aria-expanded': true, 'aria-controls': menu.id, 'aria-activedescendant': `${menu.id}-${menu.at}` } : {})}
        onChange={(event) => { onText(event.target.value) }} onKeyDown={onKey} onBlur={onBlur}
        onScroll={(event) => { if (backdrop.current) backdrop.current.scrollTop = event.currentTarget.scrollTop }}
        onPaste={(event) => {
          const files = [...event.clipboardData.files]
          if (files.length === 0) return
          event.preventDefault()
          onPaste(files)
        }}
      />
    </div>
  )
}

const Tools = ({ draft, sending, mayReply, onNote, onAttach, onReplies, onSend, sendLabel, disabled }: {
  draft: Draft; sending: boolean; mayReply: boolean; onNote: () => void; onAttach: () => void; onReplies: () => void; onSend: () => void
  sendLabel: string; disabled: boolean
}): JSX.Element => {
  const texts = useTexts(deskTexts).composer
  const over = draft.text.length - maximumTextLength
  const note = draft.visibleTo === 'staff'
  return (
    <div className="tools">
      <Tooltip title={<>{note ? texts.reply : texts.note} <KeyCaps keys="alt+n" /></>}>
        <Button type="text" size="small" disabled={!mayReply} aria-pressed={note} aria-label={texts.note} icon={<Icon name="note" />} className={note ? 'pressed' : ''} onClick={onNote} />
      </Tooltip>
      <Tooltip title={<>{texts.replies} <KeyCaps keys="/" /></>}>
        <Button type="text" size="small" aria-label={texts.replies} icon={<Icon name="bolt" />} onClick={onReplies} />
      </Tooltip>
      <Tooltip title={<>{texts.attach} <KeyCaps keys="alt+a" /></>}>
        <Button type="text" size="small" aria-label={texts.attach} icon={<Icon name="clip" />} onClick={onAttach} />
      </Tooltip>
      <span className="tools-say" aria-live="polite">
        {over > 0 ? <b>{texts.tooLong(over)}</b> : draft.figures.length > 0 ? texts.sourced(draft.figures.length) : ''}
      </span>
      <Button type="primary" size="small" loading={sending} disabled={disabled || over > 0} onClick={onSend} icon={<Icon name={note ? 'lock' : 'send'} size={14} />}>{sendLabel}</Button>
    </div>
  )
}

// The composer's state hangs together: draft, menu, sending and keys are one machine.
export const Composer = ({ conversationId, customerId, intent, mode, offered, handle, onTake, onProblem, onSent }: Props): JSX.Element => {
  const texts = useTexts(deskTexts).composer
  const { talks } = useSession()
  const [draft, setDraft] = useDraft(conversationId)
  const [sending, setSending] = useState(false)
  const [menuAt, setMenuAt] = useState(0)
  const [dismissed, setDismissed] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const caret = useRef<{ start: number; end: number } | undefined>(undefined)
  const menuId = useId()
  const { typed, stop } = useTypingSignal(conversationId)
  const { uploading, upload } = useUpload(conversationId, setDraft, onProblem)
  const visibleTo = mode.may === 'note' ? 'staff' : draft.visibleTo
  const shown: Draft = visibleTo === draft.visibleTo ? draft : { ...draft, visibleTo }
  const search = draft.text === dismissed ? undefined : replySearch(draft.text)
  const replies = useReplies(customerId, intent, search)
  const menu = search === undefined ? undefined : { id: menuId, at: Math.min(menuAt, Math.max(0, replies.length - 1)) }
  const disabled = mode.may === 'nothing'
  const blank = firstBlank(draft.text)
  const empty = draft.text.trim() === '' && draft.attachments.length === 0

  useLayoutEffect(() => {
    if (!caret.current) return
    field.current?.focus()
    field.current?.setSelectionRange(caret.current.start, caret.current.end)
    caret.current = undefined
  }, [draft])

  /** Puts words in, and the caret where the agent goes on: on the first blank, or after them. */
  const put = useCallback((body: Pick<MessageBody, 'text' | 'figures'>, over?: { start: number; end: number }) => {
    setDraft((before) => {
      const at = over ?? { start: field.current?.selectionStart ?? before.text.length, end: field.current?.selectionEnd ?? before.text.length }
      const next = inserted(before, body, at.start, at.end)
      const open = firstBlank(next.text)
      caret.current = open ? { start: open.start, end: open.end } : { start: at.start + body.text.length, end: at.start + body.text.length }
      return next
    })
  }, [setDraft])
  const acceptDraft = useCallback(() => {
    if (offered) put({ text: offered.text, figures: offered.figures }, { start: 0, end: field.current?.value.length ?? 0 })
  }, [offered, put])
  const toggleNote = useCallback(() => {
    setDraft((before) => ({ ...before, visibleTo: before.visibleTo === 'all' ? 'staff' : 'all' }))
    field.current?.focus()
  }, [setDraft])
  const openReplies = useCallback(() => {
    setDismissed('')
    setDraft((before) => {
      if (before.text !== '') return before
      caret.current = { start: 1, end: 1 }
      return { ...before, text: '/' }
    })
    field.current?.focus()
  }, [setDraft])
  useImperativeHandle(handle, () => ({
    focus: () => { field.current?.focus() },
    note: toggleNote, attach: () => { picker.current?.click() }, replies: openReplies, acceptDraft, insert: put,
    restore: (restored) => {
      caret.current = { start: restored.text.length, end: restored.text.length }
      setDraft(restored)
    },
  }), [toggleNote, openReplies, acceptDraft, put, setDraft])

  const pick = (reply: SavedReply): void => { put({ text: reply.text, figures: [] }, { start: 0, end: draft.text.length }) }
  const send = async (): Promise<void> => {
    if (empty || sending || disabled || uploading || draft.text.length > maximumTextLength) return
    if (blank && visibleTo === 'all') {
      onProblem(texts.blank(blank.name))
      field.current?.setSelectionRange(blank.start, blank.end)
      return
    }
    if (mode.may === 'take' && visibleTo === 'all') {
      setSending(true)
      const took = await onTake()
      setSending(false)
      if (!took) return
    }
    stop()
    talks.send(conversationId, {
      id: newId(), text: draft.text.trimEnd(), attachments: draft.attachments.map((file) => file.id), visibleTo, purpose: 'service', figures: [...draft.figures],
    }, new Date().toISOString())
    setDraft(emptyDraft)
    onSent()
  }
  const inMenu = (event: KeyboardEvent): boolean => {
    if (!menu) return false
    const chosen = replies[menu.at]
    if (event.key === 'ArrowDown') setMenuAt(Math.min(menu.at + 1, replies.length - 1))
    else if (event.key === 'ArrowUp') setMenuAt(Math.max(menu.at - 1, 0))
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) pick(chosen)
    else if (event.key === 'Escape') setDismissed(draft.text)
    else return false
    return true
  }
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While a Chinese input method composes, Enter and Tab belong to it.
    if (event.nativeEvent.isComposing) return
    const plain = !event.shiftKey && !event.altKey
    if (inMenu(event)) event.preventDefault()
    else if (event.key === 'Enter' && plain) {
      event.preventDefault()
      void send()
    } else if (event.key === 'Tab' && plain && draft.text === '' && offered && visibleTo === 'all') {
      event.preventDefault()
      acceptDraft()
    } else if (event.key === 'Tab' && plain && blank) {
      event.preventDefault()
      field.current?.setSelectionRange(blank.start, blank.end)
    } else if (event.key === 'Escape') event.currentTarget.blur()
  }
  const sendLabel = visibleTo === 'staff' ? texts.saveNote : mode.may === 'take' ? texts.takeAndSend : texts.send
  const placeholder = disabled ? mode.why : visibleTo === 'staff' ? texts.notePlaceholder : texts.placeholder
  return (
    <section className={`composer ${visibleTo === 'staff' ? 'noting' : ''}`} aria-label={texts.label}>
      {menu && <ReplyMenu replies={replies} at={menu.at} menuId={menuId} onPick={pick} onPoint={setMenuAt} />}
      {mode.may === 'note' && <p className="why"><Icon name="lock" size={13} />{mode.why}</p>}
      {offered && draft.text === '' && visibleTo === 'all' && !disabled && (
        <button type="button" className="offered" onClick={acceptDraft}>
          <span><Icon name="spark" size={14} />{texts.draftReady(offered.figures.length)}</span>
          <em>{offered.text}</em>
          <span className="accept">{texts.accept} <KeyCaps keys="tab" /></span>
        </button>
      )}
      <div className="box">
        <Field
          draft={shown} field={field} placeholder={placeholder} disabled={disabled} menu={menu && replies.length > 0 ? menu : undefined} onKey={onKey} onBlur={stop}
          onText={(text) => {
            setDraft((before) => edited(before, text))
            setMenuAt(0)
            if (visibleTo === 'all' && mode.may === 'reply') typed()
          }}
          onPaste={(files) => { void upload(files) }}
        />
        {(draft.attachments.length > 0 || uploading) && (
          <ul className="files">
            {draft.attachments.map((file) => (
              <li key={file.id}>
                <Icon name={file.type.startsWith('image/') ? 'image' : 'file'} size={14} />{file.name}
                <button type="button" aria-label={texts.remove(file.name)} onClick={() => { setDraft((before) => ({ ...before, attachments: before.attachments.filter((one) => one.id !== file.id) })) }}>
                  <Icon name="close" size={12} />
                </button>
              </li>
            ))}
            {uploading && <li>{texts.uploading}</li>}
          </ul>
        )}
        <Tools
          draft={shown} sending={sending} mayReply={mode.may === 'reply' || mode.may === 'take'} disabled={disabled || empty || uploading} sendLabel={sendLabel}
          onNote={toggleNote} onAttach={() => { picker.current?.click() }} onReplies={openReplies} onSend={() => { void send() }}
        />
        <input
          ref={picker} type="file" hidden multiple accept="image/jpeg,image/png,image/webp,image/heic,application/pdf" aria-hidden="true" tabIndex={-1}
          onChange={(event) => {
            const files = [...event.target.files ?? []]
            event.target.value = ''
            void upload(files)
          }}
        />
      </div>
    </section>
  )
}
