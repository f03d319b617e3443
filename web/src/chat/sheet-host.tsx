import { type JSX, lazy, type MouseEvent, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { sheetTexts } from '../ui/catalogue/chat-sheets.ts'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { costTexts } from '../ui/catalogue/cost-table.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { ArticleSheet } from './article-sheet.tsx'
import { Waiting } from './ask.tsx'
import type { View } from './chat-context.ts'
import { CostSheet } from './cost-sheet.tsx'
import { FigureSheet } from './figure-sheet.tsx'
import { ImageSheet } from './image-sheet.tsx'
import { LoanSheet } from './loan-sheet.tsx'
import { LoansSheet } from './loans-sheet.tsx'
import { MenuSheet } from './menu-sheet.tsx'
import './sheets.css'
import { TermSheet } from './term-sheet.tsx'
import { VerifySheet } from './verify-sheet.tsx'

/** The calculator brings the loan engine with it: only who opens it loads it. */
const CalculatorSheet = lazy(async () => ({ default: (await import('./calculator-sheet.tsx')).CalculatorSheet }))

/** Opened once in a while, and long: loaded by whoever opens it. */
const MyDataSheet = lazy(async () => ({ default: (await import('./my-data-sheet.tsx')).MyDataSheet }))

const CasesSheet = lazy(async () => ({ default: (await import('./cases-sheet.tsx')).CasesSheet }))
const CaseSheet = lazy(async () => ({ default: (await import('./case-sheet.tsx')).CaseSheet }))

const Later = ({ children }: { readonly children: ReactNode }): JSX.Element => <Suspense fallback={<Waiting refusal={undefined} again={() => undefined} />}>{children}</Suspense>

const useTitle = ({ view }: View): string => {
  const sheets = useTexts(sheetTexts)
  const texts = useTexts(chatTexts)
  const costs = useTexts(costTexts)
  const titles: Readonly<Record<View['view'], string>> = {
    figure: sheets.figureTitle, term: sheets.termTitle, article: sheets.articleTitle, image: sheets.image, loans: sheets.loansTitle, loan: sheets.loansTitle,
    cost: costs.title, calculator: sheets.calculatorTitle, verify: sheets.verifyTitle, menu: texts.menu, 'my-data': texts.myData, cases: texts.myCases, case: texts.myCases,
  }
  return titles[view]
}

const Body = ({ view }: { readonly view: View }): JSX.Element => {
  switch (view.view) {
    case 'figure': return <FigureSheet text={view.text} figure={view.figure} />
    case 'term': return <TermSheet termId={view.termId} loanRef={view.loanRef} />
    case 'article': return <ArticleSheet articleId={view.articleId} version={view.version} />
    case 'image': return <ImageSheet attachment={view.attachment} />
    case 'loans': return <LoansSheet />
    case 'loan': return <LoanSheet loanRef={view.loanRef} />
    case 'cost': return <CostSheet of={view.of} />
    case 'calculator': return <Later><CalculatorSheet loanRef={view.loanRef} /></Later>
    case 'verify': return <VerifySheet />
    case 'my-data': return <Later><MyDataSheet /></Later>
    case 'cases': return <Later><CasesSheet /></Later>
    case 'case': return <Later><CaseSheet caseId={view.caseId} /></Later>
    case 'menu': return <MenuSheet />
  }
}

const wide: ReadonlySet<View['view']> = new Set(['calculator', 'loan', 'cost', 'image', 'case'])

/** One dialog for all that opens above the conversation; what is opened from within lies on top, and going back finds it as it was. */
export const SheetHost = ({ views, onBack, onClose }: { readonly views: readonly View[]; readonly onBack: () => void; readonly onClose: () => void }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const dialog = useRef<HTMLDialogElement>(null)
  const top = views.at(-1) ?? { view: 'menu' }
  const title = useTitle(top)
  useEffect(() => {
    const element = dialog.current
    const opener = document.activeElement
    element?.showModal()
    return () => {
      element?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true })
    }
  }, [])
  // The dialog itself is only hit beside its content.
  const tapped = (event: MouseEvent): void => { if (event.target === dialog.current) onClose() }
  return (
    // Escape closes it as well, which the dialog says by `cancel`.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialog} className={top.view === 'calculator' ? 'sheet widest' : wide.has(top.view) ? 'sheet wide' : 'sheet'} aria-label={title} onClick={tapped}
      onCancel={(event) => {
        event.preventDefault()
        if (views.length > 1) onBack()
        else onClose()
      }}
    >
      <div className="sheet-frame">
        <header className="sheet-header">
          {views.length > 1
            ? <button type="button" className="round" aria-label={texts.back} onClick={onBack}><span className="turned"><Icon name="right" size={22} /></span></button>
            : <span className="round" />}
          <h2>{title}</h2>
          <button type="button" className="round" aria-label={texts.close} onClick={onClose}><Icon name="close" size={22} /></button>
        </header>
        {views.map((view, at) => (
          // The views form a stack: their place in it is what they are.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, react/no-array-index-key
          <div className="sheet-body" key={`${at} ${view.view}`} hidden={at < views.length - 1} tabIndex={0}><Body view={view} /></div>
        ))}
      </div>
    </dialog>
  )
}
