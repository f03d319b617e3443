import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import type { JSX, RefObject } from 'react'
import { Commitments } from '../features/cases/commitments.tsx'
import { EarlierContacts } from '../features/conversations/earlier-contacts.tsx'
import { AskErasure } from '../features/cases/ask-erasure.tsx'
import { CustomerCases } from '../features/cases/customer-cases.tsx'
import { DialPanel } from '../features/compliance/dial-panel.tsx'
import { GuardedPanel } from '../features/people/guarded-panel.tsx'
import { ArticleSearch, type Opened } from '../features/knowledge/article-search.tsx'
import { CustomerLoans } from '../features/loan/customer-loans.tsx'
import { CustomerCard } from '../features/people/customer-card.tsx'
import { deskTexts } from '../ui/catalogue/desk.ts'
import { useTexts } from '../ui/language.ts'
import { openCases } from './place.ts'

export type PaneTab = 'customer' | 'knowledge'

/** The third pane: the customer in one glance, or the knowledge beside the conversation. */
export const CustomerPane = ({ row, intent, tab, onTab, article, onArticle, field, onLoan, onConversation, onInsert }: {
  row: ConversationRow | undefined; intent: string | undefined; tab: PaneTab; onTab: (tab: PaneTab) => void; article: Opened | undefined
  onArticle: (article: Opened | undefined) => void; field: RefObject<HTMLInputElement | null>; onLoan: (loanRef: string) => void
  onConversation: (conversationId: string) => void; onInsert: Parameters<typeof ArticleSearch>[0]['onInsert']
}): JSX.Element => {
  const texts = useTexts(deskTexts).customer
  const tabs: readonly (readonly [PaneTab, string])[] = [['customer', texts.tabCustomer], ['knowledge', texts.tabKnowledge]]
  return (
    <aside className="pane" aria-label={texts.label}>
      <div className="views pane-tabs" role="tablist">
        {tabs.map(([name, title]) => <button type="button" key={name} role="tab" aria-selected={tab === name} onClick={() => { onTab(name) }}>{title}</button>)}
      </div>
      <div className="pane-inside" role="tabpanel" aria-label={tab === 'customer' ? texts.tabCustomer : texts.tabKnowledge}>
        {tab === 'knowledge' && <ArticleSearch key={row?.id ?? ''} intent={intent} field={field} opened={article} onOpened={onArticle} onInsert={onInsert} />}
        {tab === 'customer' && row && (
          <>
            <CustomerCard key={`card ${row.customer.id}`} customer={row.customer} mood={row.mood} />
            <CustomerLoans customerId={row.customer.id} level={row.customer.level} onOpen={onLoan} />
            <Commitments customerId={row.customer.id} />
            <CustomerCases key={`cases ${row.customer.id}`} customerId={row.customer.id} onCase={openCases} />
            <DialPanel key={row.customer.id} customerId={row.customer.id} />
            <GuardedPanel key={`guarded ${row.customer.id}`} customerId={row.customer.id} />
            <AskErasure key={`erase ${row.customer.id}`} customerId={row.customer.id} />
            <EarlierContacts customerId={row.customer.id} exceptId={row.id} onOpen={onConversation} />
          </>
        )}
      </div>
    </aside>
  )
}
