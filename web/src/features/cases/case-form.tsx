import type { CaseField } from '@xinqiao/contract/cases.ts'
import { Button } from 'antd'
import type { JSX } from 'react'
import type { CallRefusal } from '../../api/call.ts'
import { CaseFields } from './case-fields.tsx'
import type { Values } from './case-input.ts'
import './case-form.css'

/** The form of a move or of a new case as it stands at the desk. */
export const CaseForm = ({ action, busy, onLeave, leave, ...form }: {
  title: string; fields: readonly CaseField[]; action: string; busy: boolean; refusal: CallRefusal | undefined
  onSend: (input: Values) => void; onLeave: () => void; leave: string
}): JSX.Element => (
  <CaseFields {...form} acts={<><Button type="primary" htmlType="submit" loading={busy}>{action}</Button><Button onClick={onLeave}>{leave}</Button></>} />
)
