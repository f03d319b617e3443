import type { AttachmentInfo, Entry, MessageEntry } from '@xinqiao/contract/conversations.ts'
import { readDeskAttachment } from '@xinqiao/contract/chat.ts'
import { Button } from 'antd'
import { type JSX, memo, type ReactNode, useState } from 'react'
import { addressOf } from '../../api/call.ts'
import type { Outgoing } from '../../api/talk-state.ts'
import { type DeskTexts, deskTexts } from '../../ui/catalogue/desk.ts'
import { clockShown, dayShown, localDay, sizeShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { type Language, useLanguage, useTexts } from '../../ui/language.ts'
import { useOpeners } from '../../ui/sources.tsx'
import { GateNote } from './gate-note.tsx'
import { ModelNote } from './model-note.tsx'
import { MessageText } from './message-text.tsx'
import { isCovered, Uncover } from './uncover.tsx'
import './entries.css'

/** What was said and what happened, in order. */

/** How far the other side is: for the desk's messages, the customer's delivered and read marks. */
export type CustomerMarks = { readonly delivered: number; readonly read: number }

/** Takes a message back; resolves when it is known whether that was still possible. */
export type Retract = (entry: MessageEntry) => Promise<void>

type Side = 'customer' | 'machine' | 'agent' | 'note'

const sideOf = (entry: MessageEntry): Side => entry.visibleTo === 'staff' ? 'note' : entry.author.kind === 'system' ? 'machine' : entry.author.kind

const sameVoice = (one: Entry | undefined, other: Entry): boolean =>
  one?.kind === 'message' && other.kind === 'message' && sideOf(one) === sideOf(other) && one.author.staffId === other.author.staffId
  && Date.parse(other.at) - Date.parse(one.at) < 3 * 60_000

const dayName = (at: string, texts: DeskTexts['conversation'], language: Language): string => {
  const day = localDay(new Date(at))
  const now = new Date()
  if (day === localDay(now)) return texts.today
  if (day === localDay(new Date(now.getTime() - 86_400_000))) return texts.yesterday
  return dayShown(day, language, localDay(now))
}

const Attachment = ({ file }: { file: AttachmentInfo }): JSX.Element => {
  const address = addressOf(readDeskAttachment, { params: { attachmentId: file.id } })
  const picture = file.type.startsWith('image/') && file.type !== 'image/heic'
  return (
    <a className={picture ? 'attachment picture' : 'attachment'} href={address} target="_blank" rel="noreferrer">
      {picture && <img src={address} alt={file.name} loading="lazy" />}
      <span><Icon name={picture ? 'image' : 'file'} size={14} />{file.name}<small>{sizeShown(file.size)}</small></span>
    </a>
  )
}

const Articles = ({ articles }: { articles: MessageEntry['body']['articles'] }): JSX.Element | null => {
  const texts = useTexts(deskTexts).message
  const { openArticle } = useOpeners()
  if (articles.length === 0) return null
  return (
    <p className="based-on">
      {texts.basedOn}
      {articles.map(({ articleId, version, title }) => (
        <button type="button" className="link" key={articleId} onClick={() => { openArticle?.(articleId, version) }}><Icon name="book" size={13} />{title}</button>
      ))}
    </p>
  )
}

const Delivery = ({ seq, marks, children }: { seq: number; marks: CustomerMarks; children?: ReactNode }): JSX.Element => {
  const texts = useTexts(deskTexts).message
  if (marks.read >= seq) return <span className="delivery read"><Icon name="checks" size={14} />{texts.read}</span>
  if (marks.delivered >= seq) return <span className="delivery"><Icon name="checks" size={14} />{texts.delivered}</span>
  return <span className="delivery"><Icon name="check" size={14} />{texts.sent}{children}</span>
}

/** What is said below a message of the desk: how far it came, that it was taken back, or that it still can be. */
const Fate = ({ entry, last, marks, onRetract }: { entry: MessageEntry; last: boolean; marks: CustomerMarks; onRetract: Retract | undefined }): JSX.Element | null => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const [asked, setAsked] = useState(false)
  const { retracted } = entry
  if (retracted) {
    return <span className="delivery"><Icon name="back" size={13} />{texts.message.retracted(retracted.by.name ?? texts.authors[retracted.by.kind], clockShown(retracted.at, language))}</span>
  }
  if (!onRetract) return last ? <Delivery seq={entry.seq} marks={marks} /> : null
  const retract = async (): Promise<void> => {
    setAsked(true)
    await onRetract(entry)
    setAsked(false)
  }
  return (
    <Delivery seq={entry.seq} marks={marks}>
      <Button type="link" size="small" title={texts.message.retractHint} loading={asked} onClick={() => { void retract() }}>{texts.message.retract}</Button>
    </Delivery>
  )
}

const Voice = ({ side, name }: { side: Side; name: string }): JSX.Element => (
  <span className="voice">
    {side === 'machine' && <Icon name="bot" size={14} />}
    {side === 'note' && <Icon name="lock" size={13} />}
    {name}
  </span>
)

const Bubble = ({ side, head, children, foot, seq, retracted = false }: { side: Side; head: ReactNode; children: ReactNode; foot: ReactNode; seq?: number; retracted?: boolean }): JSX.Element => (
  <div className={retracted ? `said ${side} retracted` : `said ${side}`} data-seq={seq}>
    {head}
    {retracted ? <del className="bubble">{children}</del> : <div className="bubble">{children}</div>}
    {foot}
  </div>
)

const Message = memo(({ entry, follows, last, marks, customerName, onRetract }: {
  entry: MessageEntry; follows: boolean; last: boolean; marks: CustomerMarks; customerName: string; onRetract: Retract | undefined
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const side = sideOf(entry)
  const name = side === 'customer' ? customerName : entry.author.name ?? texts.authors[entry.author.kind]
  const ours = side === 'agent' || side === 'machine'
  return (
    <Bubble
      side={side} seq={entry.seq}
      retracted={entry.retracted !== undefined}
      head={!follows && (
        <header>
          <Voice side={side} name={side === 'note' ? `${name} · ${texts.message.note}` : name} />
          {entry.purpose !== 'service' && <span className="purpose">{texts.message.purposes[entry.purpose]}</span>}
          <time dateTime={entry.at}>{clockShown(entry.at, language)}</time>
        </header>
      )}
      foot={side === 'customer' ? isCovered(entry.body.text) && <Uncover seq={entry.seq} /> : ours && (
        <>
          {entry.gate && <GateNote gate={entry.gate} />}
          {entry.byModel && <ModelNote use={entry.byModel} />}
          <Fate entry={entry} last={last} marks={marks} onRetract={onRetract} />
        </>
      )}
    >
      {entry.body.text !== '' && <MessageText body={entry.body} />}
      {entry.body.attachments.map((file) => <Attachment key={file.id} file={file} />)}
      {entry.body.choices.length > 0 && <p className="choices">{entry.body.choices.map(({ label }) => <span key={label}>{label}</span>)}</p>}
      <Articles articles={entry.body.articles} />
    </Bubble>
  )
})

const Happening = memo(({ entry }: { entry: Extract<Entry, { readonly kind: 'happening' }> }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const who = entry.by.name ?? (entry.by.kind === 'system' ? undefined : texts.authors[entry.by.kind])
  return (
    <div className={`happening ${entry.happening}`} data-seq={entry.seq}>
      <p>
        {who === undefined ? texts.happenings[entry.happening] : texts.by(texts.happenings[entry.happening], who)}
        <time dateTime={entry.at}>{clockShown(entry.at, language)}</time>
      </p>
      {entry.reason !== undefined && <p className="reason">{entry.reason}</p>}
    </div>
  )
})

/** A message that is not yet known to be kept: visible at once, with what is the matter and what can be done. */
const Unsent = ({ outgoing, onRetry, onChange }: { outgoing: Outgoing; onRetry: () => void; onChange: () => void }): JSX.Element => {
  const texts = useTexts(deskTexts).message
  const { message, state, refusal } = outgoing
  return (
    <Bubble
      side={message.visibleTo === 'staff' ? 'note' : 'agent'} head={null}
      foot={state === 'refused'
        ? (
          <span className="delivery refused" role="alert">
            <Icon name="alert" size={14} />{texts.refused}: {refusal?.sentence}
            <Button type="link" size="small" onClick={onRetry}>{texts.again}</Button>
            <Button type="link" size="small" onClick={onChange}>{texts.change}</Button>
          </span>
        )
        : <span className="delivery"><Icon name="clock" size={13} />{state === 'accepted' ? texts.accepted : texts.waiting}</span>}
    >
      <MessageText body={{ text: message.text, figures: message.figures, terms: [] }} />
    </Bubble>
  )
}

export const Entries = ({ entries, outgoing, marks, customerName, mayRetract, onRetract, onRetry, onChange }: {
  entries: readonly Entry[]; outgoing: readonly Outgoing[]; marks: CustomerMarks; customerName: string
  mayRetract: (entry: MessageEntry) => boolean; onRetract: Retract; onRetry: (messageId: string) => void; onChange: (messageId: string) => void
}): JSX.Element => {
  const texts = useTexts(deskTexts).conversation
  const language = useLanguage()
  const lastOurs = entries.findLast((entry) => entry.kind === 'message' && (sideOf(entry) === 'agent' || sideOf(entry) === 'machine'))?.seq
  const shown: ReactNode[] = []
  let before: Entry | undefined
  for (const entry of entries) {
    const day = dayName(entry.at, texts, language)
    if (!before || dayName(before.at, texts, language) !== day) shown.push(<p className="day" key={`day ${day}`}><span>{day}</span></p>)
    shown.push(entry.kind === 'happening'
      ? <Happening key={entry.seq} entry={entry} />
      : (
        <Message
          key={entry.seq} entry={entry} follows={sameVoice(before, entry)} last={entry.seq === lastOurs} marks={marks} customerName={customerName}
          onRetract={mayRetract(entry) ? onRetract : undefined}
        />
      ))
    before = entry
  }
  return (
    <>
      {shown}
      {outgoing.map((one) => (
        <Unsent key={one.message.id} outgoing={one} onRetry={() => { onRetry(one.message.id) }} onChange={() => { onChange(one.message.id) }} />
      ))}
    </>
  )
}
