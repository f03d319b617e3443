import type { Entry } from '@xinqiao/contract/conversations.ts'
import { expect, it } from 'vitest'
import { receiveEntries } from '../../src/api/talk-state.ts'

const at = '2026-11-23T02:00:00.000Z'
const by = { kind: 'agent', name: '王客服' } as const
const id = '00000000-0000-4000-8000-000000000001'
const body = { text: 'said', figures: [], terms: [], articles: [], choices: [], attachments: [] }
const said: Entry = { kind: 'message', seq: 1, at, id, author: by, purpose: 'service', visibleTo: 'all', body }
const takenBack: Entry = { kind: 'happening', seq: 2, at, happening: 'retracted', by, about: { id, seq: 1 } }
const told: Entry = { ...said, body: { ...body, text: '' }, retracted: { at, by } }

it('leaves of a message taken back only the line that says so at the customer’s side, whether it came before or with it', () => {
  expect(receiveEntries([said], [takenBack], 'customer')).toEqual([takenBack])
  expect(receiveEntries([], [told, takenBack], 'customer')).toEqual([takenBack])
  expect(receiveEntries([], [said], 'customer')).toEqual([said])
})

it('keeps it at the desk, with who took it back and when', () => {
  expect(receiveEntries([said], [takenBack], 'desk')).toEqual([{ ...said, retracted: { at, by } }, takenBack])
})
