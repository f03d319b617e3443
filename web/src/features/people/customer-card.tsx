import { getCustomer } from '@xinqiao/contract/people.ts'
import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import type { SightField } from '@xinqiao/core/people/sight.ts'
import { type JSX, useCallback, useState } from 'react'
import { useAsk, useMay } from '../../api/staff-session.ts'
import { accessTexts } from '../../ui/catalogue/access.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { peopleTexts } from '../../ui/catalogue/people.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import './customer-card.css'
import { ShownUntil, UnmaskForm } from './unmask.tsx'

/** Who it is, as far as one's role may see. The row shows at once; the rest follows. */
export const CustomerCard = ({ customer, mood }: {
  customer: { readonly id: string; readonly name: string; readonly level: IdentityLevel }; mood: 'calm' | 'anxious' | 'angry' | undefined
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  const people = useTexts(peopleTexts)
  const access = useTexts(accessTexts)
  const may = useMay()('customer.unmask')
  const [asking, setAsking] = useState<SightField>()
  const { data, refetch } = useAsk(getCustomer, { params: { customerId: customer.id } })
  const over = useCallback(() => void refetch(), [refetch])
  const lines: readonly (readonly [string, string | undefined, SightField?])[] = [
    [texts.customer.ref, data?.ref], [texts.customer.phone, data?.phone, 'phone'], [texts.customer.idNumber, data?.idNumber, 'idNumber'],
    [access.payoutCard, data?.payoutCard, 'payoutCard'], [texts.customer.since, data?.since],
  ]
  const whole = new Set((data?.unmasked ?? []).flatMap(({ fields }) => fields))
  const [nextEnd] = data?.unmasked ?? []
  const sure = customer.level === 'verified' || customer.level === 'strongly-verified'
  return (
    <section className="customer-card" aria-label={texts.customer.label}>
      <header>
        <span className="big-face" aria-hidden="true">{customer.name.slice(0, 1)}</span>
        <div>
          <h3>{customer.name}</h3>
          <p>
            <span className={sure ? 'level sure' : 'level'}><Icon name={sure ? 'shield' : 'lock'} size={13} />{people.levels[customer.level]}</span>
            {mood !== undefined && <span className={`level mood ${mood}`}>{texts.moods[mood]}</span>}
          </p>
        </div>
      </header>
      {data?.ref !== undefined && (
        <dl title={texts.customer.masked}>
          {lines.map(([name, value, field]) => value !== undefined && (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="figures">
                {value}
                {may && field !== undefined && !whole.has(field) && (
                  <button type="button" className="uncover" aria-label={access.show(access.fields[field])} title={access.show(access.fields[field])} onClick={() => { setAsking(field) }}><Icon name="eye" size={14} /></button>
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {asking !== undefined && <UnmaskForm key={asking} customerId={customer.id} field={asking} onClose={() => { setAsking(undefined) }} />}
      {nextEnd && <ShownUntil until={nextEnd.until} onOver={over} />}
    </section>
  )
}
