import { useEffect, useRef, useState } from 'react'
import { isCallRefusal } from '../../api/call.ts'
import { newId } from '../../ui/id.ts'
import { idOfFile, type PiecePort, sendInPieces } from './send-in-pieces.ts'

/** The pages that somebody is about to hand in, each on its way or there. */

export type Page = {
  readonly key: string
  readonly name: string
  /** An address of the picture in this page; absent for a PDF. */
  readonly picture?: string
  readonly part: number
  readonly broken: boolean
  readonly fileId?: string
  readonly refused?: string
}

export type Pages = { readonly pages: readonly Page[]; readonly add: (files: readonly File[]) => void; readonly remove: (key: string) => void; readonly clear: () => void }

export const usePages = (port: PiecePort, purpose: string): Pages => {
  const [pages, setPages] = useState<readonly Page[]>([])
  const running = useRef(new Map<string, AbortController>())
  useEffect(() => {
    const all = running.current
    return () => { for (const each of all.values()) each.abort() }
  }, [])
  const change = (key: string, change_: Partial<Page>): void => { setPages((now) => now.map((page) => (page.key === key ? Object.assign({}, page, change_) : page))) }
  const send = async (key: string, file: File): Promise<void> => {
    const controller = new AbortController()
    running.current.set(key, controller)
    const id = (await idOfFile(file, purpose)) ?? newId()
    const done = await sendInPieces(port, { id, file, signal: controller.signal, onProgress: (part, broken) => { change(key, { part, broken }) } })
    running.current.delete(key)
    if (done) change(key, isCallRefusal(done) ? { refused: done.sentence } : { part: 1, broken: false, fileId: done.id })
  }
  const drop = ({ key, picture }: Page): void => {
    running.current.get(key)?.abort()
    if (picture !== undefined) URL.revokeObjectURL(picture)
  }
  return {
    pages,
    add: (files) => {
      for (const file of files) {
        const page: Page = { key: newId(), name: file.name, part: 0, broken: false, ...(file.type.startsWith('image/') ? { picture: URL.createObjectURL(file) } : {}) }
        setPages((now) => [...now, page])
        void send(page.key, file)
      }
    },
    remove: (key) => {
      for (const page of pages) if (page.key === key) drop(page)
      setPages((now) => now.filter((page) => page.key !== key))
    },
    clear: () => {
      pages.forEach(drop)
      setPages([])
    },
  }
}
