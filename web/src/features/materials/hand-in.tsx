import { type JSX, useState } from 'react'
import { type CallRefusal, isCallRefusal } from '../../api/call.ts'
import { materialTexts } from '../../ui/catalogue/materials.ts'
import { Icon } from '../../ui/icons.tsx'
import { newId } from '../../ui/id.ts'
import { useTexts } from '../../ui/language.ts'
import type { PiecePort } from './send-in-pieces.ts'
import { type Page, usePages } from './use-pages.ts'
import './hand-in.css'

/** Hands in one material: pages by the camera or from files, sent while the next one is taken, given together. */

/** Without HEIC, so that phones which take that hand over a JPEG. */
const taken = 'image/jpeg,image/png,image/webp'

export type HandInPort<Answer> = PiecePort & { readonly give: (given: { readonly id: string; readonly kind: string; readonly pages: readonly string[] }) => Promise<Answer | CallRefusal> }

const PageLine = ({ page, place, onRemove }: { page: Page; place: number; onRemove: () => void }): JSX.Element => {
  const texts = useTexts(materialTexts)
  const { name, picture, part, broken, fileId, refused } = page
  const state = refused ?? (fileId === undefined ? (broken ? texts.waiting : texts.sending(Math.round(part * 100))) : texts.ready)
  return (
    <li className={refused === undefined ? '' : 'refused'}>
      {picture === undefined ? <Icon name="file" size={28} /> : <img src={picture} alt={texts.page(place)} />}
      <span><b>{texts.page(place)}</b><small role="status">{state}</small>{fileId === undefined && refused === undefined && <progress value={part} max={1} aria-label={state} />}</span>
      <button type="button" onClick={onRemove} aria-label={texts.remove(name)}><Icon name="close" size={18} /></button>
    </li>
  )
}

const Picker = ({ camera, label, onFiles }: { camera?: true; label: string; onFiles: (files: readonly File[]) => void }): JSX.Element => (
  <label className="hand-in-pick">
    <Icon name={camera ? 'camera' : 'clip'} size={18} />{label}
    <input
      type="file" accept={camera ? taken : `${taken},application/pdf`} multiple={!camera} {...(camera ? { capture: 'environment' as const } : {})}
      onChange={({ target }) => {
        onFiles([...(target.files ?? [])])
        target.value = ''
      }}
    />
  </label>
)

export const HandIn = <Answer,>({ port, caseId, kind, name, onGiven }: {
  port: HandInPort<Answer>; caseId: string; kind: string; name: string; onGiven: (answer: Answer) => void
}): JSX.Element => {
  const texts = useTexts(materialTexts)
  const { pages, add, remove, clear } = usePages(port, `${caseId} ${kind}`)
  const [id, setId] = useState(newId)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string>()
  const ready = pages.flatMap(({ fileId }) => fileId ?? [])
  const give = async (): Promise<void> => {
    setBusy(true)
    const answer = await port.give({ id, kind, pages: ready })
    setBusy(false)
    setRefused(isCallRefusal(answer) ? answer.sentence : undefined)
    if (isCallRefusal(answer)) return
    clear()
    setId(newId())
    onGiven(answer)
  }
  return (
    <section className="hand-in" aria-label={texts.giveLabel(name)}>
      {pages.length > 0 && <ol>{pages.map((page, place) => <PageLine key={page.key} page={page} place={place + 1} onRemove={() => { remove(page.key) }} />)}</ol>}
      <p className="hand-in-picks"><Picker camera label={texts.photograph} onFiles={add} /><Picker label={pages.length > 0 ? texts.another : texts.choose} onFiles={add} /></p>
      {pages.length === 0 && <small>{texts.hint}</small>}
      {refused !== undefined && <p role="alert">{refused}</p>}
      {pages.length > 0 && <button type="button" className="hand-in-give" disabled={busy || ready.length < pages.length} onClick={() => { void give() }}>{texts.give(pages.length)}</button>}
    </section>
  )
}
