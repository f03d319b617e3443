import { readFileSync } from 'node:fs'
import { makeBody } from '@xinqiao/core/understanding/training-body.ts'
import type { CharacterTable } from '@xinqiao/core/understanding/characters.ts'
import { describe, expect, it } from 'vitest'
import { bodySettings } from '../../src/understanding/learn-intents.ts'
import { contentFolder } from '../../src/understanding/load-model.ts'
import { readUtterances } from '../../src/understanding/read-utterances.ts'
import { readVoices } from '../../src/understanding/read-voices.ts'

describe('the voices', () => {
  it('are read with mood and the intents that are fair too', () => {
    const said = readVoices()
    expect(said.length).toBeGreaterThan(1500)
    expect(said).toContainEqual({ voice: 'chat', text: '没工作行不行', intent: 'eligibility', also: ['hardship'], mood: 'calm' })
    expect(new Set(said.map(({ mood }) => mood)).size).toBe(3)
    for (const { text } of said) expect(text).not.toMatch(/^[~!=#\s]| \+|\s$/)
  })

  it('stand each in one group, so that a writer is never measured by a model that learned from that writer', () => {
    const table = JSON.parse(readFileSync(new URL('understanding/characters.json', contentFolder), 'utf8')) as CharacterTable
    const measured = makeBody(readUtterances(), table, bodySettings).filter((text) => text.kind === 'voice' && text.measured)
    const groups = new Map<string, Set<number>>()
    for (const { voice = '', group } of measured) groups.set(voice, (groups.get(voice) ?? new Set()).add(group))
    expect(groups.size).toBeGreaterThan(5)
    expect([...groups.values()].map((its) => its.size)).toEqual([...groups.keys()].map(() => 1))
  })
})
