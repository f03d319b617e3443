import type { MessageBody } from '@xinqiao/contract/conversations.ts'
import { useCallback, useState } from 'react'
import { gateTexts } from '../../ui/catalogue/gate.ts'
import { useTexts } from '../../ui/language.ts'
import { type Draft, inserted } from './draft.ts'
import { firstWording } from './findings.tsx'
import { type Disclosure, type Judging, sentenceAround } from './judging.ts'

/** How a draft is brought to keep the rules: what is asked of its writer, what is put into it. */

/** What a text that is stopped needs: a reason of its writer, a supervisor, or other words. */
export type Asking = 'reason' | 'release' | 'change'

/** With what must be told beside it, each on a line of its own. */
const withDue = (draft: Draft, due: readonly Disclosure[]): Draft => due.reduce((text, { placement, text: words, placed }) => {
  const body = { text: placement === 'before' ? `${words}\n` : `\n${words}`, figures: placed }
  const figures = placement === 'before' ? placed : placed.map((figure) => ({ ...figure, start: figure.start + 1, end: figure.end + 1 }))
  const at = placement === 'before' ? 0 : text.text.length
  return inserted(text, { ...body, figures }, at, at)
}, { ...draft, text: draft.text.trimEnd() })

/** What stands between a finished text and its sending. */
export const nextAsk = ({ verdict, releasable }: Judging): Asking | undefined =>
  verdict === 'pass' ? undefined : verdict === 'warn' ? 'reason' : releasable ? 'release' : 'change'

type Writing = {
  readonly draft: Draft
  readonly setDraft: (draft: Draft) => void
  readonly put: (words: Pick<MessageBody, 'text' | 'figures'>, over?: { readonly start: number; readonly end: number }) => void
}

/** How the check is kept to: what is asked for, and what is put into the text for it. */
export const useKeeping = ({ draft, setDraft, put }: Writing, judging: Judging) => {
  const texts = useTexts(gateTexts)
  const [asked, setAsked] = useState<{ readonly text: string; readonly what: Asking }>()
  const [attached, setAttached] = useState<{ readonly text: string; readonly say: string }>()
  const asking = asked?.text === draft.text ? asked.what : undefined
  const ask = useCallback((what: Asking | undefined, text: string) => { setAsked(what && { text, what }) }, [])
  const attach = useCallback(() => {
    const whole = withDue(draft, judging.due)
    setDraft(whole)
    setAttached({ text: whole.text, say: texts.attached(judging.due.map(({ name }) => name).join('、')) })
  }, [draft, judging.due, setDraft, texts])
  const replace = useCallback((finding: { readonly start: number; readonly end: number }, words: string) => {
    const at = sentenceAround(draft.text, finding)
    // Said already in another sentence: then the wrong one only goes.
    put({ text: draft.text.includes(words) ? '' : words, figures: [] }, at)
  }, [draft.text, put])
  const sayFirst = useCallback(() => {
    const first = firstWording(judging)
    if (first) replace(first.finding, first.words)
  }, [judging, replace])
  return { asking, ask, attach, attachedSay: attached?.text === draft.text ? attached.say : undefined, replace, sayFirst }
}
