import { readFileSync } from 'node:fs'
import { intents } from '@xinqiao/core/understanding/intent.ts'
import { understand } from '@xinqiao/core/understanding/understand.ts'
import { describe, expect, it } from 'vitest'
import { learnIntents } from '../../src/understanding/learn-intents.ts'
import { contentFolder, loadModel, modelOf } from '../../src/understanding/load-model.ts'

const linesOf = (url: URL): string[] => readFileSync(url, 'utf8').split('\n').filter((line) => line !== '')
const evals = new URL('../../../evals/understanding/', import.meta.url)

describe('the committed model', () => {
  it('is learned from the content beside it: trained again, it says the same', () => {
    const committed = loadModel()
    const { file } = learnIntents()
    expect(file.inputs, 'content/model is older than what it was learned from: npm run train').toBe(committed.version)
    const again = modelOf(file)
    const texts = linesOf(new URL('utterances/reviewed.jsonl', contentFolder)).map((line) => (JSON.parse(line) as { text: string }).text)
    const said = (model: typeof committed): object[] => texts.map((text) => {
      const { intent, confidence, mood } = understand(text, model)
      return { text, intent, confidence, mood }
    })
    expect(said(again)).toEqual(said(committed))
  }, 300_000)

  it('names every intent and no other, under 20 MB', () => {
    expect([...loadModel().classifier.labels].sort()).toEqual([...intents].sort())
    expect(readFileSync(new URL('model/intents.json', contentFolder)).length).toBeLessThan(20_000_000)
  })

  it('gives a confidence between 0 and 1, and alternatives without the intent, best first, for any text', () => {
    for (const text of ['', '？', 'a', '还款'.repeat(2000), '\ud83d', '还\u0000款', '😭😭']) {
      const { intent, confidence, alternatives } = understand(text, loadModel())
      expect(confidence).toBeGreaterThanOrEqual(0)
      expect(confidence).toBeLessThanOrEqual(1)
      expect(alternatives.length).toBeGreaterThanOrEqual(2)
      expect(alternatives.some((other) => other.intent === intent)).toBe(false)
      expect([...alternatives].sort((a, b) => b.confidence - a.confidence)).toEqual(alternatives)
    }
  })
})

describe('several requests in one text', () => {
  it('are told apart from the story of one in at least nine of ten own texts', () => {
    const model = loadModel()
    const cases = linesOf(new URL('requests.jsonl', evals)).map((line) => JSON.parse(line) as { text: string; intents: string[] })
    const right = cases.filter(({ text, intents: expected }) => understand(text, model).requests.map(({ intent }) => intent).sort().join() === [...expected].sort().join())
    expect(cases.length).toBeGreaterThanOrEqual(160)
    expect(right.length / cases.length).toBeGreaterThanOrEqual(0.9)
  })
})
