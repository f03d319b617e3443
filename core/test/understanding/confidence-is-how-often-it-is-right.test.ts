import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calibrated, calibrationError, fitCalibration, type Outcome } from '../../src/understanding/calibration.ts'
import { confidencesOf, crossValidate, type GroupedExample, thresholdFor } from '../../src/understanding/cross-validate.ts'
import type { LearnSettings } from '../../src/understanding/learn-linear.ts'

const outcome = fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), right: fc.boolean(), weight: fc.constant(1) })

const settings: LearnSettings = { features: { families: { characters: 1 }, longest: 1 }, cost: 1, costOfOthers: 1, rounds: 5, seed: 1, leastTexts: 1 }

const example = (key: number, label: number, group: number): GroupedExample => ({
  features: { keys: Int32Array.of(key), families: Uint8Array.of(0), length: 1 }, label, weight: 1, group, measured: true,
})

describe('confidence', () => {
  it('never falls where the share rises, and stays between 0 and 1', () => {
    fc.assert(fc.property(fc.array(outcome, { minLength: 1, maxLength: 200 }), (outcomes: Outcome[]) => {
      const calibration = fitCalibration(outcomes, 10)
      let last = 0
      for (let share = 0; share <= 1; share += 0.02) {
        const confidence = calibrated(calibration, share)
        expect(confidence).toBeGreaterThanOrEqual(last - 1e-9)
        expect(confidence).toBeLessThanOrEqual(1)
        last = confidence
      }
    }))
  })

  it('is without error where the stated and the true rate agree in every bin', () => {
    const stated = Array.from({ length: 100 }, (_, at) => ({ confidence: at < 50 ? 0.5 : 1, right: at >= 50 || at % 2 === 0 }))
    expect(calibrationError(stated, 2)).toBeCloseTo(0, 9)
  })

  it('has a threshold from which on the goal holds', () => {
    const outcomes = [0.9, 0.8, 0.7, 0.6].map((confidence, at) => ({ confidence, right: at !== 2, weight: 1 }))
    expect(thresholdFor(outcomes, 0.97)).toBe(0.8)
    expect(thresholdFor(outcomes, 0.7)).toBe(0.6)
  })
})

describe('cross-validation', () => {
  it('never asks a model about a text of a group it learned from', () => {
    // Each group has a sign of its own and nothing else: a model that never saw the group can know nothing of it.
    const examples = Array.from({ length: 40 }, (_, at) => example(1000 + Math.floor(at / 2), at % 4 < 2 ? 0 : 1, Math.floor(at / 2)))
    const held = crossValidate(examples, ['a', 'b'], settings, 4)
    expect(held).toHaveLength(40)
    const byFold = new Map<number, Set<string>>()
    for (const { fold, scores } of held) byFold.set(fold, (byFold.get(fold) ?? new Set()).add([...scores].join()))
    for (const answers of byFold.values()) expect(answers.size).toBe(1)
  })

  it('states confidence by a calibration fitted without the fold', () => {
    const outcomes = [0, 1].flatMap((fold) => Array.from({ length: 20 }, (_, at) => ({ fold, at: fold * 20 + at, place: 0, share: 0.5, right: fold === 0, weight: 1 })))
    const stated = confidencesOf(outcomes, 5)
    expect(stated.filter(({ right }) => right).every(({ confidence }) => confidence < 0.5)).toBe(true)
    expect(stated.filter(({ right }) => !right).every(({ confidence }) => confidence > 0.5)).toBe(true)
  })
})
