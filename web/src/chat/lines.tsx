import type { MessageEntry } from '@xinqiao/contract/conversations.ts'
import { maskText } from '@xinqiao/core/compliance/mask.ts'
import { type JSX, memo, useMemo } from 'react'
import type { Outgoing } from '../api/talk-state.ts'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { clockShown, dayShown, daysBetween, localDay } from '../ui/format.ts'
import { BridgeMark, Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { AttachmentView } from './attachments.tsx'
import { CaseOfferCard } from './case-offer-card.tsx'
import { useChat } from './chat-context.ts'
import { useToday } from './chat-hooks.ts'
import { MessageText } from './message-text.tsx'
import type { Delivery, Row } from './timeline.ts'

/** The rows of the conversation. */

const Moment = ({ at }: { readonly at: string }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const shownLanguage = useLanguage()
  const today = useToday()
  const day = localDay(new Date(at))
  const ago = daysBetween(day, today)
  const name = ago === 0 ? texts.today : ago === 1 ? texts.yesterday : dayShown(day, shownLanguage, today)
  return <li className="moment"><time dateTime={at}>{name} {clockShown(at, shownLanguage)}</time></li>
}

const Happening = ({ entry }: { readonly entry: Extract<Row, { readonly row: 'happening' }>['entry'] }): JSX.Element | null => {
  const texts = useTexts(chatTexts)
  const shownLanguage = useLanguage()
  const { happening } = entry
  // What becomes of a blocked message is told to the desk alone.
  if (happening === 'release-asked' || happening === 'released' || happening === 'release-refused') return null
  const own = happening === 'taken' && entry.by.name !== undefined ? texts.takenBy(entry.by.name) : texts.happenings[happening]
  return <li className="happening"><span>{shownLanguage === 'zh' ? entry.text ?? own : own}</span></li>
}

const Speaker = ({ author }: { readonly author: MessageEntry['author'] }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const machine = author.kind === 'machine' || author.kind === 'system'
  return (
    <p className="speaker">
      <span>{author.name ?? (machine ? texts.machine : texts.deskSide)}</span>
      <span className={machine ? 'tag' : 'tag person'}>{machine ? texts.machineTag : texts.personTag}</span>
    </p>
  )
}

const Face = ({ author }: { readonly author: MessageEntry['author'] }): JSX.Element => (
  <span className={author.kind === 'agent' ? 'face person' : 'face'} aria-hidden="true">
    {author.kind === 'agent' ? (author.name ?? '').slice(0, 1) || <Icon name="headset" size={20} /> : <BridgeMark size={32} />}
  </span>
)

const Basis = ({ articles }: { readonly articles: MessageEntry['body']['articles'] }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { show } = useChat()
  return (
    <ul className="basis" aria-label={texts.basedOn}>
      {articles.map(({ articleId, version, title }) => (
        <li key={articleId}>
          <button type="button" onClick={() => { show({ view: 'article', articleId, version }) }}><Icon name="book" />{title}</button>
        </li>
      ))}
    </ul>
  )
}

/** A notice of a case leads to it. */
const ToCase = ({ caseId }: { readonly caseId: string }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { show } = useChat()
  return <p className="basis"><button type="button" onClick={() => { show({ view: 'case', caseId }) }}><Icon name="table" />{texts.toCase}</button></p>
}

const DeliveryMark = ({ delivery }: { readonly delivery: Delivery }): JSX.Element => {
  const texts = useTexts(chatTexts)
  return <p className={`delivery ${delivery}`}><Icon name={delivery === 'sent' ? 'check' : 'checks'} size={14} />{texts[delivery]}</p>
}

const Message = memo(({ entry, leads, delivery, isLastOffer }: { readonly entry: MessageEntry; readonly leads: boolean; readonly isLastOffer: boolean; readonly delivery: Delivery | undefined }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { author, body, at } = entry
  const own = author.kind === 'customer'
  // What stands on a phone is read over its owner’s shoulder: his numbers are covered once they have arrived.
  const shown = useMemo(() => (own ? { ...body, text: maskText(body.text) } : body), [own, body])
  return (
    <li className={`line ${own ? 'own' : author.kind}${leads ? ' leads' : ''}`}>
      {leads && !own && <Face author={author} />}
      <div className="said">
        {leads && (own ? <span className="unseen">{texts.you}</span> : <Speaker author={author} />)}
        {body.text !== '' && <div className="bubble"><MessageText body={shown} /></div>}
        {body.attachments.map((attachment) => <AttachmentView key={attachment.id} attachment={attachment} />)}
        {body.articles.length > 0 && <Basis articles={body.articles} />}
        {body.caseOffer && <CaseOfferCard messageKey={entry.id} offer={body.caseOffer} isLast={isLastOffer} />}
        {body.caseId !== undefined && <ToCase caseId={body.caseId} />}
        <time className="unseen" dateTime={at}>{at.slice(11, 16)}</time>
        {delivery && <DeliveryMark delivery={delivery} />}
      </div>
    </li>
  )
})

const Unsent = ({ outgoing, offline, onEdit }: { readonly outgoing: Outgoing; readonly offline: boolean; readonly onEdit: (text: string) => void }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { client: { talks } } = useChat()
  const { message: { id }, state, refusal } = outgoing
  if (state === 'accepted') return <DeliveryMark delivery="sent" />
  if (state === 'waiting') return <p className="delivery"><Icon name="clock" size={14} />{offline ? texts.willSend : texts.sending}</p>
  return (
    <div className="not-sent" role="alert">
      <p><Icon name="alert" size={16} />{texts.notSent} · {refusal?.sentence}</p>
      <button type="button" onClick={() => { talks.retry(id) }}>{texts.retry}</button>
      <button type="button" onClick={() => { onEdit(talks.withdraw(id)?.message.text ?? '') }}>{texts.edit}</button>
    </div>
  )
}

const OutgoingLine = ({ outgoing, leads, offline, onEdit }: {
  readonly outgoing: Outgoing; readonly leads: boolean; readonly offline: boolean; readonly onEdit: (text: string) => void
}): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { client: { files } } = useChat()
  const { text, attachments } = outgoing.message
  const known = useMemo(() => attachments.map((id) => files.info(id)).filter((info) => info !== undefined), [attachments, files])
  return (
    <li className={`line own ${outgoing.state}${leads ? ' leads' : ''}`}>
      <div className="said">
        {leads && <span className="unseen">{texts.you}</span>}
        {text !== '' && <div className="bubble"><p className="message-text">{text}</p></div>}
        {known.map((attachment) => <AttachmentView key={attachment.id} attachment={attachment} />)}
        {known.length < attachments.length && <p className="file"><Icon name="clip" />{texts.attachmentsWaiting(attachments.length - known.length)}</p>}
        <Unsent outgoing={outgoing} offline={offline} onEdit={onEdit} />
      </div>
    </li>
  )
}

/** What was offered before is offered no more: the customer has said something else since. */
const lastOffer = (rows: readonly Row[]): string | undefined => {
  const row = rows.findLast((one) => one.row === 'message' && one.entry.body.caseOffer !== undefined)
  return row?.row === 'message' ? row.entry.id : undefined
}

export const Lines = ({ rows, offline, onEdit }: { readonly rows: readonly Row[]; readonly offline: boolean; readonly onEdit: (text: string) => void }): JSX.Element => (
  <ol className="lines">
    {rows.map((row) => {
      if (row.row === 'moment') return <Moment key={row.key} at={row.at} />
      if (row.row === 'happening') return <Happening key={row.key} entry={row.entry} />
      if (row.row === 'message') return <Message key={row.key} entry={row.entry} leads={row.leads} delivery={row.delivery} isLastOffer={row.entry.id === lastOffer(rows)} />
      return <OutgoingLine key={row.key} outgoing={row.outgoing} leads={row.leads} offline={offline} onEdit={onEdit} />
    })}
  </ol>
)
