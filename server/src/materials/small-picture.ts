import sharp from 'sharp'
import type { FileType } from '@xinqiao/core/materials/file-type.ts'

/** Small pictures are made when they are asked for: nothing more to seal, to keep and to erase. */

/** Of the longer side, in pixels: sharp on a phone, a hundredth of the photograph's bytes. */
const longest = 480

/** A picture of more pixels is no photograph of a document but an attempt to fill the memory. */
const mostPixels = 60_000_000

const shown: ReadonlySet<FileType> = new Set(['image/jpeg', 'image/png', 'image/webp'])

/** Upright, without whatever the camera wrote into it. Undefined where there is none to be made: a PDF, or a broken picture. */
export const smallPicture = async ({ bytes, type }: { readonly bytes: Buffer; readonly type: FileType }): Promise<Buffer | undefined> => {
  if (!shown.has(type)) return undefined
  try {
    return await sharp(bytes, { limitInputPixels: mostPixels }).rotate().resize({ width: longest, height: longest, fit: 'inside', withoutEnlargement: true }).jpeg({ quality: 72 }).toBuffer()
  } catch {
    return undefined
  }
}
