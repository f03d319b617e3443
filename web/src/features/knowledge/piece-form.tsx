import { type JSX, useId, useState } from 'react'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { useTexts } from '../../ui/language.ts'
import { FigureRows } from './figure-rows.tsx'
import { type Body, type Field, fieldsOf, type Kind } from './piece-fields.ts'
import { type Place, PlaceField } from './place-field.tsx'

/** The form of a piece, made from the table of its kind's fields. */

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const list = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [])

export type Help = { readonly places: readonly Place[]; readonly unlisted: readonly string[] }

/** Lines are kept as typed: an empty one in the middle of typing is not taken away from under the caret. */
const Lines = ({ id, value, onChange }: { id: string; value: readonly string[]; onChange: (value: readonly string[]) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const [typed, setTyped] = useState(value.join('\n'))
  return (
    <textarea
      id={id} rows={Math.min(8, Math.max(2, typed.split('\n').length))} value={typed} placeholder={texts.lines}
      onChange={(event) => {
        setTyped(event.target.value)
        onChange(event.target.value.split('\n').map((line) => line.trim()).filter((line) => line !== ''))
      }}
    />
  )
}

const Control = ({ id, field: { name, form }, value, fixed, help, onChange }: { id: string; field: Field; value: unknown; fixed: boolean; help: Help; onChange: (value: unknown) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  if (form === 'lines') return <Lines id={id} value={list(value)} onChange={onChange} />
  if (form === 'place') return <PlaceField id={id} value={text(value)} places={help.places} onChange={onChange} />
  if (form === 'figures') return <FigureRows figures={Array.isArray(value) ? value as readonly Body[] : []} unlisted={help.unlisted} onChange={onChange} />
  if (form === 'yes-no') {
    return <select id={id} value={value === true ? 'yes' : 'no'} onChange={(event) => { onChange(event.target.value === 'yes') }}><option value="no">{texts.no}</option><option value="yes">{texts.yes}</option></select>
  }
  if (form === 'area') {
    return <textarea id={id} rows={name === 'body' ? 10 : 3} value={text(value)} placeholder={name === 'body' ? texts.bodyHint : undefined} onChange={(event) => { onChange(event.target.value) }} />
  }
  if (typeof form !== 'string') {
    const names: Readonly<Record<string, string>> = texts.audience
    return <select id={id} value={text(value)} onChange={(event) => { onChange(event.target.value) }}>{form.map((choice) => <option key={choice} value={choice}>{names[choice] ?? choice}</option>)}</select>
  }
  return <input id={id} type={form === 'day' ? 'date' : 'text'} value={text(value)} disabled={fixed} onChange={(event) => { onChange(event.target.value) }} />
}

const AsJson = ({ body, onChange }: { body: Body; onChange: (body: Body) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const id = useId()
  const [typed, setTyped] = useState(() => JSON.stringify(body, undefined, 2))
  const [wrong, setWrong] = useState(false)
  return (
    <div className="piece-field whole">
      <label htmlFor={id}>{texts.fields.whole}</label>
      <textarea
        id={id} rows={24} spellCheck={false} value={typed}
        onChange={(event) => {
          setTyped(event.target.value)
          try {
            onChange(JSON.parse(event.target.value) as Body)
            setWrong(false)
          } catch {
            setWrong(true)
          }
        }}
      />
      {wrong && <p role="alert">{texts.notJson}</p>}
    </div>
  )
}

/** `fixed`: the piece exists, so that its id stands. */
export const PieceForm = ({ kind, body, fixed, help, onChange }: { kind: Kind; body: Body; fixed: boolean; help: Help; onChange: (body: Body) => void }): JSX.Element => {
  const names: Readonly<Record<string, string>> = useTexts(knowledgeTexts).fields
  const id = useId()
  const fields = fieldsOf(kind)
  if (!fields) return <AsJson body={body} onChange={onChange} />
  return (
    <div className="piece-form">
      {fields.map((field) => (
        <div key={field.name} className={`piece-field ${field.name} ${typeof field.form === 'string' ? field.form : 'choice'}`}>
          <label htmlFor={`${id}-${field.name}`}>{names[field.name]}</label>
          <Control
            id={`${id}-${field.name}`} field={field} value={body[field.name]} fixed={fixed && field.name === 'id'} help={help}
            onChange={(value) => { onChange({ ...body, [field.name]: value }) }}
          />
        </div>
      ))}
    </div>
  )
}
