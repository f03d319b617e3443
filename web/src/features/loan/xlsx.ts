import type { Table } from '@xinqiao/core/loan/export.ts'
import { strToU8, zipSync } from 'fflate'

/**
 * A table as a workbook of one sheet (ECMA-376 SpreadsheetML): the five parts that Excel needs, zipped. Amounts are written
 * as the digits they are, so that they are numbers in the sheet and never pass through floating point here.
 */

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
const officeType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Places in `cellXfs` of the styles below. */
const styles = { plain: 0, heading: 1, amount: 2, day: 3, sumText: 4, sumAmount: 5 } as const

const stylesPart = `${declaration}<styleSheet xmlns="${main}">`
  + '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
  + '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
  + '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
  + '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
  + '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
  + '<cellXfs count="6">'
  + '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
  + '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
  + '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
  + '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
  + '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
  + '<xf numFmtId="4" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
  + '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

/** Days since 1899-12-30, as sheets count them (right from March 1900 on). */
const serialOf = (isoDay: string): string => String(Math.round(Date.parse(isoDay) / 86_400_000) + 25_569)

const letter = (column: number): string => String.fromCodePoint(65 + column)
const textCell = (at: string, text: string, style: number): string => `<c r="${at}" s="${style}" t="inlineStr"><is><t>${escaped(text)}</t></is></c>`
const numberCell = (at: string, digits: string, style: number): string => `<c r="${at}" s="${style}"><v>${digits}</v></c>`

const isAmount = (text: string): boolean => /^-?\d+\.\d{2}$/.test(text)
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text)

type Kind = Table['columns'][number]['kind']

const cell = (text: string, kind: Kind | undefined, at: string, sum: boolean): string => {
  if (text === '') return ''
  if (kind === 'amount' && isAmount(text)) return numberCell(at, text, sum ? styles.sumAmount : styles.amount)
  if (kind === 'day' && isDay(text)) return numberCell(at, serialOf(text), styles.day)
  if (kind === 'count' && /^\d+$/.test(text)) return numberCell(at, text, styles.plain)
  return textCell(at, text, sum ? styles.sumText : styles.plain)
}

const sheetPart = ({ columns, rows, totals }: Table): string => {
  const row = (texts: readonly string[], number: number, sum: boolean): string =>
    `<row r="${number}">${texts.map((text, column) => cell(text, columns[column]?.kind, `${letter(column)}${number}`, sum)).join('')}</row>`
  const heading = `<row r="1">${columns.map(({ heading: text }, column) => textCell(`${letter(column)}1`, text, styles.heading)).join('')}</row>`
  const widths = columns.map(({ kind }, column) => `<col min="${column + 1}" max="${column + 1}" width="${kind === 'amount' ? 17 : 13}" customWidth="1"/>`).join('')
  return `${declaration}<worksheet xmlns="${main}"><dimension ref="A1:${letter(columns.length - 1)}${rows.length + 2}"/>`
    + '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
    + `<cols>${widths}</cols><sheetData>${heading}${rows.map((texts, index) => row(texts, index + 2, false)).join('')}${row(totals, rows.length + 2, true)}</sheetData></worksheet>`
}

/** A sheet's name has at most 31 characters and none of []:*?/\. */
const sheetName = (name: string): string => name.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31)

export const workbook = (table: Table, name: string): Uint8Array<ArrayBuffer> => {
  const parts: Readonly<Record<string, string>> = {
    '[Content_Types].xml': `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">`
      + '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
      + `<Override PartName="/xl/workbook.xml" ContentType="${officeType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${officeType}.worksheet+xml"/>`
      + `<Override PartName="/xl/styles.xml" ContentType="${officeType}.styles+xml"/></Types>`,
    '_rels/.rels': `${declaration}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="${escaped(sheetName(name))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${declaration}<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/>`
      + `<Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': sheetPart(table),
    'xl/styles.xml': stylesPart,
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]))) as Uint8Array<ArrayBuffer>
}
