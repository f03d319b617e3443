import type { CaseField } from '@xinqiao/contract/cases.ts'
import { type FormEvent, type JSX, useId, useState } from 'react'
import type { CallRefusal } from '../../api/call.ts'
import { caseFormTexts } from '../../ui/catalogue/case-form.ts'
import { dayShown, yuanShown } from '../../ui/format.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { inputOf, startValues, type Values } from './case-input.ts'

/**
 * The form of a move or of a new case, of whatever kind: its fields in their order, what is agreed to shown and not to be changed. At the
 * desk and on the customer's phone alike: each surface brings its own buttons and its own style for these classes.
 */

type FieldProps = { readonly field: CaseField; readonly value: unknown; readonly onValue: (value: unknown) => void; readonly complaint: Complaint | undefined }
/** A refusal that names a field, as a path inside the form. */
type Complaint = { readonly path: readonly string[]; readonly sentence: string }

const useFixedText = ({ type, value, choices }: CaseField): string => {
  const texts = useTexts(caseFormTexts)
  const language = useLanguage()
  if (type === 'amount') return yuanShown(String(value))
  if (type === 'yes-no') return value === true ? texts.yes : texts.no
  if (type === 'day') return dayShown(String(value), language, '')
  return choices?.find(({ id }) => id === value)?.name ?? String(value)
}

const Fixed = ({ field }: { field: CaseField }): JSX.Element => <p className="case-field fixed"><span>{field.label}</span><b className="figures">{useFixedText(field)}</b></p>

const Label = ({ field: { label, required, value } }: { field: CaseField }): JSX.Element => {
  const texts = useTexts(caseFormTexts)
  return <>{label}{!required && value === undefined && <small> · {texts.optional}</small>}</>
}

/** Why a field was refused, beside it; the field names it as its description. */
const Why = ({ id, complaint }: { id: string; complaint: Complaint | undefined }): JSX.Element | null =>
  (complaint ? <p id={`${id}-why`} className="case-why" role="alert">{complaint.sentence}</p> : null)

const describedBy = (id: string, complaint: Complaint | undefined): string | undefined => complaint && `${id}-why`

const Choices = ({ field, value, onValue, complaint }: FieldProps): JSX.Element => {
  const id = useId()
  const chosen = Array.isArray(value) ? value as readonly unknown[] : []
  return (
    <fieldset className="case-field choices" aria-describedby={describedBy(id, complaint)}>
      <legend><Label field={field} /></legend>
      {field.choices?.map(({ id, name }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.includes(id)} onChange={(event) => { onValue(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id)) }} />{name}
        </label>
      ))}
      <Why id={id} complaint={complaint} />
    </fieldset>
  )
}

const inputTypes: Partial<Record<CaseField['type'], string>> = { day: 'date', number: 'number' }

const Control = ({ id, field: { type, choices, most, required }, value, onValue, described }: Omit<FieldProps, 'complaint'> & { id: string; described: string | undefined }): JSX.Element => {
  const texts = useTexts(caseFormTexts)
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
  const described = describedBy(id, complaint)
  return (
    <div className={`case-field ${field.type}`}>
      {field.type === 'yes-no'
        ? <label><input type="checkbox" checked={value === true} aria-describedby={described} onChange={(event) => { onValue(event.target.checked) }} />{field.label}</label>
        : <><label htmlFor={id}><Label field={field} /></label><Control id={id} field={field} value={value} onValue={onValue} described={described} /></>}
      <Why id={id} complaint={complaint} />
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

/** `body.input.refund.amount`, or from inside the rules `refund.amount` -> refund, amount. */
const complaintOf = (refusal: CallRefusal | undefined): Complaint | undefined =>
  refusal?.field === undefined ? undefined : { path: refusal.field.replace(/^body\.(?:input|ask)\./, '').split('.'), sentence: refusal.sentence }

/** `acts`: the buttons below, one of which submits. */
export const CaseFields = ({ title, fields, acts, refusal, onSend }: {
  title: string; fields: readonly CaseField[]; acts: JSX.Element; refusal: CallRefusal | undefined; onSend: (input: Values) => void
}): JSX.Element => {
  const texts = useTexts(caseFormTexts)
  const [values, setValues] = useState(() => startValues(fields))
  const [tried, setTried] = useState(false)
  const { input, missing } = inputOf(fields, values)
  const complaint = complaintOf(refusal)
  const shownAtField = complaint !== undefined && fields.some(({ name, fixed }) => name === complaint.path[0] && !fixed)
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
      <div className="case-form-acts">{acts}</div>
    </form>
  )
}
