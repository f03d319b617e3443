import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import type { UploadState } from '@xinqiao/contract/materials.ts'
import { type CallRefusal, isCallRefusal } from '../../api/call.ts'

/** Sends a file in pieces. Where the line breaks it waits, asks how far the server has it, and goes on from there. */

/** As the contract has it (`pieceSize`), which the chat does not load for the sake of one number; a test holds them together. */
export const sentPiece = 256 * 1024

export type PiecePort = {
  readonly begin: (upload: { readonly id: string; readonly name: string; readonly size: number }) => Promise<UploadState | CallRefusal>
  readonly piece: (uploadId: string, from: number, bytes: File) => Promise<UploadState | CallRefusal>
}

export type Sending = {
  readonly id: string
  readonly file: File
  readonly signal: AbortSignal
  /** From 0 to 1; `broken` while there is no line. */
  readonly onProgress: (part: number, broken: boolean) => void
  readonly pause?: (milliseconds: number) => Promise<void>
}

/** What another try may mend: the line, or a server that is just coming up. */
const passing: ReadonlySet<string> = new Set(['offline', 'database-unavailable', 'internal'])

const pauseFor = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds) })

/** Undefined where it was called off. */
export const sendInPieces = async (port: PiecePort, { id, file, signal, onProgress, pause = pauseFor }: Sending): Promise<AttachmentInfo | CallRefusal | undefined> => {
  const begin = () => port.begin({ id, name: file.name, size: file.size })
  let [state, tries, part] = [await begin(), 0, 0]
  while (!signal.aborted) {
    if (isCallRefusal(state)) {
      if (!passing.has(state.refused)) return state
      onProgress(part, true)
      await pause(Math.min(10_000, 500 * 2 ** tries))
      tries += 1
      state = await begin()
      continue
    }
    if (state.file) return state.file
    tries = 0
    part = state.received / file.size
    onProgress(part, false)
    const from = state.received
    state = await port.piece(id, from, new File([file.slice(from, from + sentPiece)], 'piece'))
  }
  return undefined
}

/**
 * An id that follows from the file and what it is for, so that a page that was closed goes on where it was when the same file is chosen
 * again; version 8 of RFC 9562. Undefined where the browser reckons no hashes (a page that is not secure).
 */
export const idOfFile = async (file: File, purpose: string): Promise<string | undefined> => {
  const { subtle } = globalThis.crypto as { readonly subtle?: SubtleCrypto }
  if (!subtle) return undefined
  const hash = [...new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(`${purpose} ${file.name} ${file.size} ${file.lastModified}`)))]
    .map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
