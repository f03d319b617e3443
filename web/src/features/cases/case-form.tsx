import type { CaseField } from '@xinqiao/contract/cases.ts'
import { Button } from 'antd'
import { type FormEvent, type JSX, useId, useState } from 'react'
import type { CallRefusal } from '../../api/call.ts'
import { caseTexts } from '../../ui/catalogue/cases.ts'
import { yuanShown } from '../../ui/format.ts'
import { useTexts } from '../../ui/language.ts'
import { inputOf, startValues, type Values } from './case-input.ts'
import './case-form.css'

/** The form of a move or of a new case, of whatever kind: its fields in their order, what is agreed to shown and not to be changed. */

type FieldProps = { readonly field: CaseField; readonly value: unknown; readonly onValue: (value: unknown) => void; readonly complaint: Complaint | undefined }
/** A refusal that names a field, as a path inside the form. */
type Complaint = { readonly path: readonly string[]; readonly sentence: string }

const Fixed = ({ field: { label, type, value, choices } }: { field: CaseField }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const text = type === 'amount' ? yuanShown(String(value)) : type === 'yes-no' ? (value === true ? texts.yes : texts.no) : (choices?.find(({ id }) => id === value)?.name ?? String(value))
  return <p className="case-field fixed"><span>{label}</span><b className="figures">{text}</b></p>
}

const Label = ({ field: { label, required, value } }: { field: CaseField }): JSX.Element => {
  const texts = useTexts(caseTexts)
  return <>{label}{!required && value === undefined && <small> · {texts.optional}</small>}</>
}

const Choices = ({ field, value, onValue }: FieldProps): JSX.Element => {
  const chosen = Array.isArray(value) ? value as readonly unknown[] : []
  return (
    <fieldset className="case-field choices">
      <legend><Label field={field} /></legend>
      {field.choices?.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.includes(id)} onChange={(event) => { onValue(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id)) }} />{name}
        </label>
      ))}
    </fieldset>
  )
}

const inputTypes: Partial<Record<CaseField['type'], string>> = { day: 'date', number: 'number' }

const Control = ({ id, field: { type, choices, most, required }, value, onValue, described }: Omit<FieldProps, 'complaint'> & { id: string; described: string | undefined }): JSX.Element => {
  const texts = useTexts(caseTexts)
  const all = { id, required, 'aria-describedby': described, 'aria-invalid': described !== undefined, onChange: (event: { target: { value: string } }) => { onValue(event.target.value) } }
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  if (type === 'choice') {
    return (
      <select {...all} value={text}>
        <option value="">{required ? texts.choosePlease : texts.nothingChosen}</option>
        {choices?.map((choice) => <option key={choice.id} value={choice.id}>{choice.name}</option>)}
      </select>
    )
  }
  if (type === 'long-text') return <textarea {...all} rows={4} maxLength={most} value={text} />
  if (type === 'amount') return <input {...all} inputMode="decimal" placeholder={texts.amountHint} value={text} />
  if (type === 'number') return <input {...all} type="number" min={0} max={most} value={text} />
  return <input {...all} type={inputTypes[type] ?? 'text'} maxLength={most} value={text} />
}

const Group = ({ field, value, onValue, complaint }: FieldProps): JSX.Element => (
  <fieldset className="case-field group">
    <legend><Label field={field} /></legend>
    <Fields fields={field.fields ?? []} values={(value ?? {}) as Values} onValues={onValue} complaint={complaint && { ...complaint, path: complaint.path.slice(1) }} />
  </fieldset>
)

const Field = (props: FieldProps): JSX.Element => {
  const { field, value, onValue, complaint } = props
  const id = useId()
  if (field.fixed) return <Fixed field={field} />
  if (field.type === 'group') return <Group {...props} />
  if (field.type === 'choices') return <Choices {...props} />
  if (field.type === 'yes-no') return <label className="case-field yes-no"><input type="checkbox" checked={value === true} onChange={(event) => { onValue(event.target.checked) }} />{field.label}</label>
  return (
    <div className={`case-field ${field.type}`}>
      <label htmlFor={id}><Label field={field} /></label>
      <Control id={id} field={field} value={value} onValue={onValue} described={complaint && `${id}-why`} />
      {complaint && <p id={`${id}-why`} className="case-why" role="alert">{complaint.sentence}</p>}
    </div>
  )
}

const Fields = ({ fields, values, onValues, complaint }: { fields: readonly CaseField[]; values: Values; onValues: (values: Values) => void; complaint: Complaint | undefined }): JSX.Element => (
  <>
    {fields.map((field) => (
      <Field
        key={field.name} field={field} value={values[field.name]} complaint={complaint?.path[0] === field.name ? complaint : undefined}
        onValue={(value) => { onValues({ ...values, [field.name]: value }) }}
      />
    ))}
  </>
)

/** `body.input.refund.amount` -> refund, amount. */
const complaintOf = (refusal: CallRefusal | undefined): Complaint | undefined =>
  refusal?.field === undefined ? undefined : { path: refusal.field.split('.').slice(2), sentence: refusal.sentence }

export const CaseForm = ({ title, fields, action, busy, refusal, onSend, onLeave, leave }: {
  title: string; fields: readonly CaseField[]; action: string; busy: boolean; refusal: CallRefusal | undefined
  onSend: (input: Values) => void; onLeave: () => void; leave: string
}): JSX.Element => {
  const texts = useTexts(caseTexts)
  const [values, setValues] = useState(() => startValues(fields))
  const [tried, setTried] = useState(false)
  const { input, missing } = inputOf(fields, values)
  const complaint = complaintOf(refusal)
  const shownAtField = complaint !== undefined && fields.some(({ name, type }) => name === complaint.path[0] && type !== 'choices' && type !== 'yes-no')
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (missing.length === 0) onSend(input)
  }
  return (
    <form className="case-form" aria-label={title} noValidate onSubmit={submit}>
      <Fields fields={fields} values={values} onValues={setValues} complaint={complaint} />
      {tried && missing.length > 0 && <p className="case-why" role="alert">{texts.missing(missing)}</p>}
      {refusal && !shownAtField && <p className="case-why" role="alert">{refusal.sentence}</p>}
      <p className="case-form-acts">
        <Button type="primary" htmlType="submit" loading={busy}>{action}</Button>
        <Button onClick={onLeave}>{leave}</Button>
      </p>
    </form>
  )
}
