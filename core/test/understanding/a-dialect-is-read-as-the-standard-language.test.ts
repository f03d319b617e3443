import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readSpellings, respell } from '../../src/understanding/spelling.ts'

const spellings = readSpellings('# a remark\n怎么: 咋 啷个\n怎么办: 咋办\n还款: hk huankuan\n莫名: 莫名\n不要: 莫\n')

describe('a dialect, or a hurried thumb', () => {
  it('is read as the standard language, the longest word first', () => {
    expect(respell('咋还 啷个还 咋办', spellings)).toBe('怎么还 怎么还 怎么办')
  })

  it('is read where letters stand for a word, not where they are part of another', () => {
    expect(respell('hk多少 我要huankuan hkd汇率', spellings)).toBe('还款多少 我要还款 hkd汇率')
  })

  it('leaves what only looks like it', () => {
    expect(respell('莫名其妙 莫打我电话', spellings)).toBe('莫名其妙 不要打我电话')
  })

  it('leaves a text without such words as it is, unit for unit', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      fc.pre(!/[咋啷莫]|hk|huankuan/.test(text))
      expect(respell(text, spellings)).toBe(text)
    }))
  })
})
