import { type Draw, pick } from './generator.ts'

/**
 * One line of `content/utterances/INTENT.txt`: `[怎么|如何]还款[吗|]`. Brackets hold alternatives, an empty one included;
 * `]?` and `字?` may be left out. A capital letter that stands alone is filled with a fact, so that a line teaches the
 * way of asking and not the sum: A amount, T term, D day, R rate, B bank, P phone, N the lender's own product.
 */
type Piece = readonly [string, ...string[]]

export type Fillings = Readonly<Record<string, Piece>>

export const fillings: Fillings = {
  A: ['5000', '一万', '3万', '2000块', '1万5', '五千', '10万', '800元', '3w', '20000', '两万', '4800', '三千块', '6000元', '1036.5', '1500', '1000块', '8k'],
  T: ['12期', '三年', '半年', '6个月', '24期', '一年', '10个月', '36期', '两年', '三个月', '6期', '5期', '十二个月', '18期', '20期'],
  D: ['15号', '月底', '昨天', '下个月10号', '明天', '8月', '20号', '3月5号', '下周一', '10月20日', '前天', '这个月', '上周五', '28号', '今天'],
  R: ['万五', '7.2%', '0.05%', '1分2', '18%', '百分之十', '万分之四', '0.03%'],
  B: ['建行', '工行', '农行', '中国银行', '招商银行', '邮政', '农业银行', '交通银行', '平安银行', '广发银行', '建设银行', '工商银行', '邮储', '中信', '兴业银行', '民生银行'],
  P: ['13800001234', '159 0000 3344', '18600005566', '13300007788'],
  N: ['安心贷', '微粒贷', '微粒贷', '安芯贷'],
}

export const parseTemplate = (line: string): Piece[] => {
  const pieces: Piece[] = []
  for (const match of line.matchAll(/\[([^\]]*)\](\?)?|([^[\]?])(\?)?|(\?)/g)) {
    const [, group, optionalGroup, character, optionalCharacter, mark] = match
    if (group !== undefined) pieces.push(alternatives(group.split('|'), optionalGroup !== undefined))
    else if (character !== undefined) pieces.push(alternatives([character], optionalCharacter !== undefined))
    else if (mark !== undefined) pieces.push(['?'])
  }
  return pieces
}

const alternatives = (choices: readonly string[], optional: boolean): Piece => {
  const [first = '', ...rest] = optional ? [...choices, ''] : choices
  return [first, ...rest]
}

/** How many different texts a template holds, facts aside. */
export const sizeOf = (pieces: readonly Piece[]): number => pieces.reduce((size, piece) => Math.min(1e6, size * piece.length), 1)

const lone = /(?<![A-Za-z])[ATDRBPN](?![A-Za-z])/g

export const fill = (text: string, draw: Draw): string =>
  text.replace(lone, (letter) => {
    const choices = fillings[letter]
    return choices ? pick(choices, draw) : letter
  }).trim()

/** Up to `count` different texts of one line; all of them, where it has no more. */
export const expand = (line: string, count: number, draw: Draw): string[] => {
  const pieces = parseTemplate(line)
  const size = sizeOf(pieces)
  const texts = new Set<string>()
  if (size <= count) {
    for (let number = 0; number < size; number++) texts.add(fill(numbered(pieces, number), draw))
  } else {
    for (let tries = 0; texts.size < count && tries < count * 4; tries++) texts.add(fill(pieces.map((piece) => pick(piece, draw)).join(''), draw))
  }
  return [...texts].filter((text) => text !== '')
}

const numbered = (pieces: readonly Piece[], number: number): string => {
  let rest = number
  let text = ''
  for (const piece of pieces) {
    text += piece[rest % piece.length] ?? ''
    rest = Math.floor(rest / piece.length)
  }
  return text
}
