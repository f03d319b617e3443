import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { generator } from '../../src/understanding/generator.ts'
import { makeBody, type BodySettings, type Seed } from '../../src/understanding/training-body.ts'
import { expand, fillings, parseTemplate, sizeOf } from '../../src/understanding/utterance-template.ts'

const table = { traditional: '還还錢钱', syllables: { huan: '还换', qian: '钱前', dai: '贷货', kuan: '款' } }
const settings: BodySettings = { seed: 3, least: 2, most: 6, noise: 50, questionWeight: 2 }

describe('a template of utterances', () => {
  it('gives every text it holds, where there is room for all', () => {
    expect(new Set(expand('[怎么|如何]还款[吗|]', 10, generator(1)))).toEqual(new Set(['怎么还款吗', '怎么还款', '如何还款吗', '如何还款']))
  })

  it('leaves out what is marked as optional, and counts it', () => {
    const pieces = parseTemplate('[我]?要还的?款')
    expect(sizeOf(pieces)).toBe(4)
    expect(new Set(expand('[我]?要还的?款', 10, generator(1)))).toEqual(new Set(['我要还的款', '要还的款', '我要还款', '要还款']))
  })

  it('fills a lone capital with a fact, and leaves the letters of a word', () => {
    const [text = ''] = expand('APP里借A', 1, generator(5))
    expect(text.startsWith('APP里借')).toBe(true)
    expect(fillings['A']).toContain(text.slice('APP里借'.length))
  })

  it('never gives more than asked for, and no text twice', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), fc.integer(), (count, seed) => {
      const texts = expand('[一|二|三|四][五|六|七][八|九|][十|]', count, generator(seed))
      expect(texts.length).toBeLessThanOrEqual(count)
      expect(new Set(texts).size).toBe(texts.length)
    }))
  })
})

describe('the body to learn from', () => {
  const seeds: Seed[] = [
    { text: '[怎么|如何|怎样][还款|还钱][呀|]', label: 'how-to-repay', kind: 'template' },
    { text: '[为啥|为何]不给[贷款|借钱]', label: 'application-rejected', kind: 'template' },
    { text: '怎么换卡', label: 'change-bank-card', kind: 'question' },
  ]

  it('is the same for the same seed', () => {
    expect(makeBody(seeds, table, settings)).toEqual(makeBody(seeds, table, settings))
  })

  it('measures what was written, never its noisy twin, and keeps the twin with it', () => {
    const body = makeBody(seeds, table, settings)
    const measured = new Set(body.filter((text) => text.measured).map(({ group }) => group))
    expect(body.some((text) => !text.measured)).toBe(true)
    for (const { group, measured: own } of body) if (!own) expect(measured.has(group)).toBe(true)
  })

  it('lets a reviewed question weigh as it is told', () => {
    expect(makeBody(seeds, table, settings).find(({ text }) => text === '怎么换卡')?.weight).toBe(2)
  })
})
