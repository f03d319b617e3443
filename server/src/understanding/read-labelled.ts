import { readFileSync } from 'node:fs'

/** A question with the label somebody gave it. */
export type Labelled = { readonly text: string; readonly label: string }

/** The column names that people use, first found first taken. */
const textNames = ['text', 'question', 'utterance', '问题', '文本']
const labelNames = ['label', 'intent', 'category', '标签', '意图']

/** RFC 4180: fields in quotes may hold commas, line ends and doubled quotes. */
export const readCsv = (content: string): string[][] => {
  const rows: string[][] = []
  let row: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < content.length; at++) {
    const character = content.charAt(at)
    if (quoted) {
      if (character !== '"') field += character
      else if (content.charAt(at + 1) === '"') field += content.charAt(at++)
      else quoted = false
    } else if (character === '"') quoted = true
    else if (character === ',' || character === '\n') {
      row.push(field.replace(/\r$/, ''))
      field = ''
      if (character === '\n') {
        rows.push(row)
        row = []
      }
    } else field += character
  }
  if (field !== '' || row.length > 0) rows.push([...row, field])
  return rows.filter((cells) => cells.some((cell) => cell !== ''))
}

const fieldOf = (record: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined => {
  for (const name of names) if (typeof record[name] === 'string') return record[name]
  return undefined
}

const ofRecord = (record: Readonly<Record<string, unknown>>, file: string, line: number): Labelled => {
  const [text, label] = [fieldOf(record, textNames)?.trim(), fieldOf(record, labelNames)?.trim()]
  if (text === undefined || text === '' || label === undefined || label === '') {
    throw new Error(`${file}, line ${line}: there is no text (${textNames.join(', ')}) or no label (${labelNames.join(', ')})`)
  }
  return { text, label }
}

/** Labelled questions from `.jsonl` (one object a line) or `.csv` (a heading, then rows). */
export const readLabelled = (file: string): Labelled[] => {
  const content = readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  if (/\.jsonl$/i.test(file)) {
    return content.split('\n').flatMap((line, at) => (line.trim() === '' ? [] : [ofRecord(JSON.parse(line) as Record<string, unknown>, file, at + 1)]))
  }
  const [heading = [], ...rows] = readCsv(content)
  return rows.map((cells, at) => ofRecord(Object.fromEntries(heading.map((name, place) => [name.trim(), cells[place]])), file, at + 2))
}
