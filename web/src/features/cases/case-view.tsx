import { type CaseDetail, getCase } from '@xinqiao/contract/cases.ts'
import { Button } from 'antd'
import type { JSX, ReactNode, Ref } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { useNow } from '../../ui/clock.ts'
import { dayShown, localDay, stampShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { DueMark } from './case-marks.tsx'
import { CaseMaterials } from './case-materials.tsx'
import { CaseMoves } from './case-moves.tsx'
import { CasePapers } from './case-papers.tsx'
import { PlanCompared } from './plan-compared.tsx'

/** One case of any kind: where it stands, what may be done, what it knows, what was done and told. */

const useTimes = () => {
  const language = useLanguage()
  const now = new Date(useNow())
  return { day: (day: string) => dayShown(day, language, localDay(now)), stamp: (at: string) => stampShown(at, language, now) }
}

const Head = ({ theCase, onCustomer }: { theCase: CaseDetail; onCustomer: (customerId: string) => void }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { day, stamp } = useTimes()
  const { kindName, stateName, owner, waitsFor, waitsForName, customer, due, openedAt } = theCase
  return (
    <header className="case-head">
      <div className="case-title"><h2>{kindName}</h2><span className="case-state">{stateName}</span>{waitsFor !== 'nobody' && <span className="case-waits">{texts.waitsFor(waitsForName)}</span>}</div>
      <p>
        <button type="button" className="case-link" onClick={() => { onCustomer(customer.id) }} aria-label={texts.toCustomer(customer.name)}><Icon name="user" size={14} />{customer.name}</button>
        <span>{texts.owner} {'queue' in owner ? texts.inQueue(owner.queue) : owner.name}</span>
        <span>{texts.openedOn(stamp(openedAt))}</span>
      </p>
      {due && <p className="case-due"><DueMark due={due} /><b>{texts.dueOn(due.limitName, day(due.day))}</b><span>{texts.basis} {due.basis}</span></p>}
    </header>
  )
}

const Part = ({ title, children }: { title: string; children: ReactNode }): JSX.Element => <section className="case-part"><h3>{title}</h3>{children}</section>

const Deadlines = ({ deadlines }: Pick<CaseDetail, 'deadlines'>): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { day } = useTimes()
  return (
    <Part title={texts.deadlines}>
      <ul>{deadlines.map((due) => <li key={`${due.limit} ${due.at}`}><b>{texts.dueOn(due.limitName, day(due.day))}</b> <DueMark due={due} /><small>{texts.basis} {due.basis}</small></li>)}</ul>
    </Part>
  )
}

const Told = ({ told }: Pick<CaseDetail, 'told'>): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { stamp } = useTimes()
  return (
    <Part title={texts.told}>
      {told.length === 0 && <p className="case-hint">{texts.toldNothing}</p>}
      <ol>{told.map(({ version, text, sent }) => <li key={version}><q>{text}</q><small className={sent ? '' : 'unsent'}>{sent ? texts.toldAt(stamp(sent.at)) : texts.toldNot}</small></li>)}</ol>
    </Part>
  )
}

const History = ({ steps }: Pick<CaseDetail, 'steps'>): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { stamp } = useTimes()
  return (
    <Part title={texts.history}>
      <ol className="case-history">
        {steps.map(({ version, at, name, toName, by }) => (
          <li key={version}><time dateTime={at}>{stamp(at)}</time><span><b>{name}</b> <Icon name="right" size={12} /> {toName}</span><small>{by.name === undefined ? by.partyName : `${by.partyName} · ${by.name}`}</small></li>
        ))}
      </ol>
    </Part>
  )
}

const Links = ({ links, onCase }: Pick<CaseDetail, 'links'> & { onCase: (caseId: string) => void }): JSX.Element => {
  const texts = useTexts(caseTexts)
  return (
    <Part title={texts.links}>
      <ul>{links.map(({ id, kindName, stateName }) => <li key={id}><button type="button" className="case-link" onClick={() => { onCase(id) }}>{kindName} · {stateName}</button></li>)}</ul>
    </Part>
  )
}

const Inside = ({ theCase, onCase, onCustomer }: { theCase: CaseDetail; onCase: (caseId: string) => void; onCustomer: (customerId: string) => void }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { facts, deadlines, materials, told, steps, links } = theCase
  return (
    <>
      <Head theCase={theCase} onCustomer={onCustomer} />
      {/* Another state has other moves: a form that was open for one of them is over. */}
      <CaseMoves key={theCase.state} theCase={theCase} />
      <div className="case-columns">
        <div>
          <CasePapers data={theCase.data} />
          <PlanCompared data={theCase.data} />
          <Part title={texts.facts}><dl>{facts.map(({ name, label, value }) => <div key={name}><dt>{label}</dt><dd>{value}</dd></div>)}</dl></Part>
          {materials.length > 0 && <Part title={texts.materials}><CaseMaterials theCase={theCase} /></Part>}
          {deadlines.length > 1 && <Deadlines deadlines={deadlines} />}
          {links.length > 0 && <Links links={links} onCase={onCase} />}
        </div>
        <div><History steps={steps} /><Told told={told} /></div>
      </div>
    </>
  )
}

/** `place` is there before the case is, so that Enter may go into it at once. */
export const CaseView = ({ caseId, place, onCase, onCustomer }: {
  caseId: string; place: Ref<HTMLElement>; onCase: (caseId: string) => void; onCustomer: (customerId: string) => void
}): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { data, error, refetch } = useAsk(getCase, { params: { caseId } })
  return (
    <article className="case-view" ref={place} tabIndex={-1} aria-label={data?.case.kindName ?? texts.title} aria-busy={!data && !error}>
      {error && !data && <p role="alert" className="case-hint">{error.message} <Button size="small" onClick={() => { void refetch() }}>{texts.again}</Button></p>}
      {data && <Inside theCase={data.case} onCase={onCase} onCustomer={onCustomer} />}
    </article>
  )
}
