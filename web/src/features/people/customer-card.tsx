import { getCustomer } from '@xinqiao/contract/people.ts'
import type { IdentityLevel } from '@xinqiao/core/people/identity.ts'
import type { JSX } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { peopleTexts } from '../../ui/catalogue/people.ts'
import { Icon } from '../../ui/icons.tsx'
import { useTexts } from '../../ui/language.ts'
import './customer-card.css'

/** Who it is, as far as one's role may see. The row shows at once; the rest follows. */
export const CustomerCard = ({ customer, mood }: {
  customer: { readonly id: string; readonly name: string; readonly level: IdentityLevel }; mood: 'calm' | 'anxious' | 'angry' | undefined
}): JSX.Element => {
  const texts = useTexts(deskTexts)
  const people = useTexts(peopleTexts)
  const { data } = useAsk(getCustomer, { params: { customerId: customer.id } })
  const lines: readonly (readonly [string, string | undefined])[] = [
    [texts.customer.ref, data?.ref], [texts.customer.phone, data?.phone], [texts.customer.idNumber, data?.idNumber], [texts.customer.since, data?.since],
  ]
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
          {lines.map(([name, value]) => value !== undefined && <div key={name}><dt>{name}</dt><dd className="figures">{value}</dd></div>)}
        </dl>
      )}
    </section>
  )
}
