import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Mood } from '../../src/understanding/mood.ts'
import { longestReply, toneKinds, toneNotes } from '../../src/understanding/tone.ts'

const kinds = (text: string, mood: Mood = 'calm') => toneNotes(text, mood).map(({ kind }) => kind)

describe('tone', () => {
  it('asks for an acknowledgement where the customer is upset, and only there', () => {
    expect(kinds('您的还款日是 26 号。', 'angry')).toContain('no-acknowledgement')
    expect(kinds('非常抱歉给您添麻烦了，您的还款日是 26 号。', 'angry')).toEqual([])
    expect(kinds('您的还款日是 26 号。')).toEqual([])
  })

  it('marks the words that blame', () => {
    const text = '这个是您自己没看合同。'
    expect(toneNotes(text, 'calm').map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([['blame', '是您自己']])
  })

  it('asks for a time where something is promised without one', () => {
    expect(kinds('我已经帮您登记了，会反馈给相关同事。')).toEqual(['no-time'])
    expect(kinds('我已经帮您登记了，2 个工作日内给您答复。')).toEqual([])
  })

  it('asks for plain words beside a word of the trade, and is content once they stand there', () => {
    expect(kinds('您这笔可以申请展期。')).toEqual(['jargon'])
    expect(kinds('您这笔可以申请展期，也就是把到期日往后推。')).toEqual([])
  })

  it('finds fault with nothing in a kind, short reply with a time', () => {
    expect(kinds('理解您着急，我现在帮您核实，10 分钟内回复您。', 'anxious')).toEqual([])
    expect(kinds('', 'angry')).toEqual([])
  })

  it('gives spans inside the text, each kind once, in their order, for any text', () => {
    fc.assert(fc.property(
      fc.array(fc.constantFrom('展期', '是您自己', '尽快', '抱歉', '就是', '您好', '10 分钟', '，', 'a'), { maxLength: 120 }).map((parts) => parts.join('')),
      fc.constantFrom<Mood>('calm', 'anxious', 'angry'),
      (text, mood) => {
        const notes = toneNotes(text, mood)
        const order = notes.map(({ kind }) => toneKinds.indexOf(kind))
        expect(order).toEqual([...new Set(order)].sort((one, other) => one - other))
        for (const { start, end } of notes) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(text.length)
        }
        expect(notes.some(({ kind }) => kind === 'too-long')).toBe(text.length > longestReply)
      },
    ))
  })
})
