import { findPersonalNumbers } from '../compliance/mask.ts'
import type { Asked, Talk } from './situation.ts'
import { isHarmless, wayOf } from './ways.ts'
import type { ModelMessage } from './word-answer.ts'
import type { WordingFreedom } from './wording-freedom.ts'

/**
 * A language model may say which of the intents in doubt is meant. It chooses among those that the desk's own understanding found and
 * nothing else; docs/decisions/0030 says why its word lets the machine answer only where a mistake harms nobody.
 */

const mostAlternatives = 3
/** These are no answers to a doubt, and who asks for a person is given one by other means. */
const neverOffered: ReadonlySet<string> = new Set(['out-of-scope', 'small-talk', 'human-agent'])

/** What is less likely than this is no alternative, but the rest of the list. */
const leastLikely = 0.02

/** The intents in doubt, likeliest first. */
export const intentsInDoubt = ({ intent, confidence, alternatives }: Asked): readonly string[] =>
  [{ intent, confidence }, ...alternatives]
    .filter((guess) => guess.confidence >= leastLikely && !neverOffered.has(guess.intent)).map((guess) => guess.intent).slice(0, mostAlternatives)

/**
 * Whether a model may be asked: there is a doubt, and no sign of a matter on which a person must look. What the machine has asked
 * itself is answered by the dialogue, and what was tapped needs no guess.
 */
export const mayBeChosen = (asked: Asked, talk: Talk): boolean =>
  !asked.sure && asked.crises.length === 0 && asked.mood !== 'angry' && asked.chosen === undefined && asked.requests.length < 2 &&
  talk.waitingFor === undefined && talk.dialogue?.asking === undefined && wayOf(asked.intent) !== 'person' && wayOf(asked.intent) !== 'ask-person' &&
  intentsInDoubt(asked).length > 1

/** The id alone or `{"intent": id}`; anything else, and any id that was not offered, is no answer. */
export const intentIn = (reply: string, offered: readonly string[]): string | undefined => {
  const text = reply.trim()
  const [, quoted] = /^\{\s*"intent"\s*:\s*"([a-z-]{1,40})"\s*\}$/u.exec(text) ?? []
  return offered.find((intent) => intent === (quoted ?? text))
}

/**
 * The question as it stands after a model's choice. Its own measure of doubt stays as it was. `sure` only where every intent in doubt
 * is harmless: where one of them is not, the choice goes to the front of what the customer is asked, and no further.
 */
export const withChoice = (asked: Asked, chosen: string): Asked => {
  const all = [{ intent: asked.intent, confidence: asked.confidence }, ...asked.alternatives]
  const picked = all.find(({ intent }) => intent === chosen)
  const doubts = intentsInDoubt(asked)
  if (!picked || !doubts.includes(chosen)) return asked
  const sure = doubts.every(isHarmless)
  return {
    ...asked, ...picked, sure, alternatives: all.filter((one) => one !== picked),
    requests: asked.requests.map((request) => ({ ...request, intent: chosen })),
  }
}

const surnames = [
  '[张李王刘陈赵周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟]',
  '[熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]', '欧阳', '司马', '上官', '诸葛', '皇甫', '尉迟', '慕容',
].join('|')
const nameAfter = /((?:我叫|我的名字是?|本人叫|姓名[是为:：]?|名字[是叫:：])\s*)[\p{Script=Han}·]{2,4}/gu
/** Somebody named beside what he is to the customer: 我是李明, 老公张伟, 客服小刘. What is not a name and looks like one goes too. */
const namedPerson = new RegExp(
  `(我是|老公|老婆|丈夫|妻子|爱人|爸|妈|父亲|母亲|儿子|女儿|哥|弟|姐|妹|朋友|同事|同学|亲戚|担保人|联系人|客服|经理|专员)([小老阿][\\p{Script=Han}]|(?:${surnames})[\\p{Script=Han}]{1,2})`,
  'gu',
)
const nameBefore = /[\p{Script=Han}]{1,3}(?=先生|女士|小姐|经理|主任|师傅|大哥|大姐)/gu
/** Digits in any writing, with what hangs on them: numbers, references, addresses of mail and of pages, accounts of messengers. */
const anyNumber = /[\p{Script=Latin}\p{N}._@:/+-]*[\p{N}@][\p{Script=Latin}\p{N}._@:/+-]*|https?:\S+|[零〇一二两三四五六七八九十百千万亿幺]{2,}/gu

/**
 * A customer's words as they may leave the house where the lender allows it: without numbers of any kind, without the names given
 * and without what stands where names do. `names`: his own, and whatever the dictionary takes for a person's. A name that neither
 * knows may stay, which is why nothing leaves unless the lender says so.
 */
export const wordsToSend = (text: string, names: readonly string[]): string => {
  let bare = text.slice(0, 500)
  for (const { start, end } of findPersonalNumbers(bare).toReversed()) bare = `${bare.slice(0, start)}〈号码〉${bare.slice(end)}`
  for (const name of names.filter((one) => one.length > 1).toSorted((left, right) => right.length - left.length)) bare = bare.replaceAll(name, '〈姓名〉')
  return bare.replaceAll(anyNumber, '〈数字〉').replaceAll(nameAfter, '$1〈姓名〉').replaceAll(namedPerson, '$1〈姓名〉').replaceAll(nameBefore, '〈姓名〉')
}

/** The instructions apart, the customer's words as one value of the data. */
export const choiceAsked = (
  words: string, offered: readonly { readonly id: string; readonly name: string }[], { instructions }: WordingFreedom,
): readonly ModelMessage[] => [
  { role: 'system', content: instructions.choose },
  { role: 'user', content: JSON.stringify({ alternatives: offered, words }) },
]
