import { isHarmless, wayOf } from '@xinqiao/core/answering/ways.ts'
import { understand } from '@xinqiao/core/understanding/understand.ts'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { evaluateLabels, learnLabels } from '../../src/understanding/learn-labels.ts'
import { loadModel } from '../../src/understanding/load-model.ts'
import { readCsv, readLabelled } from '../../src/understanding/read-labelled.ts'

const folder = mkdtempSync(join(tmpdir(), 'xinqiao-learn-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const english = ['my card has not arrived', 'where is my new card', 'card still missing', 'when does the card come']
  .map((text) => ({ text, label: 'card-arrival' }))
  .concat(['what is the rate of exchange', 'exchange rate today', 'how do you set the exchange rate', 'rate for euros'].map((text) => ({ text, label: 'exchange' })))

describe('a lender teaches its own words', () => {
  it('in any language with spaces, with any labels', () => {
    const { file: learned } = learnLabels(english, 2)
    const report = evaluateLabels([{ text: 'has the card arrived', label: 'card-arrival' }, { text: 'the exchange rate please', label: 'exchange' }], learned)
    expect(report.accuracy).toBe(1)
    expect(report.macroF1).toBe(1)
    expect(report.confusions).toEqual([])
  })

  it('and sees what is confused with what', () => {
    const { file: learned } = learnLabels(english, 2)
    const report = evaluateLabels([{ text: 'card card arrived', label: 'exchange' }], learned)
    expect(report).toMatchObject({ accuracy: 0, confusions: [{ label: 'exchange', taken: 'card-arrival', times: 1 }] })
  })

  it('from rows with quotes, commas and line ends in them', () => {
    expect(readCsv('text,label\r\n"a ""b"", c",x\n"d\ne",y')).toEqual([['text', 'label'], ['a "b", c', 'x'], ['d\ne', 'y']])
    expect(readLabelled(file('a.csv', '问题,意图\n怎么还款,how-to-repay\n'))).toEqual([{ text: '怎么还款', label: 'how-to-repay' }])
    expect(readLabelled(file('a.jsonl', '{"text":"怎么还款","intent":"how-to-repay"}\n'))).toEqual([{ text: '怎么还款', label: 'how-to-repay' }])
  })

  it('and is told which line has no label', () => {
    expect(() => readLabelled(file('b.csv', 'text,label\nonly text,\n'))).toThrow(/line 2/)
  })

  it('too few to learn from are refused', () => {
    expect(() => learnLabels([{ text: 'one', label: 'a' }])).toThrow(/at least 2 labels/)
  })

  it('and the desk reads with it, in labels that are none of its own', () => {
    const { file: learned } = learnLabels(english, 2)
    const model = loadModel(file('model.json', JSON.stringify(learned)))
    expect(understand('has the card arrived', model)).toMatchObject({ intent: 'card-arrival', alternatives: [{ intent: 'exchange' }] })
  })

  it('and what it reads so goes to a person: no article and no figure answers it', () => {
    expect([wayOf('card-arrival'), wayOf('exchange'), wayOf('materials')]).toEqual(['person', 'person', 'article'])
    expect(isHarmless('card-arrival')).toBe(false)
  })
})
