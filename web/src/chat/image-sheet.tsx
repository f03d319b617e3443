import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { useFile } from './attachments.tsx'

export const ImageSheet = ({ attachment }: { readonly attachment: AttachmentInfo }): JSX.Element => {
  const address = useFile(attachment.id)
  return <div className="whole-image">{address !== undefined && <img src={address} alt={attachment.name} />}</div>
}
