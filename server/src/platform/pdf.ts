import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Instant } from '@xinqiao/core/primitives/instant.ts'
import PdfKit from 'pdfkit'

/**
 * Documents as PDF, without a browser: headings, paragraphs and tables in Chinese and English, with page numbers. The glyphs that
 * occur are embedded with their characters, so that the text can be searched, copied and read aloud. The same document and moment give
 * the same bytes, so that a document can be made again and compared.
 */
export type PdfBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: 'small' | 'strong' }
  | PdfTable

export type PdfTable = {
  readonly kind: 'table'
  /** Widths as shares of the line; they need not add up to one. */
  readonly columns: readonly { readonly share: number; readonly align?: 'right' }[]
  /** Repeated at the head of each page. */
  readonly head?: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

export type PdfContent = {
  readonly title: string
  /** Below the title, in small letters: for whom, of when. */
  readonly subtitle?: string
  readonly language: 'zh' | 'en'
  readonly author: string
  readonly blocks: readonly PdfBlock[]
  /** In the margin at the foot of each page, beside the page's number. */
  readonly footer?: string
  /** Files that travel inside the document, listed by the reader among its attachments. */
  readonly files?: readonly { readonly name: string; readonly type: string; readonly bytes: Buffer }[]
}

/** Points: A4 with margins of 20 mm. */
const margin = 56.7
const gap = 7
const padding = 5
const footHeight = 24
const sizes = { title: 18, heading: 12.5, paragraph: 10.5, small: 8.5, table: 9.5 } as const
const colours = { text: '#1a2230', faint: '#5b6678', line: '#c3cad6', head: '#eef2f7' } as const

/** Noto Sans SC, with the rare characters that occur in names. TrueType, for only the glyphs that are used travel along. Ten megabytes each, read once. */
const fontBytes = (style: '400Regular' | '700Bold'): Buffer =>
  readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${style}/NotoSansSC_${style}.ttf`))

let fonts: { readonly plain: Buffer; readonly bold: Buffer } | undefined

const pageName = { zh: (page: number, count: number) => `第 ${page} 页，共 ${count} 页`, en: (page: number, count: number) => `Page ${page} of ${count}` } as const

type Doc = InstanceType<typeof PdfKit>

const bottomOf = (doc: Doc): number => doc.page.height - margin - footHeight
const widthOf = (doc: Doc): number => doc.page.width - 2 * margin

const ensureRoom = (doc: Doc, height: number): boolean => {
  if (doc.y + height <= bottomOf(doc) || doc.y <= margin) return false
  doc.addPage()
  return true
}

const writeText = (doc: Doc, text: string, size: number, options: { readonly font?: 'bold'; readonly colour?: string; readonly after?: number } = {}): void => {
  doc.font(options.font ?? 'plain').fontSize(size).fillColor(options.colour ?? colours.text)
  const settings = { width: widthOf(doc), lineGap: size * 0.25 }
  // A heading keeps at least its own lines together; a long paragraph may run over the foot of the page.
  ensureRoom(doc, Math.min(doc.heightOfString(text, settings), size * 4))
  doc.text(text, margin, doc.y, settings)
  doc.y += options.after ?? gap
}

type Cells = { readonly texts: readonly string[]; readonly lefts: readonly number[]; readonly widths: readonly number[]; readonly aligns: readonly ('left' | 'right')[] }

const rowHeight = (doc: Doc, { texts, widths }: Cells): number =>
  Math.max(...texts.map((text, index) => doc.heightOfString(text, { width: (widths[index] ?? 0) - 2 * padding, lineGap: 2 }))) + 2 * padding

const drawRow = (doc: Doc, cells: Cells, isHead: boolean): void => {
  doc.font(isHead ? 'bold' : 'plain').fontSize(sizes.table)
  const height = rowHeight(doc, cells)
  const top = doc.y
  if (isHead) doc.rect(margin, top, widthOf(doc), height).fill(colours.head)
  doc.fillColor(colours.text)
  for (const [index, text] of cells.texts.entries()) {
    doc.text(text, (cells.lefts[index] ?? margin) + padding, top + padding, {
      width: (cells.widths[index] ?? 0) - 2 * padding, align: cells.aligns[index] ?? 'left', lineGap: 2,
    })
  }
  doc.y = top + height
  doc.moveTo(margin, doc.y).lineTo(margin + widthOf(doc), doc.y).lineWidth(0.5).stroke(colours.line)
}

const writeTable = (doc: Doc, { columns, head, rows }: PdfTable): void => {
  const all = columns.reduce((sum, { share }) => sum + share, 0)
  const widths = columns.map(({ share }) => (share / all) * widthOf(doc))
  const lefts = widths.map((_, index) => margin + widths.slice(0, index).reduce((sum, width) => sum + width, 0))
  const cellsOf = (texts: readonly string[]): Cells => ({ texts, lefts, widths, aligns: columns.map(({ align }) => align ?? 'left') })
  const heightOf = (texts: readonly string[]): number => {
    doc.font('plain').fontSize(sizes.table)
    return rowHeight(doc, cellsOf(texts))
  }
  const drawHead = (): void => { if (head) drawRow(doc, cellsOf(head), true) }
  // The head never stands alone at the foot of a page.
  ensureRoom(doc, (head ? heightOf(head) : 0) + heightOf(rows[0] ?? []))
  if (!head) doc.moveTo(margin, doc.y).lineTo(margin + widthOf(doc), doc.y).lineWidth(0.5).stroke(colours.line)
  drawHead()
  for (const row of rows) {
    if (ensureRoom(doc, heightOf(row))) drawHead()
    drawRow(doc, cellsOf(row), false)
  }
  doc.y += gap * 1.5
}

const writeBlock = (doc: Doc, block: PdfBlock): void => {
  switch (block.kind) {
    case 'heading': return writeText(doc, block.text, sizes.heading, { font: 'bold' })
    case 'paragraph': return writeText(doc, block.text, block.tone === 'small' ? sizes.small : sizes.paragraph, {
      ...(block.tone === 'strong' ? { font: 'bold' } : {}), ...(block.tone === 'small' ? { colour: colours.faint } : {}),
    })
    case 'table': return writeTable(doc, block)
  }
}

/** Only when all pages are there is it known how many they are. */
const numberPages = (doc: Doc, { footer, language }: PdfContent): void => {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page)
    // Text in the bottom margin would begin a new page.
    doc.page.margins.bottom = 0
    const y = doc.page.height - margin - footHeight + 10
    doc.font('plain').fontSize(sizes.small).fillColor(colours.faint)
    if (footer !== undefined) doc.text(footer, margin, y, { width: widthOf(doc) - 90, height: sizes.small * 3, ellipsis: true })
    doc.text(pageName[language](page - start + 1, count), margin, y, { width: widthOf(doc), align: 'right', lineBreak: false })
  }
}

export const printPdf = (content: PdfContent, now: Instant): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { title, subtitle, author, language, blocks, files = [] } = content
    const doc = new PdfKit({
      // Without a first font of its own: the library would forget ours each time they are named.
      size: 'A4', margin, bufferPages: true, font: '', lang: language === 'zh' ? 'zh-CN' : 'en', displayTitle: true,
      info: { Title: title, Author: author, Creator: 'Xinqiao', Producer: 'Xinqiao', CreationDate: new Date(now), ModDate: new Date(now) },
    })
    const chunks: Buffer[] = []
    doc.on('data', (chunk: Buffer) => chunks.push(chunk))
    doc.on('end', () => { resolve(Buffer.concat(chunks)) })
    doc.on('error', reject)
    fonts ??= { plain: fontBytes('400Regular'), bold: fontBytes('700Bold') }
    doc.registerFont('plain', fonts.plain)
    doc.registerFont('bold', fonts.bold)
    writeText(doc, title, sizes.title, { font: 'bold', after: subtitle === undefined ? gap * 2 : 3 })
    if (subtitle !== undefined) writeText(doc, subtitle, sizes.small, { colour: colours.faint, after: gap * 2 })
    for (const block of blocks) writeBlock(doc, block)
    numberPages(doc, content)
    for (const { name, type, bytes } of files) doc.file(bytes, { name, type, creationDate: new Date(now), modifiedDate: new Date(now) })
    doc.end()
  })

export const pdfType = 'application/pdf'
