import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import { addressOf, type CallRefusal, refusalOf } from '../api/call.ts'
import { customerOperations } from '../api/light.ts'
import { language } from '../ui/language.ts'

/** Files going up with their progress, and files coming down by the session: a plain `src` would carry no session. */
export type Files = {
  readonly upload: (file: File, progress: (part: number) => void) => { readonly done: Promise<AttachmentInfo | CallRefusal>; readonly cancel: () => void }
  /** The address of a file's bytes within this page; undefined where it cannot be had. */
  readonly read: (attachmentId: string) => Promise<string | undefined>
  /** A file that was sent from here needs no way back. */
  readonly remember: (info: AttachmentInfo, file: Blob) => void
  readonly info: (attachmentId: string) => AttachmentInfo | undefined
  readonly close: () => void
}

/** The server refuses more; a file is known to be too large before it is sent. */
export const largestFile = 20 * 1_048_576
export const mostFiles = 10
export const fileTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'application/pdf'] as const

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const send = (session: string, file: File, progress: (part: number) => void): ReturnType<Files['upload']> => {
  // `fetch` tells nothing of how far an upload is.
  const request = new XMLHttpRequest()
  const done = new Promise<AttachmentInfo | CallRefusal>((resolve) => {
    const lost = (): void => { resolve({ ...refusalOf({ code: 'internal' }, language()), refused: 'offline' }) }
    request.upload.addEventListener('progress', (event) => { if (event.lengthComputable) progress(event.loaded / event.total) })
    request.addEventListener('load', () => {
      const answer = jsonOf(request.responseText)
      if (request.status < 300 && answer !== undefined) resolve(answer as AttachmentInfo)
      else resolve(refusalOf((answer as { readonly error?: object } | undefined)?.error ?? {}, language()))
    })
    for (const event of ['error', 'abort', 'timeout']) request.addEventListener(event, lost)
  })
  const body = new FormData()
  body.append('file', file)
  request.open('POST', addressOf(customerOperations.uploadChatAttachment, {}))
  request.setRequestHeader('authorization', `Bearer ${session}`)
  request.send(body)
  return { done, cancel: () => { request.abort() } }
}

const forget = async (address: Promise<string | undefined>): Promise<void> => {
  const url = await address
  if (url !== undefined) URL.revokeObjectURL(url)
}

export const makeFiles = (session: string): Files => {
  const addresses = new Map<string, Promise<string | undefined>>()
  const infos = new Map<string, AttachmentInfo>()
  const fetchFile = async (attachmentId: string): Promise<string | undefined> => {
    try {
      const response = await fetch(addressOf(customerOperations.readChatAttachment, { params: { attachmentId } }), {
        headers: { authorization: `Bearer ${session}` }, credentials: 'same-origin',
      })
      if (response.ok) return URL.createObjectURL(await response.blob())
    } catch {
      // Asked for again when it is wanted again.
    }
    addresses.delete(attachmentId)
    return undefined
  }
  return {
    upload: (file, progress) => send(session, file, progress),
    read: (attachmentId) => {
      const known = addresses.get(attachmentId) ?? fetchFile(attachmentId)
      addresses.set(attachmentId, known)
      return known
    },
    remember: (info, file) => {
      infos.set(info.id, info)
      addresses.set(info.id, Promise.resolve(URL.createObjectURL(file)))
    },
    info: (attachmentId) => infos.get(attachmentId),
    close: () => {
      for (const address of addresses.values()) void forget(address)
      addresses.clear()
    },
  }
}
