/** The little Markdown that articles may hold: paragraphs, numbered steps, lists with `- `, bold. Everything else is plain text. */

export type Span = { readonly text: string; readonly bold: boolean }
export type Block =
  | { readonly kind: 'paragraph'; readonly lines: readonly (readonly Span[])[] }
  | { readonly kind: 'heading'; readonly spans: readonly Span[] }
  | { readonly kind: 'steps' | 'list'; readonly items: readonly (readonly Span[])[]; readonly start: number }

export const spansOf = (line: string): readonly Span[] =>
  line.split(/\*\*([^*]+)\*\*/).map((text, at) => ({ text, bold: at % 2 === 1 })).filter(({ text }) => text !== '')

const step = /^(\d+)[.、]\s*(.+)$/
const point = /^[-*]\s+(.+)$/
const heading = /^#{1,4}\s+(.+)$/

type Line = { readonly kind: Block['kind']; readonly text: string; readonly number: number }

const lineOf = (line: string): Line => {
  const numbered = step.exec(line)
  if (numbered) return { kind: 'steps', text: numbered[2] ?? '', number: Number(numbered[1]) }
  const pointed = point.exec(line)
  if (pointed) return { kind: 'list', text: pointed[1] ?? '', number: 1 }
  const headed = heading.exec(line)
  return headed ? { kind: 'heading', text: headed[1] ?? '', number: 1 } : { kind: 'paragraph', text: line, number: 1 }
}

const blockOf = (kind: Block['kind'], lines: readonly Line[]): Block => {
  const spans = lines.map(({ text }) => spansOf(text))
  if (kind === 'paragraph') return { kind, lines: spans }
  if (kind === 'heading') return { kind, spans: spans.flat() }
  return { kind, items: spans, start: lines[0]?.number ?? 1 }
}

export const blocksOf = (markdown: string): readonly Block[] => {
  const blocks: Block[] = []
  for (const paragraph of markdown.replaceAll('\r\n', '\n').trim().split(/\n\s*\n/)) {
    let run: Line[] = []
    const end = (): void => {
      const first = run[0]
      if (first) blocks.push(blockOf(first.kind, run))
      run = []
    }
    for (const line of paragraph.split('\n').map((text) => lineOf(text.trim())).filter(({ text }) => text !== '')) {
      if (run[0] && (run[0].kind !== line.kind || line.kind === 'heading')) end()
      run.push(line)
    }
    end()
  }
  return blocks
}
