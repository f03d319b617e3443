import { getWall, listFigureEvents, type Wall } from '@xinqiao/contract/insight.ts'
import { Drawer } from 'antd'
import { type JSX, useState } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { insightTexts } from '../../ui/catalogue/insight.ts'
import { routingTexts } from '../../ui/catalogue/routing.ts'
import { useTexts } from '../../ui/language.ts'
import './wall-page.css'

/** The desk at one look: who waits, who is there, what is at risk; and the day's figures beside the same weekday, each with what is behind it. */

type Figure = Wall['today']['figures'][number]
type FigureId = Figure['id']

const lookAgain = 5_000

const shares: ReadonlySet<FigureId> = new Set<FigureId>(['answered', 'solved-at-first', 'on-time'])
const spans: ReadonlySet<FigureId> = new Set<FigureId>(['first-response', 'handling'])

/** Two places of a share are whole percents. */
const percent = (value: string): string => `${Math.round(Number(value) * 100)}%`

const useShown = (): ((id: FigureId, value: string | undefined) => string) => {
  const texts = useTexts(insightTexts)
  return (id, value) => value === undefined ? texts.nothing : shares.has(id) ? percent(value) : spans.has(id) ? texts.minutes(Number(value).toFixed(1)) : Number(value).toFixed(1)
}

const Tile = ({ name, value, hot }: { name: string; value: string; hot: boolean }): JSX.Element =>
  <div className={hot ? 'tile hot' : 'tile'}><dt>{name}</dt><dd>{value}</dd></div>

const NowTiles = ({ now }: { now: Wall['now'] }): JSX.Element => {
  const texts = useTexts(insightTexts)
  const { waiting, longestMinutes, hard, deadlines, blocked } = now
  return (
    <dl className="tiles">
      <Tile name={texts.waiting} value={String(waiting)} hot={false} />
      <Tile name={texts.longest} value={texts.minutes(String(longestMinutes))} hot={longestMinutes >= 10} />
      <Tile name={texts.hard} value={String(hard)} hot={hard > 0} />
      <Tile name={texts.cases} value={String(deadlines.cases)} hot={deadlines.cases > 0} />
      <Tile name={texts.promises} value={String(deadlines.promises)} hot={deadlines.promises > 0} />
      <Tile name={texts.blocked} value={String(blocked)} hot={blocked > 0} />
    </dl>
  )
}

const Bar = ({ part, whole }: { part: number; whole: number }): JSX.Element =>
  <span className={part >= whole ? 'bar full' : 'bar'} aria-hidden="true"><i style={{ width: `${Math.min(100, (100 * part) / Math.max(1, whole))}%` }} /></span>

const People = ({ now: { colleagues } }: { now: Wall['now'] }): JSX.Element => {
  const texts = useTexts(insightTexts)
  const { duty } = useTexts(routingTexts)
  if (colleagues.length === 0) return <p className="nothing">{texts.noPeople}</p>
  return (
    <ul className="people">
      {colleagues.map(({ staffId, name, gradeName, state, load, capacity, talks, skills }) => (
        <li key={staffId}>
          <i className={`dot ${state}`} /><b>{name}</b><span>{gradeName} · {duty[state]}</span>
          <Bar part={load} whole={capacity} /><span className="load">{texts.load(load, capacity)} · {texts.talks(talks)}</span>
          <small>{skills.map((skill) => skill.name).join(' · ')}</small>
        </li>
      ))}
    </ul>
  )
}

const Queues = ({ now: { queues, waiting } }: { now: Wall['now'] }): JSX.Element => {
  const texts = useTexts(insightTexts)
  if (queues.length === 0) return <p className="nothing">{texts.noQueues}</p>
  return <ul className="queues">{queues.map(({ skill, name, waiting: count }) => <li key={skill}><span>{name}</span><Bar part={count} whole={waiting} /><b>{count}</b></li>)}</ul>
}

const FigureCard = ({ figure, before, onOpen }: { figure: Figure; before: Figure | undefined; onOpen: () => void }): JSX.Element => {
  const texts = useTexts(insightTexts)
  const shown = useShown()
  const { id, value, nine, of } = figure
  return (
    <article className="figure">
      <h3>{texts.figures[id]}</h3>
      <p className="value">{shown(id, value)}</p>
      <p className="more">{texts.of(of)}{nine !== undefined && ` · ${texts.nine(Number(nine).toFixed(1))}`}</p>
      <p className="before">{texts.weekBefore} {shown(id, before?.value)} <small>{texts.of(before?.of ?? 0)}</small></p>
      <p className="definition">{texts.definitions[id]}</p>
      <button type="button" onClick={onOpen} disabled={of === 0} aria-label={`${texts.behind}: ${texts.figures[id]}`}>{texts.behind}</button>
    </article>
  )
}

const Events = ({ id, day, onClose, onConversation }: { id: FigureId; day: string; onClose: () => void; onConversation: (conversationId: string) => void }): JSX.Element => {
  const texts = useTexts(insightTexts)
  const { close } = useTexts(deskTexts)
  const shown = useShown()
  const { data } = useAsk(listFigureEvents, { params: { figure: id }, query: { day } })
  return (
    <Drawer open title={texts.eventsTitle(texts.figures[id], day)} onClose={onClose} size={420} closable={{ 'aria-label': close }}>
      <p>{texts.definitions[id]}</p>
      <ul className="figure-events">
        {data?.counted.map(({ conversationId, value }) => (
          <li key={conversationId}>
            <button type="button" onClick={() => { onConversation(conversationId) }} title={texts.open}>{conversationId.slice(0, 8)}</button><span>{shown(id, value)}</span>
          </li>
        ))}
      </ul>
    </Drawer>
  )
}

export const WallPage = ({ onConversation }: { onConversation: (conversationId: string) => void }): JSX.Element => {
  const texts = useTexts(insightTexts)
  const { failed } = useTexts(deskTexts)
  const [opened, setOpened] = useState<FigureId>()
  const { data, error } = useAsk(getWall, {}, { refetchInterval: lookAgain })
  if (!data) return <main className="wall" aria-busy={!error}>{error && <p role="alert">{error.message === '' ? failed : error.message}</p>}</main>
  const { now, today, before } = data
  return (
    <main className="wall">
      <h1>{texts.title}</h1>
      <section aria-label={texts.now}><NowTiles now={now} /></section>
      <div className="halves">
        <section aria-label={texts.queues}><h2>{texts.queues}</h2><Queues now={now} /></section>
        <section aria-label={texts.people}><h2>{texts.people}</h2><People now={now} /></section>
      </div>
      <section aria-label={texts.day(today.day)}>
        <h2>{texts.day(today.day)} <small>{texts.before(before.day)}</small></h2>
        <div className="figures">
          {today.figures.map((figure) =>
            <FigureCard key={figure.id} figure={figure} before={before.figures.find(({ id }) => id === figure.id)} onOpen={() => { setOpened(figure.id) }} />)}
        </div>
      </section>
      {opened !== undefined && <Events id={opened} day={today.day} onClose={() => { setOpened(undefined) }} onConversation={onConversation} />}
    </main>
  )
}
