import { strFromU8, unzipSync } from 'fflate'

/** Readers of what was downloaded, written apart from what writes it: RFC 4180, and SpreadsheetML by its own rules. */

export const readCsv = (text: string): readonly (readonly string[])[] => {
  const lines: string[][] = [[]]
  let [cell, quoted] = ['', false]
  const line = (): string[] => lines.at(-1) ?? []
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; at += 1) {
    const character = text[at] ?? ''
    if (quoted) {
      if (character !== '"') cell += character
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',' || character === '\r') {
      line().push(cell)
      cell = ''
      if (character === '\r') {
        lines.push([])
        at += 1
      }
    } else cell += character
  }
  return lines.slice(0, -1)
}

export type SheetCell = { readonly text: string; readonly kind: 'text' | 'count' | 'amount' | 'day' | 'empty' }

const unescaped = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
const columnOf = (reference: string): number => (reference.codePointAt(0) ?? 65) - 65
const isoOfSerial = (serial: string): string => new Date((Number(serial) - 25_569) * 86_400_000).toISOString().slice(0, 10)

/** What a number is shown as, by the format of its style: 4 is `#,##0.00`, anything with yyyy a day. */
const kindsOf = (styles: string): readonly SheetCell['kind'][] => {
  const days = new Set([...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].filter(([, , code = '']) => code.includes('yyyy')).map(([, id]) => id))
  const [, formats = ''] = /<cellXfs[^>]*>(.*)<\/cellXfs>/.exec(styles) ?? []
  return [...formats.matchAll(/<xf numFmtId="(\d+)"/g)].map(([, id = '0']) => (days.has(id) ? 'day' : id === '4' ? 'amount' : 'count'))
}

/** The cells of the one sheet, every row as wide as the heading, a cell as the text a reader sees without separators. */
export const readXlsx = (bytes: Uint8Array): { readonly name: string; readonly cells: readonly (readonly SheetCell[])[] } => {
  const parts = Object.fromEntries(Object.entries(unzipSync(bytes)).map(([path, part]) => [path, strFromU8(part)]))
  const part = (path: string): string => {
    const found = parts[path]
    if (found === undefined) throw new Error(`the workbook lacks ${path}`)
    return found
  }
  for (const path of ['[Content_Types].xml', '_rels/.rels', 'xl/_rels/workbook.xml.rels']) part(path)
  const kinds = kindsOf(part('xl/styles.xml'))
  const rows = [...part('xl/worksheets/sheet1.xml').matchAll(/<row r="\d+">(.*?)<\/row>/g)].map(([, inside = '']) =>
    [...inside.matchAll(/<c r="([A-Z]+)\d+" s="(\d+)"(?: t="inlineStr")?>(?:<is><t>(.*?)<\/t><\/is>|<v>(.*?)<\/v>)<\/c>/g)].map(([, place = 'A', style = '0', text, digits = '']) => {
      const kind = text === undefined ? kinds[Number(style)] ?? 'count' : 'text'
      const shown = text === undefined ? kind === 'day' ? isoOfSerial(digits) : digits : unescaped(text)
      return { at: columnOf(place), cell: { text: shown, kind } satisfies SheetCell }
    }))
  const width = rows[0]?.length ?? 0
  return {
    name: unescaped(/<sheet name="(.*?)"/.exec(part('xl/workbook.xml'))?.[1] ?? ''),
    cells: rows.map((row) => Array.from({ length: width }, (_, column): SheetCell => row.find(({ at }) => at === column)?.cell ?? { text: '', kind: 'empty' })),
  }
}
