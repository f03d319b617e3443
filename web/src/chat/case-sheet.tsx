import type { CaseMaterial, MyCase } from '@xinqiao/contract/cases.ts'
import { type JSX, useState } from 'react'
import { customerOperations } from '../api/light.ts'
import { PlanCompared } from '../features/cases/plan-compared.tsx'
import { HandIn, type HandInPort } from '../features/materials/hand-in.tsx'
import { chatCaseTexts } from '../ui/catalogue/chat-cases.ts'
import { Icon } from '../ui/icons.tsx'
import { useLanguage, useTexts } from '../ui/language.ts'
import { Fact, useAnswer, Waiting } from './ask.tsx'
import { CaseMoves } from './case-moves.tsx'
import { CasePapers } from './case-papers.tsx'
import { Due, Part, Turn, useCaseNews, useTimes } from './case-parts.tsx'
import { useChat } from './chat-context.ts'
import './cases.css'

/** One request of any kind: where it stands and whose turn it is, what may be done, what it knows, what was done and told. */

const Head = ({ theCase }: { readonly theCase: MyCase }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { stamp } = useTimes()
  const { kindName, stateName, due, openedAt, role } = theCase
  return (
    <header className="case-head">
      <div className="loan-title"><h3>{kindName}</h3><Turn head={theCase} /></div>
      <p className="case-state">{stateName}</p>
      <Due head={theCase} />
      {due?.provisional === true && <p className="case-note"><Icon name="clock" />{texts.provisionalWhy}</p>}
      {role === 'guarantor' && <p className="case-note"><Icon name="shield" />{texts.guarantorNote}</p>}
      <p className="small-print">{texts.openedOn(stamp(openedAt))}{due && ` · ${texts.basis(due.basis)}`}</p>
    </header>
  )
}

const Material = ({ theCase, material, onGiven }: { readonly theCase: MyCase; readonly material: CaseMaterial; readonly onGiven: (moved: MyCase) => void }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { client } = useChat()
  const { id: kind, name, why, state, standing, open } = material
  const port: HandInPort<{ readonly case: MyCase }> = {
    begin: (body) => client.call(customerOperations.beginMyUpload, { body }),
    piece: (uploadId, from, file) => client.call(customerOperations.sendMyPiece, { params: { uploadId }, query: { from }, file }),
    give: ({ id, pages }) => client.call(customerOperations.giveMyMaterial, { params: { caseId: theCase.id }, body: { id, kind, pages: [...pages] } }),
  }
  return (
    <li className={state}>
      <Icon name={state === 'held' ? 'finish' : 'alert'} size={18} /><span><b>{name}</b><small>{standing}</small><small>{why}</small>
        {open && state === 'missing' && theCase.role === 'customer'
          && <HandIn port={port} caseId={theCase.id} kind={kind} name={name} onGiven={(answer) => { onGiven(answer.case) }} />}</span>
      <em>{texts.material[state]}</em>
    </li>
  )
}

const Materials = ({ theCase, onGiven }: { readonly theCase: MyCase; readonly onGiven: (moved: MyCase) => void }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  return <Part title={texts.materials}><ul className="case-materials">{theCase.materials.map((each) => <Material key={each.id} theCase={theCase} material={each} onGiven={onGiven} />)}</ul></Part>
}

const Steps = ({ steps, role }: Pick<MyCase, 'steps' | 'role'>): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { stamp } = useTimes()
  return (
    <Part title={texts.steps}>
      <ol className="case-steps">
        {steps.toReversed().map(({ version, at, name, toName, by }) => (
          <li key={version}>
            <b>{toName}</b>
            <span>{name} · {by.party === role ? texts.you : by.name ?? by.partyName}</span>
            <time dateTime={at}>{stamp(at)}</time>
          </li>
        ))}
      </ol>
    </Part>
  )
}

const Told = ({ told }: Pick<MyCase, 'told'>): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { stamp } = useTimes()
  return (
    <details className="case-told">
      <summary>{texts.told}<span>{texts.sum(told.length)}</span></summary>
      <ol>{told.map(({ version, text, sent }) => <li key={`${version} ${text}`}><p>{text}</p><small>{sent ? stamp(sent.at) : texts.toldNot}</small></li>)}</ol>
    </details>
  )
}

/** The newest of what the server said: what it answered to the customer's own move, or what it was asked since. */
const useMyCase = (caseId: string) => {
  const { client } = useChat()
  const language = useLanguage()
  const news = useCaseNews(client, caseId)
  const asked = useAnswer(`case ${caseId} ${language} ${news}`, (signal) => client.call(customerOperations.getMyCase, { params: { caseId }, signal }))
  const [held, hold] = useState<MyCase>()
  const told = asked.answer?.case
  if (told && told !== held && told.version >= (held?.version ?? 0)) hold(told)
  return { theCase: held, show: hold, ...asked }
}

/**
 * `movedTo`: the version that his own move made; once the case has gone on, what he did is history. `refusedIn`: the state in which he was
 * refused; while the case is still in it, the form says so itself.
 */
type Said = { readonly sentence: string; readonly movedTo?: number; readonly refusedIn?: string }

const SaidLine = ({ said, theCase: { state, version } }: { readonly said: Said | undefined; readonly theCase: MyCase }): JSX.Element | null => {
  const bad = said?.refusedIn !== undefined
  if (!said || (bad ? said.refusedIn === state : said.movedTo !== version)) return null
  return <p className={bad ? 'case-said bad' : 'case-said'} role="status"><Icon name={bad ? 'alert' : 'finish'} size={18} />{said.sentence}</p>
}

export const CaseSheet = ({ caseId }: { readonly caseId: string }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { theCase, show, refusal, again } = useMyCase(caseId)
  const [said, say] = useState<Said>()
  if (!theCase) return <Waiting refusal={refusal} again={again} />
  const { facts, materials, steps, told, role, moves } = theCase
  return (
    <article className="case" aria-label={theCase.kindName}>
      <Head theCase={theCase} />
      <SaidLine said={said} theCase={theCase} />
      <CasePapers theCase={theCase} />
      {moves.length > 0 && (
        // Another state has other moves: a form that was open for one of them is over.
        <CaseMoves
          key={theCase.state} theCase={theCase}
          onMoved={(moved, name) => {
            show(moved)
            say({ sentence: texts.moved(name), movedTo: moved.version })
          }}
          onRefused={(sentence) => {
            say({ sentence, refusedIn: theCase.state })
            again()
          }}
        />
      )}
      {materials.length > 0 && <Materials theCase={theCase} onGiven={show} />}
      <PlanCompared data={theCase.data} />
      <Part title={texts.facts}><dl className="facts">{facts.map(({ name, label, value }) => <Fact key={`${name} ${label}`} name={label}>{value}</Fact>)}</dl></Part>
      <Steps steps={steps} role={role} />
      {told.length > 0 && <Told told={told} />}
    </article>
  )
}
