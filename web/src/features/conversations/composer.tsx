import { type HandOver, maximumTextLength } from '@xinqiao/contract/conversations.ts'
import { Button, Select, Tooltip } from 'antd'
import { type JSX, type KeyboardEvent, type RefObject, useId, useLayoutEffect, useRef, useState } from 'react'
import { useMay } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { gateTexts } from '../../ui/catalogue/gate.ts'
import { Icon } from '../../ui/icons.tsx'
import { KeyCaps } from '../../ui/key-caps.tsx'
import { useTexts } from '../../ui/language.ts'
import { type ComposerProps, useComposition } from './composition.ts'
import { type Draft, edited } from './draft.ts'
import { Findings, ReasonField } from './findings.tsx'
import { type Judging, marksIn } from './judging.ts'
import { PromiseAdvice } from './promises.tsx'
import { ReplyMenu, type SavedReply, useReplies } from './saved-replies.tsx'
import { ToneAdvice } from './tone-advice.tsx'
import './composer.css'

/** What follows a slash at the beginning of the text: the search for a saved reply. */
const replySearch = (text: string): string | undefined => /^\/([^\n]{0,40})$/.exec(text)?.[1]

const tallest = 220

const fit = (area: HTMLTextAreaElement): void => {
  area.style.height = 'auto'
  area.style.height = `${Math.min(area.scrollHeight, tallest)}px`
}

const Field = ({ draft, findings, field, placeholder, disabled, menu, onText, onKey, onBlur, onPaste }: {
  draft: Draft; findings: Judging['findings']; field: RefObject<HTMLTextAreaElement | null>; placeholder: string; disabled: boolean
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
        {marksIn(draft.text, draft.figures, findings).map(({ at, text, sourced, found }) => {
          const shown = sourced ? <mark key={at}>{text}</mark> : text
          return found === undefined ? shown : <span key={at} className={`found ${found}`}>{shown}</span>
        })}
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

/** Only what his role may: a collector collects, everybody may offer, within the limits that the server keeps. */
const PurposeChoice = ({ purpose, onPurpose }: { purpose: Draft['purpose']; onPurpose: (purpose: Draft['purpose']) => void }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const may = useMay()
  const purposes: readonly Draft['purpose'][] = may('collection.contact') ? ['service', 'collection', 'marketing'] : ['service', 'marketing']
  return (
    <Select
      size="small" variant="borderless" popupMatchSelectWidth={false} className={purpose === 'service' ? 'purpose-choice' : 'purpose-choice other'}
      aria-label={texts.composer.purpose} value={purpose} onChange={onPurpose} options={purposes.map((value) => ({ value, label: texts.message.purposes[value] }))}
    />
  )
}

const Tools = ({ draft, sending, mayReply, onPurpose, onNote, onAttach, onReplies, onSend, sendLabel, disabled }: {
  draft: Draft; sending: boolean; mayReply: boolean; onPurpose: (purpose: Draft['purpose']) => void; onNote: () => void; onAttach: () => void; onReplies: () => void; onSend: () => void
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
      {mayReply && !note && <PurposeChoice purpose={draft.purpose} onPurpose={onPurpose} />}
      <span className="tools-say" aria-live="polite">
        {over > 0 ? <b>{texts.tooLong(over)}</b> : draft.figures.length > 0 ? texts.sourced(draft.figures.length) : ''}
      </span>
      <Button type="primary" size="small" loading={sending} disabled={disabled || over > 0} onClick={onSend} icon={<Icon name={note ? 'lock' : 'send'} size={14} />}>{sendLabel}</Button>
    </div>
  )
}

const Files = ({ files, uploading, onRemove }: { files: Draft['attachments']; uploading: boolean; onRemove: (id: string) => void }): JSX.Element | null => {
  const texts = useTexts(deskTexts).composer
  if (files.length === 0 && !uploading) return null
  return (
    <ul className="files">
      {files.map((file) => (
        <li key={file.id}>
          <Icon name={file.type.startsWith('image/') ? 'image' : 'file'} size={14} />{file.name}
          <button type="button" aria-label={texts.remove(file.name)} onClick={() => { onRemove(file.id) }}><Icon name="close" size={12} /></button>
        </li>
      ))}
      {uploading && <li>{texts.uploading}</li>}
    </ul>
  )
}

const FilePicker = ({ picker, onFiles }: { picker: RefObject<HTMLInputElement | null>; onFiles: (files: readonly File[]) => void }): JSX.Element => (
  <input
    ref={picker} type="file" hidden multiple accept="image/jpeg,image/png,image/webp,image/heic,application/pdf" aria-hidden="true" tabIndex={-1}
    onChange={(event) => {
      const files = [...event.target.files ?? []]
      // The same file may be chosen again after it was taken out.
      event.target.value = ''
      onFiles(files)
    }}
  />
)

const Offered = ({ offered, onAccept }: { offered: NonNullable<HandOver['draft']>; onAccept: () => void }): JSX.Element => {
  const texts = useTexts(deskTexts).composer
  return (
    <button type="button" className="offered" onClick={onAccept}>
      <span><Icon name="spark" size={14} />{texts.draftReady(offered.figures.length)}</span>
      <em>{offered.text}</em>
      <span className="accept">{texts.accept} <KeyCaps keys="tab" /></span>
    </button>
  )
}

/** The saved replies that a slash opens: which are found, which is pointed at, and the keys that move in them. */
const useReplyMenu = ({ customerId, intent }: ComposerProps, text: string, pick: (reply: SavedReply) => void) => {
  const [at, point] = useState(0)
  const [dismissed, setDismissed] = useState('')
  const id = useId()
  const search = text === dismissed ? undefined : replySearch(text)
  const replies = useReplies(customerId, intent, search)
  const now = Math.min(at, Math.max(0, replies.length - 1))
  const open = search !== undefined
  /** True where the key was the menu's. */
  const onKey = (event: KeyboardEvent): boolean => {
    const chosen = replies[now]
    if (!open) return false
    if (event.key === 'ArrowDown') point(Math.min(now + 1, replies.length - 1))
    else if (event.key === 'ArrowUp') point(Math.max(now - 1, 0))
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) pick(chosen)
    else if (event.key === 'Escape') setDismissed(text)
    else return false
    return true
  }
  return { id, open, replies, at: now, point, onKey, reopen: () => { setDismissed('') } }
}

/** What the check says of the text, and what it asks for where the text was to be sent. */
const Checked = ({ writing }: { writing: ReturnType<typeof useComposition> }): JSX.Element => {
  const texts = useTexts(gateTexts)
  const { judging, keeping, field, draft, taking } = writing
  const { asking, ask, attachedSay } = keeping
  const back = (): void => {
    ask(undefined, draft.text)
    field.current?.focus()
  }
  return (
    <>
      <Findings
        judging={judging} onUse={keeping.replace} onAttach={keeping.attach}
        onShow={({ start, end }) => {
          field.current?.focus()
          field.current?.setSelectionRange(start, end)
        }}
      />
      {attachedSay !== undefined && <p className="attached-say" role="status">{attachedSay}</p>}
      {asking === 'change' && <p className="blocked-say" role="alert">{texts.blocked}</p>}
      {asking === 'reason' && <ReasonField label={texts.why} hint={texts.whyHint} action={texts.sendAnyway} busy={taking} onGiven={(reason) => { void writing.send(reason) }} onBack={back} />}
      {asking === 'release' && <ReasonField label={texts.release} hint={texts.releaseHint} action={texts.askRelease} busy={taking} onGiven={(reason) => { void writing.askForRelease(reason) }} onBack={back} />}
    </>
  )
}

export const Composer = (props: ComposerProps): JSX.Element => {
  const { mode, offered } = props
  const texts = useTexts(deskTexts).composer
  const writing = useComposition(props)
  const { draft, setDraft, visibleTo, field, picker } = writing
  const menu = useReplyMenu(props, draft.text, (reply) => { writing.put({ text: reply.text, figures: [] }, { start: 0, end: draft.text.length }) })
  const shown: Draft = { ...draft, visibleTo }
  const disabled = mode.may === 'nothing'
  const canAccept = offered !== undefined && draft.text === '' && visibleTo === 'all' && !disabled
  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    // While a Chinese input method composes, Enter and Tab belong to it.
    if (event.nativeEvent.isComposing) return
    const plain = !event.shiftKey && !event.altKey
    if (menu.onKey(event)) event.preventDefault()
    else if (event.key === 'Enter' && plain) {
      event.preventDefault()
      void writing.send()
    } else if (event.key === 'Tab' && plain && canAccept) {
      event.preventDefault()
      writing.acceptDraft()
    } else if (event.key === 'Tab' && plain && writing.blank) {
      event.preventDefault()
      field.current?.setSelectionRange(writing.blank.start, writing.blank.end)
    } else if (event.key === 'Escape') event.currentTarget.blur()
  }
  const onText = (text: string): void => {
    setDraft((before) => edited(before, text))
    menu.point(0)
    if (visibleTo === 'all' && mode.may === 'reply') writing.typed()
  }
  const openReplies = (): void => {
    menu.reopen()
    writing.openReplies()
  }
  return (
    <section className={`composer ${visibleTo === 'staff' ? 'noting' : ''}`} aria-label={texts.label}>
      {menu.open && <ReplyMenu replies={menu.replies} at={menu.at} menuId={menu.id} onPick={(reply) => { writing.put({ text: reply.text, figures: [] }, { start: 0, end: draft.text.length }) }} onPoint={menu.point} />}
      {mode.may === 'note' && <p className="why"><Icon name="lock" size={13} />{mode.why}</p>}
      {canAccept && <Offered offered={offered} onAccept={writing.acceptDraft} />}
      <div className="box">
        <Field
          draft={shown} findings={writing.judging.findings} field={field} disabled={disabled} menu={menu.open && menu.replies.length > 0 ? menu : undefined} onText={onText} onKey={onKey} onBlur={writing.stop}
          placeholder={disabled ? mode.why : visibleTo === 'staff' ? texts.notePlaceholder : texts.placeholder} onPaste={(files) => { void writing.upload(files) }}
        />
        {visibleTo === 'all' && !menu.open && (
          <ToneAdvice
            text={draft.text} mood={props.mood} onInsert={(phrase, at) => { writing.put({ text: phrase, figures: [] }, at) }}
            onShow={({ start, end }) => {
              field.current?.focus()
              field.current?.setSelectionRange(start, end)
            }}
          />
        )}
        {!menu.open && <PromiseAdvice promises={writing.promises} />}
        {!menu.open && <Checked writing={writing} />}
        <Files
          files={draft.attachments} uploading={writing.uploading}
          onRemove={(id) => { setDraft((before) => ({ ...before, attachments: before.attachments.filter((one) => one.id !== id) })) }}
        />
        {!disabled && <Tools
          draft={shown} sending={writing.taking} mayReply={mode.may === 'reply' || mode.may === 'take'} disabled={!writing.ready}
          sendLabel={visibleTo === 'staff' ? texts.saveNote : mode.may === 'take' ? texts.takeAndSend : texts.send}
          onPurpose={(purpose) => { setDraft((before) => ({ ...before, purpose })) }}
          onNote={writing.toggleNote} onAttach={() => { picker.current?.click() }} onReplies={openReplies} onSend={() => { void writing.send() }}
        />}
        <FilePicker picker={picker} onFiles={(files) => { void writing.upload(files) }} />
      </div>
    </section>
  )
}
