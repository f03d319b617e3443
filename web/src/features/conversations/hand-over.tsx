import type { HandOver } from '@xinqiao/contract/conversations.ts'
import { type JSX, useState } from 'react'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { routingTexts } from '../../ui/catalogue/routing.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import { remember, remembered } from '../../ui/storage.ts'
import './hand-over.css'

/** What the machine hands to the person, on a few lines: why, what is asked, what is known and from where, what is missing. */

const place = 'xinqiao.hand-over.open'

const Lines = ({ title, lines }: { title: string; lines: readonly string[] }): JSX.Element | null =>
  lines.length === 0 ? null : <div><dt>{title}</dt><dd>{lines.map((line) => <span className="asked" key={line}>{line}</span>)}</dd></div>

export const HandOverCard = ({ handOver }: { handOver: HandOver }): JSX.Element => {
  const texts = useTexts(deskTexts)
  const { summary } = useTexts(routingTexts)
  const [open, setOpen] = useState(remembered(place) !== 'no')
  const toggle = (): void => {
    remember(place, open ? 'no' : 'yes')
    setOpen(!open)
  }
  const { reason, intent, mood, facts, missing, asked, done = [], promised = [], next = [] } = handOver
  const more = intent !== undefined || [facts, missing, asked, done, promised, next].some(({ length }) => length > 0)
  return (
    <section className={open ? 'hand-over open' : 'hand-over'} aria-label={texts.handOver.title}>
      <button type="button" className="hand-over-top" onClick={toggle} aria-expanded={open} title={open ? texts.handOver.hide : texts.handOver.show}>
        <Icon name="spark" size={15} />
        <strong>{texts.handOver.title}</strong>
        <span className="hand-over-reason">{reason}</span>
        {mood !== undefined && mood !== 'calm' && <span className={`tag mood ${mood}`}>{texts.moods[mood]}</span>}
        {more && <Icon name={open ? 'down' : 'right'} size={14} />}
      </button>
      {open && more && (
        <dl tabIndex={0}>
          {intent && (
            <div>
              <dt>{texts.handOver.intent}</dt>
              <dd>{intent.name} <small>{texts.handOver.confidence(`${Math.round(intent.confidence * 100)}%`)}</small></dd>
            </div>
          )}
          {facts.length > 0 && (
            <div>
              <dt>{texts.handOver.facts}</dt>
              <dd className="facts">{facts.map((fact) => <span key={fact.name} title={fact.source}><b>{fact.name}</b>{fact.value}<small>{fact.source}</small></span>)}</dd>
            </div>
          )}
          {missing.length > 0 && <div><dt>{texts.handOver.missing}</dt><dd className="missing">{missing.map((name) => <span key={name}>{name}</span>)}</dd></div>}
          {asked.length > 0 && <div><dt>{texts.handOver.asked}</dt><dd>{asked.slice(-3).map((line) => <span className="asked" key={line}>{line}</span>)}</dd></div>}
          <Lines title={summary.done} lines={done} />
          <Lines title={summary.promised} lines={promised} />
          <Lines title={summary.next} lines={next} />
        </dl>
      )}
    </section>
  )
}
