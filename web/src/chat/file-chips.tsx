import type { AttachmentInfo } from '@xinqiao/contract/conversations.ts'
import type { JSX } from 'react'
import { chatTexts } from '../ui/catalogue/chat.ts'
import { sizeShown } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useTexts } from '../ui/language.ts'
import type { Upload } from './draft.ts'

const iconOf = (type: string): 'image' | 'file' => (type.startsWith('image/') ? 'image' : 'file')

const UploadChip = ({ upload, onDrop, onAgain }: { readonly upload: Upload; readonly onDrop: (key: string) => void; readonly onAgain: (upload: Upload) => void }): JSX.Element => {
  const texts = useTexts(chatTexts)
  const { file, part, error, again } = upload
  const percent = Math.round(part * 100)
  return (
    <li className={error === undefined ? 'chip' : 'chip wrong'}>
      <Icon name={error === undefined ? iconOf(file.type) : 'alert'} size={18} />
      <span className="chip-words">
        <strong>{file.name}</strong>
        {error === undefined
          ? <progress value={part} max={1} aria-label={texts.uploading(file.name, percent)} />
          : <span role="alert">{error}</span>}
      </span>
      {again && <button type="button" aria-label={texts.retry} onClick={() => { onAgain(upload) }}><Icon name="again" size={18} /></button>}
      <button type="button" aria-label={texts.removeFile(file.name)} onClick={() => { onDrop(upload.key) }}><Icon name="close" size={18} /></button>
    </li>
  )
}

/** The files that go along with what is being written, those on their way up included. */
export const FileChips = ({ attachments, uploads, onRemove, onDrop, onAgain }: {
  readonly attachments: readonly AttachmentInfo[]; readonly uploads: readonly Upload[]
  readonly onRemove: (id: string) => void; readonly onDrop: (key: string) => void; readonly onAgain: (upload: Upload) => void
}): JSX.Element | null => {
  const texts = useTexts(chatTexts)
  if (attachments.length + uploads.length === 0) return null
  return (
    <ul className="file-chips">
      {attachments.map(({ id, name, type, size }) => (
        <li className="chip" key={id}>
          <Icon name={iconOf(type)} size={18} />
          <span className="chip-words"><strong>{name}</strong><span>{sizeShown(size)}</span></span>
          <button type="button" aria-label={texts.removeFile(name)} onClick={() => { onRemove(id) }}><Icon name="close" size={18} /></button>
        </li>
      ))}
      {uploads.map((upload) => <UploadChip key={upload.key} upload={upload} onDrop={onDrop} onAgain={onAgain} />)}
    </ul>
  )
}
