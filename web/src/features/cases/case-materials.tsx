import { type CaseDetail, type CaseMaterial, getCase } from '@xinqiao/contract/cases.ts'
import { decideMaterial, giveMaterial } from '@xinqiao/contract/case-materials.ts'
import { beginUpload, type GivenMaterial, listCustomerFiles, readMaterialPage, sendPiece } from '@xinqiao/contract/materials.ts'
import { Button, Input, Modal } from 'antd'
import { type JSX, useState } from 'react'
import { addressOf, type CallAnswer } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { materialTexts } from '../../ui/catalogue/materials.ts'
import { useNow } from '../../ui/clock.ts'
import { stampShown } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { HandIn, type HandInPort } from '../materials/hand-in.tsx'
import { useShowCase } from './case-moves.tsx'
import { useSending } from './sending.ts'
import './case-materials.css'

/** Materials of a case at the desk: what is needed and why, what was given, its pages, and the decision on each. */

type Answer = CallAnswer<typeof getCase>

const pageAddress = (materialId: string, place: number, small: 'yes' | 'no'): string => addressOf(readMaterialPage, { params: { materialId, place: String(place) }, query: { small } })

const isPicture = (type: string): boolean => type.startsWith('image/')

const Pages = ({ given, name, onLook }: { given: GivenMaterial; name: string; onLook: (place: number) => void }): JSX.Element => {
  const texts = useTexts(materialTexts)
  return (
    <div className="material-pages">
      {given.pages.map(({ fileId, type, scan }, index) => {
        const [place, closed] = [index + 1, scan === 'waiting' || scan === 'infected']
        const label = texts.look(name, place)
        const inside = isPicture(type) && !closed ? <img src={pageAddress(given.id, place, 'yes')} alt="" /> : <Icon name={closed ? 'lock' : 'file'} size={28} />
        return (
          <figure key={fileId}>
            {closed ? <span>{inside}</span> : isPicture(type) ? <button type="button" aria-label={label} onClick={() => { onLook(place) }}>{inside}</button>
              : <a href={pageAddress(given.id, place, 'no')} download aria-label={label}>{inside}</a>}
            <figcaption className={scan === 'infected' ? 'bad' : ''}>{texts.scan[scan]}</figcaption>
          </figure>
        )
      })}
    </div>
  )
}

const Decide = ({ caseId, given, onShown }: { caseId: string; given: GivenMaterial; onShown: (answer: Answer) => void }): JSX.Element => {
  const texts = useTexts(materialTexts)
  const { call } = useSession()
  const { busy, refusal, send } = useSending()
  const [reason, setReason] = useState<string>()
  const [until, setUntil] = useState('')
  const decide = async (decision: 'accept' | 'refuse'): Promise<void> => {
    const more = decision === 'refuse' ? { reason: reason ?? '' } : until === '' ? {} : { validUntil: until }
    const answer = await send(() => call(decideMaterial, { params: { caseId, materialId: given.id }, body: { decision, ...more } }))
    if (answer) onShown(answer)
  }
  return (
    <div className="material-decide">
      <label>{texts.validUntil} <input type="date" value={until} onChange={({ target }) => { setUntil(target.value) }} /></label>
      <Button type="primary" size="small" loading={busy} onClick={() => { void decide('accept') }}>{texts.accept}</Button>
      {reason === undefined ? <Button size="small" onClick={() => { setReason('') }}>{texts.refuse}</Button> : (
        <form onSubmit={(event) => { event.preventDefault(); void decide('refuse') }}>
          <label>{texts.refuseWhy}<Input autoFocus maxLength={200} value={reason} onChange={({ target }) => { setReason(target.value) }} /></label>
          <Button htmlType="submit" size="small" danger disabled={reason.trim() === ''} loading={busy}>{texts.refuse}</Button>
        </form>
      )}
      {refusal && <p role="alert" className="case-why">{refusal.sentence}</p>}
    </div>
  )
}

const Given = ({ caseId, given, name, onShown }: { caseId: string; given: GivenMaterial; name: string; onShown: (answer: Answer) => void }): JSX.Element => {
  const texts = useTexts(materialTexts)
  const language = useLanguage()
  const now = new Date(useNow())
  const may = useMay()
  const [place, look] = useState<number>()
  const { at, by, state, reason, note, validUntil, ofThisCase } = given
  return (
    <div className={`material-given ${state}`}>
      <p><i className={`case-mark ${state === 'refused' ? 'missing' : 'held'}`}>{texts.states[state]}</i> {texts.by[by]} · {stampShown(at, language, now)}
        {!ofThisCase && ` · ${texts.earlier}`}{validUntil !== undefined && ` · ${texts.until(validUntil)}`}</p>
      {note !== undefined && <p>{texts.seenAt(note)}</p>}
      {reason !== undefined && <p className="bad">{reason}</p>}
      <Pages given={given} name={name} onLook={look} />
      {state === 'received' && ofThisCase && may('case.work') && <Decide caseId={caseId} given={given} onShown={onShown} />}
      <Modal open={place !== undefined} onCancel={() => { look(undefined) }} footer={null} width={980} title={place === undefined ? '' : texts.look(name, place)}>
        {place !== undefined && <img className="material-large" src={pageAddress(given.id, place, 'no')} alt={texts.look(name, place)} />}
      </Modal>
    </div>
  )
}

const FromTalk = ({ customerId, onChoose }: { customerId: string; onChoose: (fileId: string) => void }): JSX.Element => {
  const texts = useTexts(materialTexts)
  const { data } = useAsk(listCustomerFiles, { params: { customerId } })
  return (
    <ul className="material-talk" aria-label={texts.fromTalk}>
      {data?.files.length === 0 && <li><small>{texts.noFiles}</small></li>}
      {data?.files.map(({ id, name }) => <li key={id}><button type="button" className="case-link" onClick={() => { onChoose(id) }}><Icon name="file" size={14} />{name}</button></li>)}
    </ul>
  )
}

/** Takes a material in: by a file here, one of the talk, or the word of who saw it. */
const TakeIn = ({ theCase, material, onShown }: { theCase: CaseDetail; material: CaseMaterial; onShown: (answer: Answer) => void }): JSX.Element => {
  const texts = useTexts(materialTexts)
  const { call } = useSession()
  const { busy, refusal, send } = useSending()
  const [note, setNote] = useState('')
  const [params, customerId] = [{ caseId: theCase.id }, theCase.customer.id]
  const port: HandInPort<Answer> = {
    begin: (body) => call(beginUpload, { params: { customerId }, body }),
    piece: (uploadId, from, file) => call(sendPiece, { params: { uploadId }, query: { from }, file }),
    give: ({ id, kind, pages }) => call(giveMaterial, { params, body: { id, kind, pages: [...pages] } }),
  }
  const give = async (body: { readonly pages: string[]; readonly note?: string }): Promise<void> => {
    const answer = await send((id) => call(giveMaterial, { params, body: { id, kind: material.id, ...body } }))
    if (answer) onShown(answer)
  }
  return (
    <div className="material-take">
      <HandIn port={port} caseId={theCase.id} kind={material.id} name={material.name} onGiven={onShown} />
      <h4>{texts.fromTalk}</h4>
      <FromTalk customerId={customerId} onChoose={(fileId) => { void give({ pages: [fileId] }) }} />
      <form onSubmit={(event) => { event.preventDefault(); void give({ pages: [], note }) }}>
        <label>{texts.note}<Input maxLength={500} value={note} onChange={({ target }) => { setNote(target.value) }} /></label>
        <Button htmlType="submit" size="small" disabled={note.trim() === ''} loading={busy}>{texts.noteGive}</Button>
      </form>
      {refusal && <p role="alert" className="case-why">{refusal.sentence}</p>}
    </div>
  )
}

const Line = ({ theCase, material, onShown }: { theCase: CaseDetail; material: CaseMaterial; onShown: (answer: Answer) => void }): JSX.Element => {
  const [cases, texts] = [useTexts(caseTexts), useTexts(materialTexts)]
  const may = useMay()
  const [taking, take] = useState(false)
  const { name, why, state, standing, given, open } = material
  const shown = (answer: Answer): void => {
    take(false)
    onShown(answer)
  }
  return (
    <li>
      <b>{name}</b> <i className={`case-mark ${state}`}>{cases.material[state]}</i><small>{standing}</small><small>{why}</small>
      {given.map((each) => <Given key={each.id} caseId={theCase.id} given={each} name={name} onShown={onShown} />)}
      {open && may('case.work') && <Button size="small" aria-expanded={taking} onClick={() => { take(!taking) }}>{taking ? texts.close : texts.takeIn}</Button>}
      {taking && <TakeIn theCase={theCase} material={material} onShown={shown} />}
    </li>
  )
}

export const CaseMaterials = ({ theCase }: { theCase: CaseDetail }): JSX.Element => {
  const show = useShowCase()
  return <ul className="case-materials">{theCase.materials.map((material) => <Line key={material.id} theCase={theCase} material={material} onShown={show} />)}</ul>
}
