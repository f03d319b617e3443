import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'

/** Near enough to the end that the reader follows what comes. */
const near = 72

type Sticking = {
  readonly scroller: RefObject<HTMLElement | null>
  readonly content: RefObject<HTMLDivElement | null>
  readonly atEnd: boolean
  /** What came while the reader was further up. */
  readonly unseen: number
  readonly toEnd: () => void
  /** Called before something is added at the top, so that the reader stays where he reads. */
  readonly keepPlace: () => void
}

/**
 * Keeps the end of the conversation in sight while the reader is there, and leaves him in peace while he reads further up.
 * What he sends himself always brings him to the end.
 */
export const useStickToEnd = (lastKey: string, lastIsOwn: boolean, typing: boolean): Sticking => {
  const scroller = useRef<HTMLElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const stuck = useRef(true)
  const place = useRef<number>(undefined)
  const [atEnd, setAtEnd] = useState(true)
  const [unseen, setUnseen] = useState(0)
  const [known, setKnown] = useState(lastKey)
  if (known !== lastKey) {
    setKnown(lastKey)
    if (!atEnd && known !== '') setUnseen(unseen + 1)
  }
  const settle = useCallback((end: boolean) => {
    stuck.current = end
    setAtEnd(end)
    if (end) setUnseen(0)
  }, [])
  const toEnd = useCallback(() => {
    const element = scroller.current
    if (element) element.scrollTop = element.scrollHeight
    settle(true)
  }, [settle])

  // What came last and who types stand here because each moves the end.
  // oxlint-disable-next-line react/exhaustive-effect-dependencies
  useLayoutEffect(() => { if (stuck.current || lastIsOwn) toEnd() }, [lastKey, lastIsOwn, typing, toEnd])
  useEffect(() => {
    const element = scroller.current
    const inner = content.current
    if (!element || !inner) return undefined
    let top = element.scrollTop
    const scrolled = (): void => {
      // Only a move upwards is the reader's wish to leave the end: everything else is the end that moved away.
      if (element.scrollHeight - element.scrollTop - element.clientHeight < near) settle(true)
      else if (element.scrollTop < top) settle(false)
      top = element.scrollTop
    }
    // Pictures that arrive, a keyboard that opens: both move the end without a scroll of the reader.
    const observer = new ResizeObserver(() => {
      if (place.current !== undefined) {
        element.scrollTop = element.scrollHeight - place.current
        place.current = undefined
      } else if (stuck.current) element.scrollTop = element.scrollHeight
    })
    element.addEventListener('scroll', scrolled, { passive: true })
    observer.observe(element)
    observer.observe(inner)
    return () => {
      element.removeEventListener('scroll', scrolled)
      observer.disconnect()
    }
  }, [settle])
  const keepPlace = useCallback(() => {
    const element = scroller.current
    if (!element) return
    place.current = element.scrollHeight - element.scrollTop
    stuck.current = false
  }, [])
  return { scroller, content, atEnd, unseen, toEnd, keepPlace }
}
