import type { CharacterTable } from './characters.ts'
import { type Draw, pick } from './generator.ts'

/**
 * What real typing does to a question: a character of the same sound, one left out or typed twice, two in the wrong order,
 * traditional characters, greetings and particles around it, marks doubled or gone. Used in training only, so that the
 * learner meets the noise without anybody writing each question ten times.
 */
export type Noise = {
  /** Character to the characters of the same sound that people do type in such texts. */
  readonly alike: ReadonlyMap<string, readonly string[]>
  readonly traditional: ReadonlyMap<string, string>
}

/** `known` are the characters that occur in the body itself: a slip of the keyboard gives a common character, not a rare one. */
export const readNoise = ({ syllables, traditional }: CharacterTable, known: ReadonlySet<string>): Noise => {
  const alike = new Map<string, readonly string[]>()
  for (const characters of Object.values(syllables)) {
    const common = [...characters].filter((character) => known.has(character))
    for (const character of common) alike.set(character, common.filter((other) => other !== character))
  }
  const back = new Map<string, string>()
  for (let at = 0; at + 1 < traditional.length; at += 2) {
    const simple = traditional.charAt(at + 1)
    if (!back.has(simple)) back.set(simple, traditional.charAt(at))
  }
  return { alike, traditional: back }
}

const before = [
  '你好 ', '您好，', '请问', '你好，请问', '我想问一下', '请问一下', '那个', '亲，', '在吗 ', '麻烦问下', '咨询一下，', '我想知道', '想问', '问下', '客服 ', '老师你好，', '你好我想咨询下', '喂 ', '我', '俺', '我的',
  '急急急', '请教一下', '就是', '那', '有个事 ', '我问一下', '帮我看看', '麻烦您', '嗯 ',
] as const

const after = ['啊', '呢', '呀', '？', '？？', '???', '。', '哦', '嘛', '啦', '谢谢', ' 谢谢', '，急', '！', '么', '哈', '嘞', '呐', '了', ' 麻烦了', '...', '～', '急用', '😭', '[流泪]'] as const

/** Beginnings of long stories: they name matters without asking about them. */
const stories = [
  '我在工地上干活平时也看不懂这些，', '我孩子今年上大学，', '我是老用户了，', '上次打过电话也没说明白，', '我在外地出差，', '你好我是你们的客户，', '之前没注意看，', '我妈让我问一下，', '刚才在忙没看手机，',
  '我年纪大了不太会弄手机，', '朋友介绍我来的，', '这两天一直在弄这个，', '不好意思打扰一下，', '我昨天晚上看了半天没看明白，', '我开了个小店，', '我们厂里最近活不多，', '我是做小生意的，', '弄了一上午了，', '我刚下夜班，', '我老婆说，',
] as const

const at = (text: string, draw: Draw): number => draw(Math.max(1, text.length))

type Slip = (text: string, noise: Noise, draw: Draw) => string

const soundSlip: Slip = (text, { alike }, draw) => {
  for (let tries = 0; tries < 6; tries++) {
    const place = at(text, draw)
    const others = alike.get(text.charAt(place))
    const other = others?.[draw(Math.max(1, others.length))]
    if (other !== undefined) return text.slice(0, place) + other + text.slice(place + 1)
  }
  return text
}

const dropOne: Slip = (text, _, draw) => {
  const place = at(text, draw)
  return text.length < 5 ? text : text.slice(0, place) + text.slice(place + 1)
}

const doubleOne: Slip = (text, _, draw) => {
  const place = at(text, draw)
  return text.slice(0, place) + text.charAt(place) + text.slice(place)
}

const swapTwo: Slip = (text, _, draw) => {
  const place = at(text, draw)
  return text.length < 5 ? text : text.slice(0, place) + text.charAt(place + 1) + text.charAt(place) + text.slice(place + 2)
}

const inTraditional: Slip = (text, { traditional }) => [...text].map((character) => traditional.get(character) ?? character).join('')

const frame: Slip = (text, _, draw) => `${draw(3) === 0 ? '' : pick(before, draw)}${text}${draw(2) === 0 ? '' : pick(after, draw)}`

const story: Slip = (text, _, draw) => pick(stories, draw) + text

const slips: readonly [Slip, ...Slip[]] = [soundSlip, soundSlip, dropOne, doubleOne, swapTwo, inTraditional, frame, frame, frame, frame, story]

/** One or two slips; the text itself, where none could be made. */
export const makeNoise = (text: string, noise: Noise, draw: Draw): string => {
  const once = pick(slips, draw)(text, noise, draw)
  return draw(4) === 0 ? pick(slips, draw)(once, noise, draw) : once
}
