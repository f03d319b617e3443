import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isCallRefusal } from '../api/call.ts'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { sizeShown } from '../ui/format.ts'
import { newId } from '../ui/id.ts'
import { useTexts } from '../ui/language.ts'
import type { Client } from './client.ts'
import { draftPlace } from './entrance.ts'
import { fileTypes, largestFile, mostFiles } from './files.ts'

/** What is being written: the words and the files, kept over a reload. */

export type Upload = {
  readonly key: string
  readonly file: File
  /** In [0, 1]. */
  readonly part: number
  /** Why it failed; it can be tried again where `again` says so. */
  readonly error?: string
  readonly again: boolean
  readonly cancel: () => void
}

type Kept = { readonly text: string; readonly attachments: readonly AttachmentInfo[] }

const readDraft = (text: string | undefined): Kept => {
  try {
    const held = JSON.parse(text ?? '{}') as Partial<Kept>
    return { text: typeof held.text === 'string' ? held.text : '', attachments: Array.isArray(held.attachments) ? held.attachments : [] }
  } catch {
    return { text: '', attachments: [] }
  }
}

/** The type as the browser names it, or by its ending where the browser has no name for it (HEIC on most). */
export const acceptable = ({ type, name }: Pick<File, 'type' | 'name'>): boolean =>
  fileTypes.some((known) => known === type) || (type === '' && /\.(?:heic|heif|jpe?g|png|webp|pdf)$/i.test(name))

export const useDraft = (client: Client) => {
  const place = draftPlace(client.person.id)
  const [draft, setDraft] = useState<Kept>(() => readDraft(client.keep.read(place)))
  useEffect(() => {
    const empty = draft.text === '' && draft.attachments.length === 0
    client.keep.write(place, empty ? undefined : JSON.stringify(draft))
  }, [client, place, draft])
  const write = useCallback((text: string) => { setDraft((before) => ({ ...before, text })) }, [])
  const add = useCallback((info: AttachmentInfo) => { setDraft((before) => ({ ...before, attachments: [...before.attachments, info] })) }, [])
  const remove = useCallback((id: string) => {
    setDraft((before) => ({ ...before, attachments: before.attachments.filter((info) => info.id !== id) }))
  }, [])
  const clear = useCallback(() => { setDraft({ text: '', attachments: [] }) }, [])
  return { ...draft, write, add, remove, clear }
}

export const useUploads = (client: Client, taken: number, onDone: (info: AttachmentInfo) => void) => {
  const texts = useTexts(chatTexts)
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const [complaint, setComplaint] = useState<string>()
  const running = useRef(new Map<string, () => void>())
  useEffect(() => {
    const cancels = running.current
    return () => { for (const cancel of cancels.values()) cancel() }
  }, [])
  const change = useCallback((key: string, now: Partial<Upload>) => {
    setUploads((before) => before.map((upload) => (upload.key === key ? { ...upload, ...now } : upload)))
  }, [])
  const drop = useCallback((key: string) => {
    running.current.get(key)?.()
    running.current.delete(key)
    setUploads((before) => before.filter((upload) => upload.key !== key))
  }, [])
  const start = useCallback((file: File) => {
    const key = newId()
    const { done, cancel } = client.files.upload(file, (part) => { change(key, { part }) })
    running.current.set(key, cancel)
    setUploads((before) => [...before, { key, file, part: 0, again: false, cancel }])
    const settle = async (): Promise<void> => {
      const answer = await done
      // It was taken back in the meantime.
      if (!running.current.delete(key)) return
      if (isCallRefusal(answer)) {
        change(key, { error: answer.refused === 'offline' ? texts.uploadFailed : answer.sentence, again: answer.refused === 'offline' })
        return
      }
      client.files.remember(answer, file)
      setUploads((before) => before.filter((upload) => upload.key !== key))
      onDone(answer)
    }
    void settle()
  }, [client, change, onDone, texts])
  const take = useCallback((files: readonly File[]) => {
    setComplaint(undefined)
    if (taken + uploads.length + files.length > mostFiles) {
      setComplaint(texts.tooMany(mostFiles))
      return
    }
    for (const file of files) {
      if (!acceptable(file)) setComplaint(texts.wrongType)
      else if (file.size > largestFile) setComplaint(texts.tooLarge(sizeShown(largestFile)))
      else start(file)
    }
  }, [start, taken, texts, uploads.length])
  const again = useCallback((upload: Upload) => {
    drop(upload.key)
    start(upload.file)
  }, [drop, start])
  return { uploads, complaint, take, drop, again, forgive: () => { setComplaint(undefined) } }
}
