/**
 * A text as the message rules read it: full-width forms, capitals, traditional characters and the spaces, dots and
 * signs that people put between characters to slip past a filter are gone, and every place leads back to the original.
 */

export type PreparedText = {
  readonly plain: string
  /** For each UTF-16 unit of `plain` its place in the text as typed. */
  readonly at: readonly number[]
}

const traditional = '貸還們說證開關號碼轉賬帳對這個過審費險應無違約單據資額繳銀專員圖時間讓給將會實際點機構擔監檢訴訟調徵戶門電話發驗遠邊親屬聯繫職錄寫請問題嗎麼樣樣頭為來沒幾萬億買賣價優惠選擇產權誰處罰獄拘捕學業媽爺兒孫妻丈鄰裡裏'
const simplified = '贷还们说证开关号码转账账对这个过审费险应无违约单据资额缴银专员图时间让给将会实际点机构担监检诉讼调征户门电话发验远边亲属联系职录写请问题吗么样样头为来没几万亿买卖价优惠选择产权谁处罚狱拘捕学业妈爷儿孙妻丈邻里里'
const toSimplified: ReadonlyMap<string, string> = new Map(
  [...traditional].map((character, place) => [character, [...simplified][place] ?? character]),
)

const isIdeograph = (character: string | undefined): boolean => character !== undefined && character >= '一' && character <= '鿿'

/** What is put between ideographs to hide a word. */
const filler = /[\s*_·•.~^|/\\❤♥★☆-]/u

const folded = (character: string): string => {
  const code = character.codePointAt(0) ?? 0
  const half = code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : code === 0x3000 ? ' ' : character
  return toSimplified.get(half) ?? half.toLowerCase()
}

const invisible = /[​-‏⁠﻿­]/u

/** Keeps Chinese punctuation as it is: clauses are cut at it. */
const keptPunctuation: ReadonlySet<string> = new Set(['，', '。', '！', '？', '；', '：', '（', '）'])

export const prepareText = (text: string): PreparedText => {
  let plain = ''
  const at: number[] = []
  for (let place = 0; place < text.length; place += 1) {
    const character = text.charAt(place)
    if (invisible.test(character)) continue
    if (filler.test(character) && isIdeograph(plain.at(-1)) && isIdeograph(nextVisible(text, place))) {
      if (character === '\n') {
        plain += '\n'
        at.push(place)
      }
      continue
    }
    const read = keptPunctuation.has(character) ? character : folded(character)
    for (const unit of read) {
      plain += unit
      at.push(place)
    }
  }
  return { plain, at }
}

const nextVisible = (text: string, from: number): string | undefined => {
  for (let place = from + 1; place < text.length && place < from + 4; place += 1) {
    const character = text.charAt(place)
    if (!filler.test(character) && !invisible.test(character)) return character
  }
  return undefined
}

/** The span of the original text behind a span of the plain one. */
export const originalSpan = ({ at }: PreparedText, start: number, end: number): { readonly start: number; readonly end: number } => ({
  start: at[start] ?? 0,
  end: (at[end - 1] ?? 0) + 1,
})

export type Sentence = { readonly text: string; readonly start: number }

/** Cut at full stops, question and exclamation marks, semicolons and line ends; each keeps its mark. */
export const sentencesOf = (plain: string): readonly Sentence[] =>
  joinedQuestions([...plain.matchAll(/[^。！？!?;；\n]+[。！？!?;；]*/gu)].map((match) => ({ text: match[0], start: match.index })))

/** A short question that the speaker answers himself is one sentence with its answer: 征信花了？找我…. One that is truly asked (请问…) is not. */
const asksHimself = ({ text }: Sentence): boolean => text.length <= 18 && /[？?]$/u.test(text) && !/请问|是否/u.test(text)

const joinedQuestions = (sentences: readonly Sentence[]): readonly Sentence[] => {
  const joined: Sentence[] = []
  for (const sentence of sentences) {
    const last = joined.at(-1)
    if (last && asksHimself(last) && last.start + last.text.length === sentence.start) {
      joined[joined.length - 1] = { text: last.text + sentence.text, start: last.start }
    } else joined.push(sentence)
  }
  return joined
}
