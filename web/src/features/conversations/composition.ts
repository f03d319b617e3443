import { type Entry, type HandOver, maximumTextLength, type MessageBody } from '@xinqiao/contract/conversations.ts'
import { uploadDeskAttachment } from '@xinqiao/contract/chat.ts'
import { askRelease, listConversationReleases } from '@xinqiao/contract/gate.ts'
import { useQueryClient } from '@tanstack/react-query'
import type { Mood } from '@xinqiao/core/understanding/mood.ts'
import { type RefObject, useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { useSession } from '../../api/staff-session.ts'
import { deskTexts } from '../../ui/catalogue/desk.ts'
import { newId } from '../../ui/id.ts'
import { useTexts } from '../../ui/language.ts'
import { type Draft, emptyDraft, firstBlank, inserted, keepDraft, loadDraft } from './draft.ts'
import { type Judging, useJudging } from './judging.ts'
import { type Asking, nextAsk, useKeeping } from './keeping.ts'
import { usePromises } from './promises.tsx'

/** What the composer does, apart from how it looks: the draft, what is put into it, and its way to the customer. */

/** What the rest of the desk may ask of the composer. */
export type ComposerHandle = {
  readonly focus: () => void
  readonly note: () => void
  readonly attach: () => void
  readonly replies: () => void
  readonly acceptDraft: () => void
  /** Says the first thing that the check finds in the approved words. */
  readonly reword: () => void
  /** Takes what the text promises on as a commitment, or not. */
  readonly promise: () => void
  readonly insert: (body: Pick<MessageBody, 'text' | 'figures'>) => void
  /** `ask`: what the server wants before it lets the text out. */
  readonly restore: (draft: Draft, ask?: Asking) => void
}

export type ComposerMode =
  /** Mine: what is written is sent. `take`: nobody's yet; sending takes it first. */
  | { readonly may: 'reply' } | { readonly may: 'take' }
  /** Only private notes, and why. */
  | { readonly may: 'note'; readonly why: string }
  | { readonly may: 'nothing'; readonly why: string }

export type ComposerProps = {
  readonly conversationId: string
  readonly customerId: string
  readonly intent: string | undefined
  readonly mood: Mood | undefined
  readonly mode: ComposerMode
  /** What was said: a customer's own figures may be said back to him. */
  readonly entries: readonly Entry[]
  readonly offered: HandOver['draft']
  readonly handle: RefObject<ComposerHandle | null>
  /** Takes the conversation; false where that was refused. */
  readonly onTake: () => Promise<boolean>
  readonly onProblem: (sentence: string) => void
  readonly onSent: () => void
}

const tellTypingEvery = 3_000
const typingEndsAfter = 5_000

/** Says that somebody types, at most every three seconds, and that he has stopped. */
const useTypingSignal = (conversationId: string) => {
  const { talks } = useSession()
  const told = useRef(0)
  const ending = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stop = useCallback(() => {
    clearTimeout(ending.current)
    if (told.current > 0) talks.typing(conversationId, false)
    told.current = 0
  }, [talks, conversationId])
  useEffect(() => stop, [stop])
  const typed = useCallback(() => {
    if (Date.now() - told.current > tellTypingEvery) {
      told.current = Date.now()
      talks.typing(conversationId, true)
    }
    clearTimeout(ending.current)
    ending.current = setTimeout(stop, typingEndsAfter)
  }, [talks, conversationId, stop])
  return { typed, stop }
}

/** The draft of a conversation, kept on every change. The component is keyed by conversation, so that it is read once. */
const useDraft = (conversationId: string) => {
  const { me } = useSession()
  const [draft, setDraft] = useState<Draft>(() => loadDraft(me.id, conversationId))
  useEffect(() => { keepDraft(me.id, conversationId, draft) }, [me.id, conversationId, draft])
  return [draft, setDraft] as const
}

const useUpload = (conversationId: string, add: (change: (draft: Draft) => Draft) => void, onProblem: (sentence: string) => void) => {
  const { call } = useSession()
  const [uploading, setUploading] = useState(0)
  const upload = useCallback(async (files: Iterable<File>) => {
    for (const file of files) {
      setUploading((count) => count + 1)
      const answer = await call(uploadDeskAttachment, { params: { conversationId }, file })
      setUploading((count) => count - 1)
      if (isCallRefusal(answer)) onProblem(`${file.name}: ${answer.sentence}`)
      else add((draft) => ({ ...draft, attachments: [...draft.attachments, answer] }))
    }
  }, [call, conversationId, add, onProblem])
  return { uploading: uploading > 0, upload }
}

type Words = Pick<MessageBody, 'text' | 'figures'>
type Span = { readonly start: number; readonly end: number }

/** The draft and the hand that writes into it: words are put in, and the caret stands where the agent goes on. */
const useWriting = (conversationId: string, offered: HandOver['draft']) => {
  const [draft, setDraft] = useDraft(conversationId)
  const field = useRef<HTMLTextAreaElement>(null)
  const caret = useRef<Span | undefined>(undefined)
  useLayoutEffect(() => {
    if (!caret.current) return
    field.current?.focus()
    field.current?.setSelectionRange(caret.current.start, caret.current.end)
    caret.current = undefined
  }, [draft])
  const put = useCallback((words: Words, over?: Span) => {
    setDraft((before) => {
      const at = over ?? { start: field.current?.selectionStart ?? before.text.length, end: field.current?.selectionEnd ?? before.text.length }
      const next = inserted(before, words, at.start, at.end)
      const after = at.start + words.text.length
      caret.current = firstBlank(next.text) ?? { start: after, end: after }
      return next
    })
  }, [setDraft])
  const acceptDraft = useCallback(() => {
    if (offered) put({ text: offered.text, figures: offered.figures }, { start: 0, end: field.current?.value.length ?? 0 })
  }, [offered, put])
  const toggleNote = useCallback(() => {
    setDraft((before) => ({ ...before, visibleTo: before.visibleTo === 'all' ? 'staff' : 'all' }))
    field.current?.focus()
  }, [setDraft])
  const openReplies = useCallback(() => {
    setDraft((before) => {
      if (before.text !== '') return before
      caret.current = { start: 1, end: 1 }
      return { ...before, text: '/' }
    })
    field.current?.focus()
  }, [setDraft])
  const restore = useCallback((restored: Draft) => {
    caret.current = { start: restored.text.length, end: restored.text.length }
    setDraft(restored)
  }, [setDraft])
  return { draft, setDraft, field, put, acceptDraft, toggleNote, openReplies, restore }
}

type ToSend = {
  readonly draft: Draft
  readonly visibleTo: Draft['visibleTo']
  readonly blank: ReturnType<typeof firstBlank>
  readonly ready: boolean
  readonly judging: Judging
  readonly keeping: ReturnType<typeof useKeeping>
  readonly taking: boolean
  readonly setTaking: (taking: boolean) => void
  readonly showBlank: (blank: NonNullable<ReturnType<typeof firstBlank>>) => void
  readonly sent: (messageId: string) => void
}

/** The ways of a finished text: to the customer, or to a supervisor first. */
const useSending = (
  { conversationId, mode, onTake, onProblem }: ComposerProps, { draft, visibleTo, blank, ready, judging, keeping, taking, setTaking, showBlank, sent }: ToSend,
) => {
  const { talks, call } = useSession()
  const queries = useQueryClient()
  const message = () => {
    const attachments = draft.attachments.map((file) => file.id)
    return { id: newId(), text: draft.text.trimEnd(), attachments, purpose: draft.purpose, figures: [...draft.figures] }
  }
  /** Whose the conversation is before anything is said in it. */
  const taken = async (): Promise<boolean> => {
    if (mode.may !== 'take' || visibleTo !== 'all') return true
    setTaking(true)
    const took = await onTake()
    setTaking(false)
    return took
  }
  /** What must still be done before the text can go; true where it may go now. */
  const mayGo = (reason: string | undefined): boolean => {
    if (blank && visibleTo === 'all') {
      showBlank(blank)
      return false
    }
    if (judging.due.length > 0) {
      keeping.attach()
      return false
    }
    const next = nextAsk(judging)
    if (next === undefined || (next === 'reason' && reason !== undefined)) return true
    keeping.ask(next, draft.text)
    return false
  }

  /** Sends what is written; a conversation that nobody has is taken first. `reason`: why although the check warned. */
  const send = async (reason?: string): Promise<void> => {
    if (!ready || taking || !mayGo(reason) || !await taken()) return
    const sending = message()
    talks.send(conversationId, { ...sending, visibleTo, ...(reason === undefined ? {} : { reason }) }, new Date().toISOString())
    sent(sending.id)
  }
  /** Hands the blocked text to a supervisor, with why it should go out. */
  const askForRelease = async (reason: string): Promise<void> => {
    if (!ready || taking || !await taken()) return
    setTaking(true)
    const asked = message()
    const answer = await call(askRelease, { params: { conversationId }, body: { ...asked, reason } })
    setTaking(false)
    if (isCallRefusal(answer)) return onProblem(answer.sentence)
    await queries.invalidateQueries({ queryKey: [listConversationReleases.id] })
    sent(asked.id)
  }
  return { send, askForRelease }
}

export const useComposition = (props: ComposerProps) => {
  const { conversationId, mode, entries, offered, handle, onProblem, onSent } = props
  const texts = useTexts(deskTexts).composer
  const writing = useWriting(conversationId, offered)
  const { draft, setDraft, field, put, acceptDraft, toggleNote, openReplies, restore } = writing
  const [taking, setTaking] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const { typed, stop } = useTypingSignal(conversationId)
  const { uploading, upload } = useUpload(conversationId, setDraft, onProblem)
  const visibleTo = mode.may === 'note' ? 'staff' as const : draft.visibleTo
  const judging = useJudging(conversationId, { ...draft, visibleTo }, entries, mode.may === 'reply' || mode.may === 'take')
  const keeping = useKeeping(writing, judging)
  const promises = usePromises(conversationId, visibleTo === 'all' ? draft.text : '', entries, onProblem)
  const blank = firstBlank(draft.text)
  const empty = draft.text.trim() === '' && draft.attachments.length === 0
  const ready = !empty && !uploading && mode.may !== 'nothing' && draft.text.length <= maximumTextLength

  const { ask, sayFirst } = keeping
  const restoreAsking = useCallback((restored: Draft, what?: Asking) => {
    restore(restored)
    ask(what, restored.text)
  }, [restore, ask])
  useImperativeHandle(handle, () => ({
    focus: () => { field.current?.focus() }, attach: () => { picker.current?.click() },
    note: toggleNote, replies: openReplies, acceptDraft, insert: put, restore: restoreAsking, reword: sayFirst, promise: promises.turn,
  }), [field, toggleNote, openReplies, acceptDraft, put, restoreAsking, sayFirst, promises.turn])

  const showBlank = ({ name, start, end }: NonNullable<typeof blank>): void => {
    onProblem(texts.blank(texts.blanks[name] ?? name))
    field.current?.setSelectionRange(start, end)
  }
  const sending = useSending(props, { draft, visibleTo, blank, ready, judging, keeping, taking, setTaking, showBlank, sent: (messageId) => {
    promises.sent(messageId)
    stop()
    setDraft(emptyDraft)
    onSent()
  } })
  return { ...writing, ...sending, visibleTo, blank, ready, taking, picker, typed, stop, uploading, upload, judging, keeping, promises }
}
