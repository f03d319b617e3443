import { expand } from '@xinqiao/core/understanding/utterance-template.ts'
import { readUtterances } from '../../server/src/understanding/read-utterances.ts'

/** Messages of a loan desk, as many as one likes and the same at every run: questions from `content/utterances`, answers with figures. */

/** Mulberry32: small, fast, the same everywhere. */
export const randomFrom = (seed: number): (() => number) => {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <Value>(values: readonly Value[], random: () => number): Value => {
  const value = values[Math.floor(random() * values.length)]
  if (value === undefined) throw new Error('nothing to pick from')
  return value
}

const digits = (count: number, random: () => number): string => Array.from({ length: count }, () => Math.floor(random() * 10)).join('')

const amount = (random: () => number): string =>
  `${String(Math.floor(random() ** 3 * 200_000) + 50).replace(/\B(?=(?:\d{3})+$)/g, ',')}.${digits(2, random)}`

const day = (random: () => number): string => `${Math.floor(random() * 12) + 1}月${Math.floor(random() * 28) + 1}日`
const reference = (random: () => number): string => `AX${25 + Math.floor(random() * 2)}${digits(8, random)}`
const phone = (random: () => number): string => `1${pick(['38', '59', '86', '77'], random)}${digits(8, random)}`

const answers: readonly ((random: () => number) => string)[] = [
  (random) => `您的借据 ${reference(random)} 下一个还款日是${day(random)}，应还 ${amount(random)} 元。请在前一天把钱存进还款卡。`,
  (random) => `提前结清到${day(random)}要还 ${amount(random)} 元，其中违约金 ${amount(random)} 元，换一天金额会不同。`,
  (random) => `这笔贷款从${day(random)}起逾期，逾期应还 ${amount(random)} 元，其中罚息 ${amount(random)} 元。越早还清，罚息越少。`,
  (random) => `您好，已经收到您的资料，${day(random)}前会有专人联系您，请保持手机 ${phone(random)} 畅通。`,
  (random) => `扣款没有成功，应还 ${amount(random)} 元，可以在 App 里先还，或者把钱存进尾号 ${digits(4, random)} 的卡里，今晚再扣一次。`,
  () => '非常抱歉给您带来不便，您说的情况我已经记下来了，会尽快核实后回复您。',
  (random) => `展期申请已提交，最长可以延后 ${Math.floor(random() * 6) + 1} 个月，利息按合同计算，结果会在三个工作日内通知您。`,
]

export type GeneratedMessage = { readonly author: 'customer' | 'agent'; readonly text: string }

export const messageMaker = (seed: number): (() => GeneratedMessage) => {
  const random = randomFrom(seed)
  const lines = readUtterances().filter(({ kind }) => kind === 'template').map(({ text }) => text)
  const question = (): string => expand(pick(lines, random), 1, random)[0] ?? '你好'
  const said = (): string => {
    const one = random() < 0.35 ? `${question()}，${question()}` : question()
    const dice = random()
    if (dice < 0.04) return `${one}，我的手机号是${phone(random)}`
    if (dice < 0.12) return `${one}，借据号 ${reference(random)}`
    return dice < 0.25 ? `${one}，上次还了 ${amount(random)} 元` : one
  }
  return () => (random() < 0.55 ? { author: 'customer', text: said() } : { author: 'agent', text: pick(answers, random)(random) })
}
