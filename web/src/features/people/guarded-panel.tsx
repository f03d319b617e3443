import { useQueryClient } from '@tanstack/react-query'
import { endCustomerAuthorisation, listAuthorisations, recordAuthorisation } from '@xinqiao/contract/authorisations.ts'
import { decideCustomerCorrection, listCustomerCorrections } from '@xinqiao/contract/data-rights.ts'
import { cancelCustomerChange, listCustomerChanges } from '@xinqiao/contract/detail-changes.ts'
import { type PersonRole, personRoles, type Scope, scopes } from '@xinqiao/core/people/authorisation.ts'
import { Button, Input, Select } from 'antd'
import { type FormEvent, type JSX, useState } from 'react'
import { type CallAnswer, isCallRefusal } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { accessTexts } from '../../ui/catalogue/access.ts'
import { dataTexts } from '../../ui/catalogue/chat-data.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { useNow } from '../../ui/clock.ts'
import { clockShown, localDay, momentShown } from '../../ui/format.ts'
import { newId } from '../../ui/id.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './guarded-panel.css'

/** What is guarded of a customer at the desk: changes that wait, people who may act for him, corrections he asked for. */

type Change = CallAnswer<typeof listCustomerChanges>['changes'][number]
type Authorisation = CallAnswer<typeof listAuthorisations>['given'][number]
type Correction = CallAnswer<typeof listCustomerCorrections>['corrections'][number]

const useRenew = (): ((...operations: readonly { readonly id: string }[]) => void) => {
  const client = useQueryClient()
  return (...operations) => { for (const { id } of operations) void client.invalidateQueries({ queryKey: [id] }) }
}

const submitted = (task: () => Promise<void>) => (event: FormEvent): void => {
  event.preventDefault()
  void task()
}

const WaitingChange = ({ customerId, change }: { customerId: string; change: Change }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const words = useTexts(dataTexts)
  const language = useLanguage()
  const now = new Date(useNow())
  const { call } = useSession()
  const may = useMay()('customer.change')
  const renew = useRenew()
  const [reason, setReason] = useState('')
  const [complaint, setComplaint] = useState<string>()
  const stop = async (): Promise<void> => {
    const answer = await call(cancelCustomerChange, { params: { customerId, changeId: change.id }, body: { reason } })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    renew(listCustomerChanges)
  }
  const when = `${momentShown(change.appliesAt, language, now)} ${clockShown(change.appliesAt, language)}`
  return (
    <li className={change.state}>
      <b>{texts.changing(words.kinds[change.kind], change.to)}</b>
      <small>{words.changeStates[change.state]}{change.state === 'cooling' ? ` · ${words.appliesAt(when)}` : ''}</small>
      {change.state === 'cooling' && may && (
        <form onSubmit={submitted(stop)}>
          <Input size="small" aria-label={texts.stopReason} placeholder={texts.stopReason} value={reason} maxLength={200} onChange={(event) => { setReason(event.target.value) }} />
          <Button size="small" htmlType="submit" disabled={reason.trim().length < 4}>{texts.stop}</Button>
        </form>
      )}
      {complaint !== undefined && <small role="alert">{complaint}</small>}
    </li>
  )
}

const Other = ({ customerId, one, held }: { customerId: string; one: Authorisation; held?: boolean }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const words = useTexts(dataTexts)
  const { call } = useSession()
  const may = useMay()('customer.change')
  const renew = useRenew()
  const end = async (): Promise<void> => {
    await call(endCustomerAuthorisation, { params: { customerId, authorisationId: one.id } })
    renew(listAuthorisations)
  }
  const facts = [...one.scope.map((scope) => words.scopes[scope]), ...(one.loanRefs ?? []), one.ended ? words.ended : one.until === undefined ? words.noEnd : words.until(one.until), ...(one.proof === undefined ? [] : [one.proof])]
  return (
    <li className={one.inForce ? '' : 'over'}>
      <b>{one.name} · {words.roles[one.role]} · {one.relation}</b>
      {one.phone !== undefined && <small className="figures">{one.phone}</small>}
      <small>{texts.listed(facts)}</small>
      {!one.ended && held !== true && may && <Button size="small" aria-label={`${texts.endPerson} ${one.name}`} onClick={() => void end()}>{texts.endPerson}</Button>}
    </li>
  )
}

const NewPerson = ({ customerId, onDone }: { customerId: string; onDone: () => void }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const words = useTexts(dataTexts)
  const desk = useTexts(deskTexts)
  const { call } = useSession()
  const renew = useRenew()
  const [id] = useState(newId)
  const [role, setRole] = useState<PersonRole>('proxy')
  const [scope, setScope] = useState<Scope[]>(['told-loan'])
  const [given, setGiven] = useState(() => ({ name: '', phone: '', relation: '', proof: '', loans: '', from: localDay(new Date()), until: '' }))
  const [complaint, setComplaint] = useState<string>()
  const loanRefs = given.loans.split(/[^A-Z0-9]+/i).filter((ref) => ref !== '')
  const save = async (): Promise<void> => {
    const { name, phone, relation, proof, from, until } = given
    const answer = await call(recordAuthorisation, {
      params: { customerId },
      body: {
        id, role, name, relation, proof, from, scope: role === 'proxy' ? scope : [], ...(phone === '' ? {} : { phone }), ...(until === '' ? {} : { until }),
        ...(loanRefs.length === 0 ? {} : { loanRefs }),
      },
    })
    setComplaint(isCallRefusal(answer) ? answer.sentence : undefined)
    if (isCallRefusal(answer)) return
    renew(listAuthorisations)
    onDone()
  }
  const field = (name: keyof typeof given, type = 'text'): JSX.Element => (
    <label key={name}><span>{texts.person[name]}</span><Input size="small" type={type} value={given[name]} maxLength={200} onChange={(event) => { setGiven({ ...given, [name]: event.target.value }) }} /></label>
  )
  return (
    <form className="new-person" onSubmit={submitted(save)}>
      <Select size="small" aria-label={texts.person.role} value={role} onChange={setRole} options={personRoles.map((value) => ({ value, label: words.roles[value] }))} />
      {field('name')}{field('phone', 'tel')}{field('relation')}{field('proof')}
      {role === 'proxy' && <Select size="small" mode="multiple" aria-label={texts.person.scope} value={scope} onChange={setScope} options={scopes.map((value) => ({ value, label: words.scopes[value] }))} />}
      {role !== 'contact' && field('loans')}
      {field('from', 'date')}{role !== 'contact' && field('until', 'date')}
      {complaint !== undefined && <p role="alert">{complaint}</p>}
      <div><Button size="small" onClick={onDone}>{desk.cancel}</Button><Button size="small" type="primary" htmlType="submit">{texts.save}</Button></div>
    </form>
  )
}

const Asked = ({ customerId, one }: { customerId: string; one: Correction }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const words = useTexts(dataTexts)
  const { call } = useSession()
  const renew = useRenew()
  const [answer, setAnswer] = useState('')
  const [complaint, setComplaint] = useState<string>()
  const decide = async (decision: 'corrected' | 'refused'): Promise<void> => {
    const decided = await call(decideCustomerCorrection, { params: { customerId, correctionId: one.id }, body: { decision, answer } })
    setComplaint(isCallRefusal(decided) ? decided.sentence : undefined)
    renew(listCustomerCorrections)
  }
  return (
    <li>
      <b>{texts.correction(words.fields[one.field])} · {words.correctionStates[one.state]}</b>
      <small>{texts.correctionAsked(one.wrong, one.right)}</small>
      {one.answer !== undefined && <small>{one.answer}</small>}
      {one.state === 'open' && (
        <div className="deciding">
          <Input size="small" aria-label={texts.answer} placeholder={texts.answer} value={answer} maxLength={500} onChange={(event) => { setAnswer(event.target.value) }} />
          <Button size="small" type="primary" disabled={answer.trim().length < 2} onClick={() => void decide('corrected')}>{texts.putRight}</Button>
          <Button size="small" disabled={answer.trim().length < 2} onClick={() => void decide('refused')}>{texts.refuse}</Button>
        </div>
      )}
      {complaint !== undefined && <small role="alert">{complaint}</small>}
    </li>
  )
}

export const GuardedPanel = ({ customerId }: { customerId: string }): JSX.Element => {
  const texts = useTexts(accessTexts)
  const may = useMay()
  const [adding, setAdding] = useState(false)
  const params = { customerId }
  const changes = (useAsk(listCustomerChanges, { params }).data?.changes ?? []).filter(({ state }, place) => state === 'cooling' || place === 0)
  const { given = [], held = [] } = useAsk(listAuthorisations, { params }).data ?? {}
  const corrections = (useAsk(listCustomerCorrections, { params }, { enabled: may('customer.change') }).data?.corrections ?? []).slice(0, 5)
  const nothing = changes.length + given.length + held.length + corrections.length === 0
  return (
    <section className="guarded" aria-label={texts.guarded}>
      <h3>{texts.guarded}</h3>
      {nothing && <p className="nothing">{texts.nothingGuarded}</p>}
      <ul>
        {changes.map((change) => <WaitingChange key={change.id} customerId={customerId} change={change} />)}
        {corrections.map((one) => <Asked key={one.id} customerId={customerId} one={one} />)}
      </ul>
      {given.length > 0 && <><h4>{texts.given}</h4><ul>{given.map((one) => <Other key={one.id} customerId={customerId} one={one} />)}</ul></>}
      {held.length > 0 && <><h4>{texts.held}</h4><ul>{held.map((one) => <Other key={one.id} customerId={customerId} one={one} held />)}</ul></>}
      {may('customer.change') && (adding ? <NewPerson customerId={customerId} onDone={() => { setAdding(false) }} /> : <Button size="small" onClick={() => { setAdding(true) }}>{texts.addPerson}</Button>)}
    </section>
  )
}
