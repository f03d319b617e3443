import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import { type JSX, useEffect, useState } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { sizeShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import { useChat } from './chat-context.ts'

/** Files in the conversation: pictures are shown, everything else is opened on a tap. */

export const useFile = (attachmentId: string): string | undefined => {
  const { client: { files } } = useChat()
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    let wanted = true
    const show = async (): Promise<void> => {
      const found = await files.read(attachmentId)
      if (wanted) setAddress(found)
    }
    void show()
    return () => { wanted = false }
  }, [files, attachmentId])
  return address
}

const FileCard = ({ attachment }: { readonly attachment: AttachmentInfo }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { client: { files } } = useChat()
  const [failed, setFailed] = useState(false)
  const open = async (): Promise<void> => {
    const address = await files.read(attachment.id)
    setFailed(address === undefined)
    if (address === undefined) return
    const link = document.createElement('a')
    link.href = address
    link.download = attachment.name
    link.click()
  }
  return (
    <button type="button" className="file" aria-label={texts.openFile(attachment.name)} onClick={() => { void open() }}>
      <span className="file-icon"><Icon name={attachment.type.startsWith('image/') ? 'image' : 'file'} size={22} /></span>
      <span className="file-words"><strong>{attachment.name}</strong><span>{failed ? texts.fileGone : sizeShown(attachment.size)}</span></span>
    </button>
  )
}

/** Kinds of pictures that browsers can show; HEIC of an iPhone is a file to most. */
const shown: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/gif'])

const Picture = ({ attachment }: { readonly attachment: AttachmentInfo }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { show } = useChat()
  const address = useFile(attachment.id)
  const [broken, setBroken] = useState(false)
  if (broken) return <FileCard attachment={attachment} />
  return (
    <button type="button" className="picture" aria-label={texts.openImage(attachment.name)} onClick={() => { show({ view: 'image', attachment }) }}>
      {address !== undefined && <img src={address} alt="" onError={() => { setBroken(true) }} />}
    </button>
  )
}

export const AttachmentView = ({ attachment }: { readonly attachment: AttachmentInfo }): JSX.Element =>
  shown.has(attachment.type) ? <Picture attachment={attachment} /> : <FileCard attachment={attachment} />
