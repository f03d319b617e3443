import { useInfiniteQuery } from '@tanstack/react-query'
import { listStaff } from '@xinqiao/contract/people.ts'
import { searchEntries, type SearchHit } from '@xinqiao/contract/search.ts'
import { Button, Modal } from 'antd'
import { type FormEvent, type JSX, type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type CallInput, orThrow, type RefusedError } from '../../api/call.ts'
import { useAsk, useMay, useSession } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { searchTexts } from '../../ui/catalogue/search.ts'
import { clockShown, dayShown, localDay } from '../../ui/format.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import { type Typed, useTypedAhead } from '../../ui/type-ahead.ts'
import './search.css'

/** What was said, found again, by keys alone: Enter searches, arrows choose, Enter jumps to the place. */

type Asked = NonNullable<CallInput<typeof searchEntries>['body']>
type Page = { readonly hits: readonly SearchHit[]; readonly nextCursor?: string | undefined }

export type SearchSubject = { readonly id: string; readonly name: string }

/** Only what is asked by Enter or a changed filter is searched: every search is recorded. */
const useHits = (asked: Asked | undefined) => {
  const { call } = useSession()
  return useInfiniteQuery<Page, RefusedError, readonly SearchHit[], readonly unknown[], string | undefined>({
    queryKey: [searchEntries.id, asked],
    enabled: asked !== undefined,
    initialPageParam: undefined,
    queryFn: ({ pageParam, signal }) => orThrow(call(searchEntries, { body: { ...asked, ...(pageParam === undefined ? {} : { cursor: pageParam }) }, signal })),
    getNextPageParam: (last) => last.nextCursor,
    select: ({ pages }) => pages.flatMap(({ hits }) => hits),
    staleTime: 60_000, refetchOnWindowFocus: false,
  })
}

const Snippet = ({ snippet: { text, marks } }: Pick<SearchHit, 'snippet'>): JSX.Element => {
  const parts: (string | JSX.Element)[] = []
  let at = 0
  for (const { start, end } of marks) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return <span className="search-snippet">{parts}{text.slice(at)}</span>
}

const Hit = ({ hit, today }: { hit: SearchHit; today: string }): JSX.Element => {
  const texts = useTexts(searchTexts)
  const { authors } = useTexts(deskTexts)
  const language = useLanguage()
  const who = hit.author.kind === 'customer' ? hit.customer.name : hit.author.name ?? authors[hit.author.kind]
  return (
    <>
      <span className="search-who">
        <b>{hit.customer.name}</b>
        {hit.author.kind !== 'customer' && <span>{who}</span>}
        {hit.visibleTo === 'staff' && <span className="tag">{texts.note}</span>}
        {hit.retracted && <span className="tag">{texts.retracted}</span>}
        <time dateTime={hit.at}>{dayShown(localDay(new Date(hit.at)), language, today)} {clockShown(hit.at, language)}</time>
      </span>
      <Snippet snippet={hit.snippet} />
    </>
  )
}

type Filters = { readonly customer: boolean; readonly staffId: string; readonly rule: string; readonly from: string; readonly to: string }
const noFilters: Filters = { customer: false, staffId: '', rule: '', from: '', to: '' }

const FilterRow = ({ filters, subject, onChange }: { filters: Filters; subject: SearchSubject | undefined; onChange: (filters: Filters) => void }): JSX.Element => {
  const texts = useTexts(searchTexts)
  const { me } = useSession()
  const seesStaff = useMay()('staff.read')
  const { data } = useAsk(listStaff, {}, { enabled: seesStaff, staleTime: 600_000 })
  const others = (data?.staff ?? []).filter(({ id }) => id !== me.id)
  return (
    <div className="search-filters">
      {subject && (
        <label className="check"><input type="checkbox" checked={filters.customer} onChange={({ target }) => { onChange({ ...filters, customer: target.checked }) }} />{texts.thisCustomer(subject.name)}</label>
      )}
      <label>
        {texts.by}
        <select value={filters.staffId} onChange={({ target }) => { onChange({ ...filters, staffId: target.value }) }}>
          <option value="">{texts.anyone}</option><option value={me.id}>{texts.mine}</option>
          {others.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
      <label>{texts.from}<input type="date" value={filters.from} onChange={({ target }) => { onChange({ ...filters, from: target.value }) }} /></label>
      <label>{texts.to}<input type="date" value={filters.to} onChange={({ target }) => { onChange({ ...filters, to: target.value }) }} /></label>
      <label>
        {texts.rule}
        <select value={filters.rule} onChange={({ target }) => { onChange({ ...filters, rule: target.value }) }}>
          <option value="">{texts.anyRule}</option>
          {Object.entries(texts.rules).map(([id, name]) => <option key={id} value={id}>{name}</option>)}
        </select>
      </label>
    </div>
  )
}

const askedOf = (q: string, { customer, staffId, rule, from, to }: Filters, subject: SearchSubject | undefined): Asked => ({
  q: q.trim(), limit: 20,
  ...(customer && subject ? { customerId: subject.id } : {}), ...(staffId === '' ? {} : { staffId }), ...(rule.trim() === '' ? {} : { rule: rule.trim() }),
  ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }),
})

const Inside = ({ initial, subject, onJump }: { initial: string; subject: SearchSubject | undefined; onJump: (hit: SearchHit) => void }): JSX.Element => {
  const texts = useTexts(searchTexts)
  const [q, setQ] = useState(initial)
  const [filters, setFilters] = useState(noFilters)
  const [asked, setAsked] = useState<Asked | undefined>(initial.trim() === '' ? undefined : askedOf(initial, noFilters, subject))
  const [at, setAt] = useState(0)
  const listId = useId()
  const chosen = useRef<HTMLLIElement>(null)
  const form = useRef<HTMLFormElement>(null)
  useTypedAhead(useCallback(({ letters, entered }: Typed) => {
    flushSync(() => { setQ((before) => before + letters) })
    if (entered) form.current?.requestSubmit()
  }, []))
  const { data: hits = [], error, isFetching, hasNextPage, fetchNextPage } = useHits(asked)
  const now = Math.min(at, Math.max(0, hits.length - 1))
  const [today] = useState(() => localDay(new Date()))
  useEffect(() => { chosen.current?.scrollIntoView({ block: 'nearest' }) }, [now])
  const next = askedOf(q, filters, subject)
  const isAnswered = JSON.stringify(next) === JSON.stringify(asked)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const hit = hits[now]
    if (isAnswered && hit) return onJump(hit)
    setAt(0)
    setAsked(next)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || hits.length === 0) return
    if (event.key === 'ArrowDown') {
      setAt(Math.min(now + 1, hits.length - 1))
      if (now === hits.length - 1 && hasNextPage && !isFetching) void fetchNextPage()
    } else if (event.key === 'ArrowUp') setAt(Math.max(0, now - 1))
    else return
    event.preventDefault()
  }
  return (
    <form className="search" ref={form} onSubmit={submit}>
      <div className="palette-search">
        <Icon name="search" size={17} />
        <input
          autoFocus value={q} maxLength={200} placeholder={texts.placeholder} aria-label={texts.title} role="combobox" aria-expanded={hits.length > 0} aria-controls={listId}
          aria-activedescendant={hits.length > 0 ? `${listId}-${now}` : undefined} onKeyDown={onKey} onChange={({ target }) => { setQ(target.value) }}
        />
        <Button htmlType="submit" type="primary" size="small">{texts.search}</Button>
      </div>
      <FilterRow filters={filters} subject={subject} onChange={setFilters} />
      <ul className="search-list" id={listId} role="listbox" aria-label={texts.results} aria-busy={isFetching}>
        {hits.map((hit, index) => (
          <li
            key={`${hit.conversationId} ${hit.seq}`} id={`${listId}-${index}`} role="option" aria-selected={index === now} ref={index === now ? chosen : undefined}
            onMouseMove={() => { setAt(index) }} onMouseDown={(event) => {
              event.preventDefault()
              onJump(hit)
            }}
          ><Hit hit={hit} today={today} /></li>
        ))}
      </ul>
      {hasNextPage && <Button type="text" block className="search-more" loading={isFetching} onClick={() => { void fetchNextPage() }}>{texts.more}</Button>}
      {error && <p className="search-state" role="alert">{error.message}</p>}
      {!error && hits.length === 0 && (
        <p className="search-state" aria-live="polite">
          {isFetching ? texts.searching : asked === undefined ? texts.start : texts.none}
          {!isFetching && <small>{asked === undefined ? texts.recorded : texts.noneHint}</small>}
        </p>
      )}
    </form>
  )
}

export const SearchDialog = ({ open, initial, subject, onClose, onJump }: {
  open: boolean; initial: string; subject: SearchSubject | undefined; onClose: () => void; onJump: (hit: SearchHit) => void
}): JSX.Element => {
  const texts = useTexts(searchTexts)
  return (
    <Modal open={open} onCancel={onClose} footer={null} closable={false} width={760} className="palette" style={{ top: '9vh' }} destroyOnHidden title={texts.title} styles={{ header: { display: 'none' } }}>
      {open && <Inside initial={initial} subject={subject} onJump={onJump} />}
    </Modal>
  )
}
