import {
  createContext, type JSX, type KeyboardEvent, type ReactNode, type SyntheticEvent, useCallback, useContext, useEffect, useRef, useState,
} from 'react'
import { calculatorTexts } from '../../ui/catalogue/calculator.ts'
import { Icon } from '../../ui/icons.tsx'
import { useLanguage, useTexts } from '../../ui/language.ts'
import type { Told } from './calculator-told.ts'

/** Every figure opens how it came about, in a dialog above whatever the calculator itself stands in. */

type Opened = { readonly told: Told; readonly source: string }
const OpenContext = createContext<(opened: Opened) => void>(() => undefined)
const SourceContext = createContext('')
/** What the figures within rest on. */
export const SourceProvider = SourceContext.Provider

const Explanation = ({ told, source, onClose }: Opened & { readonly onClose: () => void }): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const language = useLanguage()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => { if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true }) }
  }, [])
  const why = told.why()
  // React carries both events on to the sheet around it, which would take them for its own.
  const closed = (event: SyntheticEvent): void => {
    event.stopPropagation()
    onClose()
  }
  // What the calculator stands in closes by Escape as well: this key is for the explanation alone.
  const onKey = (event: KeyboardEvent): void => { if (event.key === 'Escape') event.nativeEvent.stopPropagation() }
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a tap beside the words closes them, as the button and Escape do
    <dialog
      ref={dialog} className="calc-why" aria-label={`${texts.explainTitle}: ${told.name}`} onKeyDown={onKey} onClose={closed}
      onCancel={(event) => { event.stopPropagation() }} onClick={(event) => { if (event.target === dialog.current) dialog.current.close() }}
    >
      <div className="calc-why-inside">
        <header>
          <h3>{told.name}</h3>
          <button type="button" className="calc-round" aria-label={texts.close} onClick={() => { dialog.current?.close() }}>
            <Icon name="close" size={18} />
          </button>
        </header>
        <p className="calc-why-figure figures">{told.shown}</p>
        <p className="calc-why-words">{why[language]}</p>
        <p className="calc-small">{texts.source} · {source}</p>
      </div>
    </dialog>
  )
}

export const ExplanationProvider = ({ children }: { readonly children: ReactNode }): JSX.Element => {
  const [opened, setOpened] = useState<Opened>()
  const close = useCallback(() => { setOpened(undefined) }, [])
  return (
    <OpenContext value={setOpened}>
      {children}
      {opened && <Explanation {...opened} onClose={close} />}
    </OpenContext>
  )
}

export const Figure = ({ told, className = '', ...rest }: {
  readonly told: Told; readonly className?: string; readonly tabIndex?: number; readonly 'data-cell'?: string; readonly onFocus?: () => void
}): JSX.Element => {
  const texts = useTexts(calculatorTexts)
  const open = useContext(OpenContext)
  const source = useContext(SourceContext)
  return (
    <button type="button" className={`calc-figure figures ${className}`} aria-haspopup="dialog" title={texts.how} onClick={() => { open({ told, source }) }} {...rest}>
      {told.shown}
    </button>
  )
}
