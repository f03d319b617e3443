import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type CharacterTable, plainText, readCharacters } from '../../src/understanding/characters.ts'
import {
  asked, type Dialogue, freshDialogue, hear, type Heard, knownTo, missingIn, nextQuestion,
} from '../../src/understanding/dialogue/dialogue.ts'
import { missingNeeds, type ProcedureIntent, procedureIntents, procedures, type SlotName, type Slots } from '../../src/understanding/dialogue/procedure.ts'
import { findEntities } from '../../src/understanding/find-entities.ts'
import type { Intent } from '../../src/understanding/intent.ts'

const characters = readCharacters(JSON.parse(readFileSync(new URL('../../../content/understanding/characters.json', import.meta.url), 'utf8')) as CharacterTable)

const said = (text: string, intent: Intent = 'small-talk', confidence = 0.4): Heard => {
  const plain = plainText(text, characters)
  return { text, plain, entities: findEntities(text, characters, plain), guesses: [{ intent, confidence }] }
}

type Outcome = { readonly dialogue: Dialogue; readonly slots: Slots; readonly missing: readonly SlotName[]; readonly asked: readonly SlotName[] }

const hold = (intent: ProcedureIntent, opening: string, turns: readonly string[], record: Slots = {}): Outcome => {
  let dialogue = freshDialogue
  const questions: SlotName[] = []
  for (const [at, turn] of [opening, ...turns].entries()) {
    dialogue = hear(dialogue, at === 0 ? said(turn, intent, 0.95) : said(turn))
    const question = nextQuestion(dialogue, record)
    if (!question) continue
    dialogue = asked(dialogue, question)
    questions.push(question.slot)
  }
  const [first] = dialogue.requests
  if (!first) throw new Error('nothing was opened')
  return { dialogue, slots: knownTo(first, record), missing: missingIn(first, record), asked: questions }
}

const openings: Readonly<Record<ProcedureIntent, string>> = {
  prepayment: '我想提前还款', extension: '我想申请展期', quote: '帮我算算月供', 'change-repayment-date': '想改还款日', 'change-bank-card': '我要换还款的银行卡',
  'payment-not-booked': '还了款没入账', complaint: '我要投诉', 'how-to-apply': '我想申请贷款',
}

/** Facts with words of their own, one a message; none of them depends on another. */
const facts: Readonly<Record<ProcedureIntent, readonly string[]>> = {
  prepayment: ['先还两万', '下周一还', '借的8万那笔'],
  extension: ['15号到期', '拖到25号', '我妈住院了'],
  quote: ['借5万', '分24期', '先息后本'],
  'change-repayment-date': ['现在是8号', '改到20号'],
  'change-bank-card': ['换成工行', '预留手机13800001234', '原来的卡是建行'],
  'payment-not-booked': ['扣了1733.6元', '昨天扣的', '用支付宝付的'],
  complaint: ['客服态度差', '上周三', '电话13900001111'],
  'how-to-apply': ['借3万', '分12期', '装修用', '电话13900001111'],
}

describe('a dialogue', () => {
  it('ends alike in whatever order the facts are said', () => {
    fc.assert(fc.property(
      fc.constantFrom(...procedureIntents).chain((intent) => fc.tuple(fc.constant(intent), fc.shuffledSubarray([...facts[intent]], { minLength: facts[intent].length }))),
      ([intent, order]) => {
        const expected = hold(intent, openings[intent], facts[intent])
        const got = hold(intent, openings[intent], order)
        expect(expected.missing).toEqual([])
        expect(got.slots).toEqual(expected.slots)
        expect(got.missing).toEqual([])
      },
    ), { numRuns: 60 })
  })

  it('takes all facts of one message, however many', () => {
    fc.assert(fc.property(
      fc.constantFrom(...procedureIntents).chain((intent) => fc.tuple(fc.constant(intent), fc.shuffledSubarray([...facts[intent]], { minLength: facts[intent].length }))),
      ([intent, order]) => {
        expect(hold(intent, openings[intent], [order.join('，')]).slots).toEqual(hold(intent, openings[intent], facts[intent]).slots)
      },
    ), { numRuns: 40 })
  })

  it('keeps the last of two values, and nothing of the first', () => {
    const sums = ['两万', '3万5', '8000', '一万二']
    fc.assert(fc.property(fc.constantFrom(...sums), fc.constantFrom(...sums), fc.constantFrom('不对，是', '说错了 是', '改成', '啊不 '), (first, second, marker) => {
      expect(hold('quote', openings.quote, [`借${first}`, '12期', `${marker}${second}`]).slots).toEqual(hold('quote', openings.quote, [`借${second}`, '12期']).slots)
    }), { numRuns: 40 })
  })

  it.each([
    ['extension', ['7月1号到期', '不对 7月2号'], { dueDate: '--07-02' }],
    ['extension', ['先延十五天 啊不 一个月'], { term: 1 }],
    ['quote', ['借5万', '不要36期 要24期'], { amount: 50_000, term: 24 }],
    ['prepayment', ['先还3万', '算了 全部还清'], { scope: 'all' }],
    ['change-bank-card', ['换成农行', '打错了 换成招行'], { newBank: '招商银行' }],
    ['change-repayment-date', ['从8号换到18号', '不对 原来的不是8号 是9号'], { currentDay: 9, newDay: 18 }],
    ['change-repayment-date', ['10号改到25号', '25太晚 20吧'], { currentDay: 10, newDay: 20 }],
    ['change-bank-card', ['以前绑的是邮储', '现在用交行'], { oldBank: '邮储银行', newBank: '交通银行' }],
    ['prepayment', ['我上个月还的2000到账没有', '全部还清'], { scope: 'all' }],
    ['extension', ['15号到期', '三五天就够'], { dueDate: '15号' }],
  ] as const)('takes a correction in %s: %s', (intent, turns, slots) => {
    expect(hold(intent, openings[intent], turns).slots).toEqual(slots)
  })

  it('asks one thing at a time, only what is missing, nothing that the record holds, and each at most twice', () => {
    const turns = fc.array(fc.constantFrom(...Object.values(facts).flat(), '不想说', '不方便讲', '忘了', '嗯', '利息怎么算的', '多少不告诉你', '随便', '？？'), { maxLength: 8 })
    fc.assert(fc.property(fc.constantFrom(...procedureIntents), turns, fc.boolean(), (intent, messages, recorded) => {
      const record: Slots = recorded ? { phone: '13700000000', dueDate: '2026-12-05', currentDay: 5 } : {}
      const { asked: questions } = hold(intent, openings[intent], messages, record)
      for (const slot of Object.keys(record)) expect(questions).not.toContain(slot)
      const counts = questions.reduce((count, slot) => count.set(slot, (count.get(slot) ?? 0) + 1), new Map<SlotName, number>())
      for (const [slot, times] of counts) expect([slot, times <= 2 * procedureIntents.length]).toEqual([slot, true])
    }))
  })

  it.each(procedureIntents)('does not ask again for what was declined in %s, and still says that it is missing', (intent) => {
    const first = hold(intent, openings[intent], [])
    const [slot] = first.asked
    const { missing, asked: questions, dialogue } = hold(intent, openings[intent], ['不方便说', '不方便说', '不方便说', '不方便说', '嗯'])
    expect(missing[0]).toBe(slot)
    expect(questions.filter((one) => one === slot)).toHaveLength(1)
    expect(nextQuestion(dialogue, {})).toBeUndefined()
  })

  it('takes a fact that was declined when it is said after all', () => {
    const { slots, dialogue } = hold('complaint', openings.complaint, ['催收骂人', '昨天', '电话不留', '算了 打13900001111'])
    expect(slots.phone).toBe('13900001111')
    expect(dialogue.requests[0]?.refused).toEqual([])
  })

  it('drops the sum of a part when all is paid after all, and names no loan by it', () => {
    expect(hold('prepayment', openings.prepayment, ['3万', '算了 全还了吧', '后天']).slots).toEqual({ scope: 'all', date: '后天' })
    expect(hold('prepayment', openings.prepayment, ['全部还', '哦四万二 那就付']).slots).toEqual({ scope: 'all' })
  })

  it('takes no value from a choice that is left open, and the length that stands behind a taking back', () => {
    expect(hold('prepayment', openings.prepayment, ['还全部还是部分我再琢磨琢磨']).slots).toEqual({})
    expect(hold('extension', openings.extension, ['展两个月', '等等 三个月']).slots.term).toBe(3)
  })

  it('takes a corrected number of staff as one, and two sums beside each other as sums', () => {
    expect(hold('complaint', openings.complaint, ['客服2207号挂我电话', '不是2207 是2270']).slots).toEqual({ topic: 'staff', staffNo: '2270' })
    expect(hold('payment-not-booked', openings['payment-not-booked'], ['微信还的 1500', '不是1500 1580']).slots).toEqual({ payFrom: '微信', amount: 1580 })
  })

  it('takes no bank that is denied, no part that is one no longer, and the day put for the one asked about', () => {
    expect(hold('prepayment', openings.prepayment, ['用建行卡 别扣农行的', '不是全部', '手头这两万3']).slots).toEqual({ bank: '建设银行', scope: 'part', amount: 23000 })
    expect(hold('extension', openings.extension, ['30号的', '挪到几号？就8号吧']).slots).toEqual({ dueDate: '30号', newDate: '8号' })
    expect(hold('quote', openings.quote, ['期数24 金额5万', '半年 还是一年吧']).slots).toEqual({ term: 12, amount: 50000 })
    expect(hold('quote', openings.quote, ['1万5一年总共还多少']).slots).toEqual({ amount: 15000, term: 12 })
    expect(hold('quote', openings.quote, ['月供 30万 20年']).slots).toEqual({ amount: 300000, term: 240 })
  })

  it('goes on after a question about something else, and takes none of its figures', () => {
    const opened = hear(freshDialogue, said('我想提前还款，全部还清', 'prepayment', 0.95))
    const question = nextQuestion(opened, {})
    const waiting = question ? asked(opened, question) : opened
    const aside = hear(waiting, said('你们征信几号更新啊', 'credit-report', 0.95))
    expect(nextQuestion(aside, {})?.slot).toBe('date')
    const back = hear(aside, said('行 那就后天'))
    expect(back.requests.map(({ slots }) => slots)).toEqual([{ scope: 'all', date: '后天' }])
  })

  it('keeps two open requests apart and asks for the second when the first has all it needs', () => {
    const first = hear(freshDialogue, said('我想提前还款', 'prepayment', 0.95))
    const both = hear(first, said('另外我要换还款的银行卡', 'change-bank-card', 0.95))
    expect(both.requests.map(({ intent }) => intent)).toEqual(['prepayment', 'change-bank-card'])
    const card = hear(hear(both, said('换成工行的')), said('预留13800001234'))
    expect(nextQuestion(card, {})?.intent).toBe('prepayment')
    const done = hear(card, said('全部还清，后天还'))
    expect(done.requests.map((request) => missingIn(request, {}))).toEqual([[], []])
    expect(nextQuestion(done, {})).toBeUndefined()
  })

  it('answers any messages without fault, the same each time, and survives storage', () => {
    const anything = fc.array(fc.oneof(fc.string({ maxLength: 30 }), fc.constantFrom(...Object.values(facts).flat(), ...Object.values(openings), '不是', '15', '12期还是24期')), { maxLength: 8 })
    fc.assert(fc.property(anything, (turns) => {
      let [one, other] = [freshDialogue, freshDialogue]
      for (const turn of turns) {
        one = hear(one, said(turn))
        other = hear(JSON.parse(JSON.stringify(other)) as Dialogue, said(turn))
      }
      expect(other).toEqual(one)
      for (const request of one.requests) expect(missingNeeds(procedures[request.intent], knownTo(request, {})).length).toBe(missingIn(request, {}).length)
    }))
  })
})
