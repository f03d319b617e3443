/**
 * What a file is, told by its first bytes: names and declared types are whatever the sender says. Only kinds that a chat needs
 * and that no browser runs are known here.
 */
export const fileTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/pdf'] as const
export type FileType = (typeof fileTypes)[number]

const endings: Readonly<Record<FileType, readonly string[]>> = {
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/heic': ['heic', 'heif'],
  'application/pdf': ['pdf'],
}

const hasAt = (bytes: Uint8Array, offset: number, expected: readonly number[]): boolean => expected.every((byte, index) => bytes[offset + index] === byte)

const asciiAt = (bytes: Uint8Array, offset: number, text: string): boolean => hasAt(bytes, offset, [...text].map((character) => character.charCodeAt(0)))

/** ISO/IEC 23008-12: the brands under which phones store their pictures. */
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'] as const

export const fileTypeOf = (bytes: Uint8Array): FileType | undefined => {
  if (hasAt(bytes, 0, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (hasAt(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (asciiAt(bytes, 0, 'RIFF') && asciiAt(bytes, 8, 'WEBP')) return 'image/webp'
  if (asciiAt(bytes, 4, 'ftyp') && heicBrands.some((brand) => asciiAt(bytes, 8, brand))) return 'image/heic'
  return asciiAt(bytes, 0, '%PDF-') ? 'application/pdf' : undefined
}

/** 10 MB: a photograph of a document by any phone fits, a film does not. */
export const maximumFileSize = 10 * 1024 * 1024

const longestName = 120

/**
 * A name that is safe to show and to save under: without folders, control and direction characters (which could hide the real
 * ending), with the ending that fits what the file is.
 */
export const fileNameOf = (given: string, type: FileType): string => {
  const bare = (given.split(/[/\\]/).at(-1) ?? '').normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '').trim()
  const dot = bare.lastIndexOf('.')
  const stem = [...(dot > 0 ? bare.slice(0, dot) : bare.replace(/^\.+/, ''))].slice(0, longestName).join('').trim()
  const ending = dot > 0 ? bare.slice(dot + 1).toLowerCase() : ''
  const [usual = ''] = endings[type]
  return `${stem === '' ? '文件' : stem}.${endings[type].includes(ending) ? ending : usual}`
}
