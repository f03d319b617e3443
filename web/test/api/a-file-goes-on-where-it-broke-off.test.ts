import { pieceSize, type UploadState } from '@xinqiao/contract/materials.ts'
import { expect, test } from 'vitest'
import type { CallRefusal } from '../../src/api/call.ts'
import { idOfFile, type PiecePort, sendInPieces, sentPiece } from '../../src/features/materials/send-in-pieces.ts'

/** A file on a line that breaks: it goes on where the server has it, and no piece that arrived is sent again. */

const offline: CallRefusal = { refused: 'offline', sentence: '网络不通', about: {} }
const file = new File([new Uint8Array(3 * pieceSize + 7)], '工资单.jpg', { lastModified: 1 })
const done = { id: 'f1', name: '工资单.jpg', type: 'image/jpeg', size: file.size }

/** A server whose line fails where `fails` says so, before or after a piece has arrived. */
const server = (fails: (nth: number) => 'before' | 'after' | undefined) => {
  const sent: number[] = []
  let [received, nth] = [0, 0]
  const state = (): UploadState => (received === file.size ? { received, file: done } : { received })
  const through = async (work: () => void): Promise<UploadState | CallRefusal> => {
    nth += 1
    const failure = fails(nth)
    if (failure === 'before') return offline
    work()
    return failure === 'after' ? offline : state()
  }
  const port: PiecePort = {
    begin: () => through(() => undefined),
    piece: (_, from, bytes) => through(() => {
      sent.push(from)
      if (from === received) received += bytes.size
    }),
  }
  return { port, sent }
}

const send = ({ port }: { readonly port: PiecePort }, signal = new AbortController().signal) =>
  sendInPieces(port, { id: 'u1', file, signal, onProgress: () => undefined, pause: () => Promise.resolve() })

test.each([
  ['a line that holds', () => undefined], ['a piece that never arrived', (nth: number) => (nth === 3 ? 'before' as const : undefined)],
  ['an answer that was lost', (nth: number) => (nth === 3 || nth === 4 ? 'after' as const : undefined)], ['a long silence', (nth: number) => (nth > 2 && nth < 9 ? 'before' as const : undefined)],
])('over %s the file comes whole, each piece once', async (_, fails) => {
  const there = server(fails)
  expect(await send(there)).toEqual(done)
  expect(there.sent).toEqual([0, 1, 2, 3].map((place) => place * pieceSize))
})

test('what is refused is not tried again, what is called off ends, and the same file has the same id for the same purpose', async () => {
  const refusal: CallRefusal = { refused: 'material-heic', sentence: 'HEIC', about: {} }
  expect(await send({ port: { begin: () => Promise.resolve(refusal), piece: () => Promise.resolve(refusal) } })).toBe(refusal)
  const off = new AbortController()
  off.abort()
  expect(await send(server(() => undefined), off.signal)).toBeUndefined()
  expect(sentPiece).toBe(pieceSize)
  expect(await idOfFile(file, 'case income')).toBe(await idOfFile(file, 'case income'))
  expect(await idOfFile(file, 'case income')).not.toBe(await idOfFile(file, 'case bank-card'))
})
