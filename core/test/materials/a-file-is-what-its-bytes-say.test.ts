import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fileNameOf, fileTypeOf, fileTypes } from '../../src/materials/file-type.ts'

const ascii = (text: string): number[] => [...text].map((character) => character.charCodeAt(0))

test.each([
  ['image/jpeg', [0xff, 0xd8, 0xff, 0xe0, 0, 16]],
  ['image/png', [0x89, ...ascii('PNG'), 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/webp', [...ascii('RIFF'), 1, 2, 3, 4, ...ascii('WEBPVP8 ')]],
  ['image/heic', [0, 0, 0, 24, ...ascii('ftypheic')]],
  ['image/heic', [0, 0, 0, 24, ...ascii('ftypmif1')]],
  ['application/pdf', ascii('%PDF-1.7')],
] as const)('%s', (type, bytes) => {
  expect(fileTypeOf(Uint8Array.from([...bytes, 0, 0, 0, 0]))).toBe(type)
})

test.each(['', '<svg xmlns="http://www.w3.org/2000/svg">', '<html>', 'GIF89a', 'MZ', 'PK\u0003\u0004', 'RIFF1234AVI ', '\u0000\u0000\u0000\u0018ftypisom', ' %PDF-1.7', 'hello'])(
  'refused: %s', (text) => expect(fileTypeOf(Uint8Array.from(ascii(text)))).toBeUndefined(),
)

test('a name keeps its words and gets the ending of what the file is', () => {
  expect(fileNameOf('收入证明.PDF', 'application/pdf')).toBe('收入证明.pdf')
  expect(fileNameOf('收入证明.pdf', 'image/png')).toBe('收入证明.png')
  expect(fileNameOf('photo.jpeg', 'image/jpeg')).toBe('photo.jpeg')
  expect(fileNameOf('../../etc/passwd', 'image/png')).toBe('passwd.png')
  expect(fileNameOf('C:\\Users\\me\\身份证.jpg', 'image/jpeg')).toBe('身份证.jpg')
  expect(fileNameOf('invoice\u202Efdp.exe', 'application/pdf')).toBe('invoicefdp.pdf')
  expect(fileNameOf('', 'image/webp')).toBe('文件.webp')
  expect(fileNameOf('.png', 'image/png')).toBe('png.png')
})

test('no name leads out of a folder or breaks a header', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom(...fileTypes), (given, type) => {
      const name = fileNameOf(given, type)
      expect(name).not.toMatch(/[/\\"\r\n\0]/)
      expect(name).toMatch(/^[^.].*\.(?:jpg|jpeg|png|webp|heic|heif|pdf)$/su)
      expect([...name].length).toBeLessThanOrEqual(126)
    }),
  )
})
