import { type JSX, useCallback, useState } from 'react'
import { demoTexts, loansOf, type SituationKind, situationKinds } from '../ui/catalogue/demo.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { type Borrower, chatAddress, freshToken } from './demo-data.ts'

const kinds = Object.keys(situationKinds) as SituationKind[]

const toneOf = (state: string): 'bad' | 'quiet' | 'well' =>
  situationKinds.trouble.test(state) ? 'bad' : situationKinds.applying.test(state) ? 'quiet' : 'well'

const BorrowerCard = ({ borrower, chosen, onChat }: { readonly borrower: Borrower; readonly chosen: boolean; readonly onChat: () => void }): JSX.Element => {
  const texts = useTexts(demoTexts)
  const { name, ref, situation } = borrower
  const openTab = useCallback(async () => {
    // Opened before the wait, since a browser only lets a click open a window.
    const tab = window.open('about:blank', '_blank')
    const token = await freshToken(ref)
    if (tab) tab.location.href = chatAddress(token)
  }, [ref])
  return (
    <li className={chosen ? 'borrower chosen' : 'borrower'}>
      <button type="button" className="borrower-main" aria-pressed={chosen} title={texts.enterAs(name)} onClick={onChat}>
        <span className="face" aria-hidden="true">{name.slice(0, 1)}</span>
        <span className="borrower-words">
          <strong>{name}</strong>
          {loansOf(situation).map(({ product, state }, at) => (
            // Two loans of one borrower may be alike.
            // oxlint-disable-next-line react/no-array-index-key
            <span key={at} className="loan"><span>{product}</span><em className={toneOf(state)}>{state}</em></span>
          ))}
        </span>
      </button>
      <button type="button" className="quiet" onClick={() => { void openTab() }} aria-label={`${texts.open}: ${name}`} title={texts.open}><Icon name="out" size={18} /></button>
    </li>
  )
}

const firstShown = 36

export const Borrowers = ({ borrowers, chosen, onChat }: {
  readonly borrowers: readonly Borrower[]; readonly chosen: string | undefined; readonly onChat: (ref: string | undefined) => void
}): JSX.Element => {
  const texts = useTexts(demoTexts)
  const [wanted, setWanted] = useState('')
  const [kind, setKind] = useState<SituationKind>()
  const [shown, setShown] = useState(firstShown)
  // Who has several loans shows most of what the desk can do.
  const found = borrowers.toSorted((one, other) => loansOf(other.situation).length - loansOf(one.situation).length).filter(({ name, situation, ref }) =>
    (kind === undefined || situationKinds[kind].test(situation)) && `${name}${situation}${ref}`.includes(wanted.trim()))
  return (
    <section aria-labelledby="borrowers">
      <h2 id="borrowers">{texts.borrowers}</h2>
      <p className="hint">{texts.borrowersHint}</p>
      <div className="finding">
        <div className="chips">
          <button type="button" className="chip" aria-pressed={kind === undefined} onClick={() => { setKind(undefined) }}>{texts.kinds.all} {borrowers.length}</button>
          {kinds.map((one) => (
            <button type="button" key={one} className="chip" aria-pressed={kind === one} onClick={() => { setKind(one) }}>
              {texts.kinds[one]} {borrowers.filter(({ situation }) => situationKinds[one].test(situation)).length}
            </button>
          ))}
        </div>
        <div className="finder">
          <Icon name="search" />
          <input type="search" value={wanted} placeholder={texts.search} aria-label={texts.search} onChange={(event) => { setWanted(event.target.value) }} />
        </div>
      </div>
      <ul className="borrowers">
        <li className={chosen === '' ? 'borrower chosen' : 'borrower'}>
          <button type="button" className="borrower-main" aria-pressed={chosen === ''} onClick={() => { onChat(undefined) }}>
            <span className="face anonymous" aria-hidden="true"><Icon name="user" size={20} /></span>
            <span className="borrower-words"><strong>{texts.anonymous}</strong><span>{texts.anonymousHint}</span></span>
          </button>
        </li>
        {found.slice(0, shown).map((borrower) => (
          <BorrowerCard key={borrower.ref} borrower={borrower} chosen={borrower.ref === chosen} onChat={() => { onChat(borrower.ref) }} />
        ))}
      </ul>
      {found.length === 0 && <p className="hint">{texts.none}</p>}
      {found.length > shown && (
        <button type="button" className="more" onClick={() => { setShown(shown + 60) }}>{texts.more(Math.min(60, found.length - shown))}</button>
      )}
    </section>
  )
}
