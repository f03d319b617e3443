import { type JSX, type KeyboardEvent, useId, useRef, useState } from 'react'
import { knowledgeTexts } from '../../ui/catalogue/knowledge.ts'
import { useTexts } from '../../ui/language.ts'

/** A text that may name figures of the loan: `{` opens the list of them, each with what it is for the example loan. */

export type Place = { readonly name: string; readonly value: string }

/** The beginning of a place that is being typed just before the caret. */
const begun = (text: string, caret: number): string | undefined => /\{([a-zA-Z]*)$/.exec(text.slice(0, caret))?.[1]

export const PlaceField = ({ id, value, places, onChange }: { id: string; value: string; places: readonly Place[]; onChange: (value: string) => void }): JSX.Element => {
  const texts = useTexts(knowledgeTexts)
  const field = useRef<HTMLTextAreaElement>(null)
  const [typed, setTyped] = useState<string>()
  const [at, setAt] = useState(0)
  const listId = useId()
  const found = typed === undefined ? [] : places.filter(({ name }) => name.toLowerCase().includes(typed.toLowerCase()))
  const now = Math.min(at, Math.max(0, found.length - 1))
  const look = (): void => {
    const { value: text = '', selectionStart = 0 } = field.current ?? {}
    setTyped(begun(text, selectionStart ?? 0))
    setAt(0)
  }
  const take = (place: Place | undefined): void => {
    const caret = field.current?.selectionStart ?? value.length
    if (!place || typed === undefined) return
    const start = caret - typed.length
    const rest = value.slice(caret).replace(/^\}/, '')
    onChange(`${value.slice(0, start)}${place.name}}${rest}`)
    setTyped(undefined)
    const after = start + place.name.length + 1
    setTimeout(() => { field.current?.setSelectionRange(after, after) }, 0)
  }
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || found.length === 0) return
    if (event.key === 'ArrowDown') setAt((now + 1) % found.length)
    else if (event.key === 'ArrowUp') setAt((now - 1 + found.length) % found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') take(found[now])
    else if (event.key === 'Escape') setTyped(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="place-field">
      <textarea
        ref={field} id={id} rows={2} value={value} placeholder={texts.placeHint} aria-controls={listId} aria-autocomplete="list" onKeyDown={onKey}
        aria-activedescendant={found.length > 0 ? `${listId}-${now}` : undefined} onBlur={() => { setTyped(undefined) }}
        onChange={(event) => {
          onChange(event.target.value)
          look()
        }}
      />
      <ul id={listId} role="listbox" aria-label={texts.places} hidden={found.length === 0}>
        {found.map((place, index) => (
          <li
            key={place.name} id={`${listId}-${index}`} role="option" aria-selected={index === now} onMouseMove={() => { setAt(index) }}
            onMouseDown={(event) => {
              event.preventDefault()
              take(place)
            }}
          >
            <code>{place.name}</code><span>{place.value}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
