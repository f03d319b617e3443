import type { MyCase } from '@xinqiao/contract/cases.ts'
import { type JSX, useState } from 'react'
import { customerOperations } from '../api/light.ts'
import { CaseFields } from '../features/cases/case-fields.tsx'
import type { Values } from '../features/cases/case-input.ts'
import { useSending } from '../features/cases/sending.ts'
import { chatCaseTexts } from '../ui/catalogue/chat-cases.ts'
import { useTexts } from '../ui/language.ts'
import { isYourTurn, Part } from './case-parts.tsx'
import { useChat } from './chat-context.ts'

/** What the customer, or his guarantor, may do with a case now. */

type Move = MyCase['moves'][number]

type Outcome = { readonly onMoved: (moved: MyCase, name: string) => void; readonly onRefused: (sentence: string) => void }

/** The buttons below a form on a phone. */
export const FormActs = ({ action, leave, busy, onLeave }: { readonly action: string; readonly leave: string; readonly busy: boolean; readonly onLeave: () => void }): JSX.Element => (
  <div className="two-buttons">
    <button type="button" className="second-button" onClick={onLeave}>{leave}</button>
    <button type="submit" className="main-button" disabled={busy}>{action}</button>
  </div>
)

const MoveForm = ({ caseId, move: { move, name, fields }, onLeave, onMoved, onRefused }: Outcome & { readonly caseId: string; readonly move: Move; readonly onLeave: () => void }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const { client } = useChat()
  const { busy, refusal, send } = useSending(({ sentence }) => { onRefused(sentence) })
  const make = async (input: Values): Promise<void> => {
    const answer = await send((key) => client.call(customerOperations.moveMyCase, { params: { caseId }, body: { key, move, input } }))
    if (!answer) return
    onLeave()
    onMoved(answer.case, name)
  }
  return (
    <section className="move-form">
      <h3>{name}</h3>
      {fields.length === 0 && <p>{texts.confirmHint(name)}</p>}
      <CaseFields title={name} fields={fields} refusal={refusal} onSend={(input) => { void make(input) }} acts={<FormActs action={texts.submit} leave={texts.cancel} busy={busy} onLeave={onLeave} />} />
    </section>
  )
}

export const CaseMoves = ({ theCase, onMoved, onRefused }: Outcome & { readonly theCase: MyCase }): JSX.Element => {
  const texts = useTexts(chatCaseTexts)
  const [open, setOpen] = useState<string>()
  const own = theCase.moves.filter(({ refused }) => !refused)
  const others = theCase.moves.flatMap(({ move, name, refused }) => (refused ? [{ move, name, why: refused.message }] : []))
  const opened = own.find(({ move }) => move === open)
  if (opened) return <MoveForm key={opened.move} caseId={theCase.id} move={opened} onLeave={() => { setOpen(undefined) }} onMoved={onMoved} onRefused={onRefused} />
  return (
    <Part title={texts.yourMoves}>
      <div className="case-moves">
        {own.map(({ move, name }, place) => (
          <button type="button" key={move} className={place === 0 && isYourTurn(theCase) ? 'main-button' : 'second-button'} onClick={() => { setOpen(move) }}>{name}</button>
        ))}
      </div>
      {others.map(({ move, name, why }) => <p key={move} className="small-print">{texts.notNow(name, why)}</p>)}
    </Part>
  )
}
