import { listCustomerConversations } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { useAsk } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { useNow } from '../../ui/clock.ts'
import { momentShown } from '../../ui/format.ts'
import { useLanguage, useTexts } from '../../ui/language.ts'
import './earlier-contacts.css'

/** The customer's last conversations on every channel, but the one that is open. */
export const EarlierContacts = ({ customerId, exceptId, onOpen }: { customerId: string; exceptId: string; onOpen: (conversationId: string) => void }): JSX.Element | null => {
  const texts = useTexts(deskTexts)
  const language = useLanguage()
  const now = new Date(useNow())
  const { data } = useAsk(listCustomerConversations, { params: { customerId }, query: { limit: 6 } })
  if (!data) return null
  const rows = data.rows.filter((row) => row.id !== exceptId)
  return (
    <section className="earlier" aria-label={texts.customer.earlier}>
      <h3>{texts.customer.earlier}</h3>
      {rows.length === 0 && <p className="nothing">{texts.customer.noEarlier}</p>}
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <button type="button" onClick={() => { onOpen(row.id) }}>
              <span><b>{row.intent ?? texts.channels[row.channel]}</b><time dateTime={row.lastAt}>{momentShown(row.lastAt, language, now)}</time></span>
              <small>{row.lastText}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
