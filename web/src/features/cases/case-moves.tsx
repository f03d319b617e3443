import { useQueryClient } from '@tanstack/react-query'
import { type CaseDetail, getCase, listCases, moveCase, takeCase } from '@xinqiao/contract/cases.ts'
import { App, Button } from 'antd'
import { type JSX, useState } from 'react'
import type { CallAnswer } from '../../api/call.ts'
import { useMay, useSession } from '../../api/staff-session.ts'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { useTexts } from '../../ui/language.ts'
import { CaseForm } from './case-form.tsx'
import type { Values } from './case-input.ts'
import { useSending } from './sending.ts'

/** What may be done with a case now: by this person at once or by a form, by others with whom to ask. */

type Move = CaseDetail['moves'][number]

/** Shows the case as it is after a move, and has the lists read anew. */
export const useShowCase = (): ((answer: CallAnswer<typeof getCase>) => void) => {
  const queries = useQueryClient()
  return (answer) => {
    queries.setQueryData([getCase.id, { params: { caseId: answer.case.id } }], answer)
    void queries.invalidateQueries({ queryKey: [listCases.id] })
  }
}

/** What somebody else did meanwhile is shown beside the sentence that refused. */
const useReadAgain = (caseId: string): (() => void) => {
  const queries = useQueryClient()
  return () => { for (const queryKey of [[getCase.id, { params: { caseId } }], [listCases.id]]) void queries.invalidateQueries({ queryKey }) }
}

const TakeButton = ({ caseId }: { caseId: string }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { call } = useSession()
  const { busy, refusal, send } = useSending()
  const show = useShowCase()
  const readAgain = useReadAgain(caseId)
  const take = async (): Promise<void> => {
    const answer = await send((key) => call(takeCase, { params: { caseId }, body: { key } }))
    if (answer) show(answer)
    else readAgain()
  }
  return <><Button type="primary" loading={busy} onClick={() => { void take() }}>{texts.take}</Button>{refusal && <p className="case-why" role="alert">{refusal.sentence}</p>}</>
}

const MoveForm = ({ caseId, move, onDone }: { caseId: string; move: Move; onDone: () => void }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const { call } = useSession()
  const { message } = App.useApp()
  const { busy, refusal, send } = useSending()
  const show = useShowCase()
  const readAgain = useReadAgain(caseId)
  const make = async (input: Values): Promise<void> => {
    const answer = await send((key) => call(moveCase, { params: { caseId }, body: { key, move: move.move, input } }))
    if (!answer) {
      readAgain()
      return
    }
    onDone()
    show(answer)
    void message.success(texts.moved(move.name))
  }
  return (
    <section className="move-form">
      <h4>{move.name}</h4>
      <CaseForm title={move.name} fields={move.fields} action={texts.send} leave={texts.cancel} busy={busy} refusal={refusal} onSend={(input) => { void make(input) }} onLeave={onDone} />
    </section>
  )
}

export const CaseMoves = ({ theCase: { id, moves, owner, waitsFor } }: { theCase: CaseDetail }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const may = useMay()('case.work')
  const [open, setOpen] = useState<string>()
  const own = moves.filter(({ refused }) => !refused)
  const others = moves.filter(({ refused }) => refused)
  const opened = own.find(({ move }) => move === open)
  const takeable = may && 'queue' in owner && waitsFor !== 'nobody'
  return (
    <section className="case-moves" aria-label={texts.nextSteps}>
      <h3>{texts.nextSteps}</h3>
      {moves.length === 0 && !takeable && <p className="case-hint">{texts.noMoves}</p>}
      <div className="move-buttons">
        {takeable && <TakeButton caseId={id} />}
        {own.map(({ move, name }) => <Button key={move} aria-expanded={move === open} onClick={() => { setOpen(move === open ? undefined : move) }}>{name}</Button>)}
      </div>
      {opened && <MoveForm key={opened.move} caseId={id} move={opened} onDone={() => { setOpen(undefined) }} />}
      {others.length > 0 && (
        <ul className="moves-refused" aria-label={texts.notYours}>
          {others.map(({ move, name, refused }) => <li key={move}><Button size="small" disabled aria-describedby={`why-${move}`}>{name}</Button><span id={`why-${move}`}>{refused?.message}</span></li>)}
        </ul>
      )}
    </section>
  )
}
