import type { ConversationHead } from '@xinqiao/contract/conversations.ts'
import { type ClipboardEvent, type JSX, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'
import { useDraft, useUploads } from './draft.ts'
import { FileChips } from './file-chips.tsx'
import { fileTypes } from './files.ts'
import { QuickActions } from './quick-actions.tsx'

/** As the server has it; more is said in two messages. */
const longest = 4000
const typingSaidEvery = 3000
const typingOverAfter = 5000

/** Tells the desk that the customer is writing; the words themselves stay here until they are sent. */
const useTyping = (current: string | undefined): ((on: boolean) => void) => {
  const { client: { talks } } = useChat()
  const said = useRef(0)
  const over = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => { clearTimeout(over.current) }, [])
  return (on) => {
    if (current === undefined) return
    clearTimeout(over.current)
    if (!on) {
      if (said.current > 0) talks.typing(current, false)
      said.current = 0
      return
    }
    if (Date.now() - said.current > typingSaidEvery) {
      said.current = Date.now()
      talks.typing(current, true)
    }
    over.current = setTimeout(() => {
      said.current = 0
      talks.typing(current, false)
    }, typingOverAfter)
  }
}

const AttachTray = ({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const camera = useRef<HTMLInputElement>(null)
  const files = useRef<HTMLInputElement>(null)
  const take = (input: HTMLInputElement): void => {
    onFiles([...input.files ?? []])
    // The same file again is a change too.
    input.value = ''
  }
  return (
    <div className="tray">
      <button type="button" onClick={() => { camera.current?.click() }}><span><Icon name="camera" size={24} /></span>{texts.takePhoto}</button>
      <button type="button" onClick={() => { files.current?.click() }}><span><Icon name="image" size={24} /></span>{texts.chooseFile}</button>
      <input ref={camera} type="file" accept="image/*" capture="environment" hidden aria-label={texts.takePhoto} onChange={(event) => { take(event.currentTarget) }} />
      <input ref={files} type="file" accept={fileTypes.join(',')} multiple hidden aria-label={texts.chooseFile} onChange={(event) => { take(event.currentTarget) }} />
    </div>
  )
}

const useGrowing = (text: string) => {
  const area = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, 132)}px`
    // It grows with its text, which the element already holds.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [text])
  return area
}

type ComposerProps = {
  readonly current: string | undefined
  readonly head: ConversationHead | undefined
  /** A refused message that its writer wants to change. */
  readonly returned: { readonly text: string; readonly at: number } | undefined
}

const useComposing = ({ current, returned }: ComposerProps) => {
  const { client, say } = useChat()
  const draft = useDraft(client)
  const uploads = useUploads(client, draft.attachments.length, draft.add)
  const typing = useTyping(current)
  const [tray, setTray] = useState(false)
  const [taken, setTaken] = useState(0)
  const area = useGrowing(draft.text)
  if (returned && returned.at !== taken) {
    setTaken(returned.at)
    draft.write(draft.text === '' ? returned.text : `${returned.text}\n${draft.text}`)
  }
  const over = draft.text.length - longest
  const ready = (draft.text.trim() !== '' || draft.attachments.length > 0) && over <= 0 && !uploads.uploads.some(({ error }) => error === undefined)
  const send = (): void => {
    if (!ready) return
    say(draft.text.trim(), draft.attachments)
    draft.clear()
    uploads.forgive()
    setTray(false)
    typing(false)
    area.current?.focus()
  }
  const write = (text: string): void => {
    draft.write(text)
    typing(text.trim() !== '')
  }
  return { draft, uploads, tray, setTray, area, over, ready, send, write }
}

export const Composer = (props: ComposerProps): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { draft, uploads, tray, setTray, area, over, ready, send, write } = useComposing(props)
  const pressed = (event: KeyboardEvent): void => {
    // Enter that ends a pinyin word is not yet the end of the message.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  const pasted = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    uploads.take(files)
  }
  const { state } = props.head ?? {}
  const placeholder = state === 'with-agent' || state === 'waiting' ? texts.writeToAgent : texts.write
  return (
    <footer className="composer">
      <QuickActions head={props.head} />
      <FileChips attachments={draft.attachments} uploads={uploads.uploads} onRemove={draft.remove} onDrop={uploads.drop} onAgain={uploads.again} />
      {(uploads.complaint !== undefined || over > 0) && (
        <p className="complaint" role="alert"><Icon name="alert" />{uploads.complaint ?? texts.tooLong(over)}</p>
      )}
      <div className="writing">
        <button
          type="button" className="round" aria-label={texts.attach} aria-expanded={tray}
          onClick={() => {
            uploads.forgive()
            setTray(!tray)
          }}
        >
          <Icon name={tray ? 'close' : 'plus'} size={24} />
        </button>
        <textarea
          ref={area} rows={1} value={draft.text} placeholder={placeholder} aria-label={placeholder} enterKeyHint="send"
          onChange={(event) => { write(event.target.value) }} onKeyDown={pressed} onPaste={pasted}
        />
        <button type="button" className="send" aria-label={texts.send} disabled={!ready} onClick={send}><Icon name="up" size={22} /></button>
      </div>
      {tray && (
        <AttachTray
          onFiles={(files) => {
            setTray(false)
            uploads.take(files)
          }}
        />
      )}
    </footer>
  )
}
