/** One row of a file that is imported: its values by column, or what is wrong with its form. */
export type Row = { readonly line: number; readonly values: Readonly<Record<string, unknown>>; readonly problem?: string }

type Cells = { readonly line: number; readonly cells: readonly string[]; readonly problem?: string }

/**
 * The records of a CSV text (RFC 4180): fields in quotes may hold commas, line ends and doubled quotes. A file saved by a
 * spreadsheet may begin with a byte order mark.
 */
function* cellsOf(text: string): Generator<Cells> {
  let position = text.startsWith('\u{FEFF}') ? 1 : 0
  let line = 1
  while (position < text.length) {
    const start = line
    const cells: string[] = []
    let problem: string | undefined
    for (;;) {
      if (text[position] === '"') {
        const quoted = /"((?:[^"]|"")*)"/y
        quoted.lastIndex = position
        const found = quoted.exec(text)
        if (!found) {
          yield { line: start, cells, problem: 'a quotation mark is opened and never closed' }
          return
        }
        cells.push((found[1] ?? '').replaceAll('""', '"'))
        line += (found[0].match(/\n/g) ?? []).length
        position = quoted.lastIndex
      } else {
        const plain = /[^,\r\n]*/y
        plain.lastIndex = position
        const cell = plain.exec(text)?.[0] ?? ''
        if (cell.includes('"')) problem = 'a quotation mark stands inside a field that does not begin with one'
        cells.push(cell)
        position += cell.length
      }
      if (text[position] !== ',') break
      position += 1
    }
    const end = /\r?\n|$/y
    end.lastIndex = position
    const found = end.exec(text)
    if (!found) {
      yield { line: start, cells, problem: 'text follows a closing quotation mark' }
      position = text.indexOf('\n', position) + 1 || text.length
    } else {
      position = end.lastIndex
      // An empty last line is no record.
      if (cells.length > 1 || cells[0] !== '') yield problem === undefined ? { line: start, cells } : { line: start, cells, problem }
    }
    line += 1
  }
}

/** An empty field is an absent one. */
const valuesOf = (heading: readonly string[], cells: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(heading.map((name, index) => [name, cells[index]]).filter(([, cell]) => cell !== undefined && cell !== ''))

export function* readCsv(text: string): Generator<Row> {
  let heading: readonly string[] | undefined
  for (const { line, cells, problem } of cellsOf(text)) {
    if (problem !== undefined) yield { line, values: {}, problem }
    else if (!heading) heading = cells.map((cell) => cell.trim())
    else if (cells.length !== heading.length) yield { line, values: {}, problem: `${cells.length} fields, but the heading names ${heading.length}` }
    else yield { line, values: valuesOf(heading, cells) }
  }
}

export function* readJsonLines(text: string): Generator<Row> {
  for (const [index, content] of text.split('\n').entries()) {
    if (content.trim() === '') continue
    const line = index + 1
    try {
      const values: unknown = JSON.parse(content)
      if (typeof values === 'object' && values !== null && !Array.isArray(values)) yield { line, values: values as Row['values'] }
      else yield { line, values: {}, problem: 'not a JSON object' }
    } catch {
      yield { line, values: {}, problem: 'not JSON' }
    }
  }
}

export const readRows = (name: string, text: string): Generator<Row> => (/\.(?:jsonl|ndjson)$/i.test(name) ? readJsonLines(text) : readCsv(text))
