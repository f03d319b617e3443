import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import { type JSX, lazy, type RefObject, Suspense, useCallback, useRef, useState } from 'react'
import type { ComposerHandle } from '../features/conversations/composition.ts'
import { LoanDrawer } from '../features/loan/loan-drawer.tsx'

/** What lies over the desk from the right: a loan, or the calculator. Both can put words into the reply. */

/** The loan engine comes when somebody first wants to calculate. */
const CalculatorDrawer = lazy(async () => ({ default: (await import('../features/loan/calculator-drawer.tsx')).CalculatorDrawer }))

type Shown = { readonly drawer: 'loan'; readonly loanRef: string } | { readonly drawer: 'calculator'; readonly loanRef: string | undefined } | undefined
type Words = Parameters<ComposerHandle['insert']>[0]

export const useDrawers = (composer: RefObject<ComposerHandle | null>) => {
  const [shown, setShown] = useState<Shown>()
  const [calculated, setCalculated] = useState(false)
  const opener = useRef<Element>(null)
  const after = useRef<'composer' | 'drawer' | 'opener'>('opener')
  const openLoan = useCallback((loanRef: string) => {
    opener.current = document.activeElement
    setShown({ drawer: 'loan', loanRef })
  }, [])
  const calculate = useCallback((loanRef?: string) => {
    // From within a loan the focus returns to what had opened that.
    if (loanRef === undefined) opener.current = document.activeElement
    else after.current = 'drawer'
    setCalculated(true)
    setShown({ drawer: 'calculator', loanRef })
  }, [])
  const close = useCallback(() => { setShown(undefined) }, [])
  const insert = useCallback((words: Words) => {
    close()
    composer.current?.insert(words)
    after.current = 'composer'
  }, [close, composer])
  /** A drawer that closes gives the focus back to what opened it; after an insertion it belongs to the reply. */
  const closed = useCallback(() => {
    if (after.current === 'composer') composer.current?.focus()
    else if (after.current === 'opener' && opener.current instanceof HTMLElement) opener.current.focus()
    after.current = 'opener'
  }, [composer])
  return { shown, calculated, openLoan, calculate, close, insert, closed }
}

export const Drawers = ({ drawers, customer, onInsert }: {
  drawers: ReturnType<typeof useDrawers>; customer: ConversationRow['customer'] | undefined; onInsert: ((words: Words) => void) | undefined
}): JSX.Element => {
  const { shown, calculated, calculate, close, closed } = drawers
  const calculating = shown?.drawer === 'calculator'
  return (
    <>
      <LoanDrawer loanRef={shown?.drawer === 'loan' ? shown.loanRef : undefined} onClose={close} onClosed={closed} onCalculate={calculate} onInsert={onInsert} />
      {calculated && (
        <Suspense fallback={null}>
          <CalculatorDrawer
            open={calculating} customerId={customer && customer.level !== 'anonymous' ? customer.id : undefined} loanRef={calculating ? shown.loanRef : undefined}
            onClose={close} onClosed={closed} onInsert={onInsert}
          />
        </Suspense>
      )}
    </>
  )
}
