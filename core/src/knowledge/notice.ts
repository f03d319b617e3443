/** What the machine itself says (greeting, hand-over, out of hours, asking back), in both languages, with named places. */
import { type Governance, takeGovernance } from '../compliance/governance.ts'
import { placeholders } from '../primitives/filling.ts'
import {
  type Bilingual, close, finish, idForm, note, noteDuplicates, open, type Problem, type Read, readText, takeBilingual, takeList, takeObject, takeText,
} from '../primitives/reading.ts'
import { unlistedFigures } from './stated-figure.ts'

export type Notice = {
  readonly id: string
  /** When it is said, for those who edit it. */
  readonly when: string
  /** The names that both texts may use, and at least one of them does. */
  readonly fields: readonly string[]
  readonly text: Bilingual
  /** Digits that may stand in the words: telephone numbers. */
  readonly allowed: readonly string[]
}

export type Notices = Governance & { readonly id: string; readonly notices: readonly Notice[] }

const readNotice = (value: unknown, at: string, problems: Problem[]): Notice => {
  const source = open(value, at, problems)
  const notice: Notice = {
    id: takeText(source, 'id', 60, idForm),
    when: takeText(source, 'when', 120),
    fields: takeList(source, 'fields', readText, 0),
    text: takeBilingual(source, 'text', 300),
    allowed: takeList(source, 'allowed', readText, 0),
  }
  const used = { zh: placeholders(notice.text.zh), en: placeholders(notice.text.en) }
  for (const language of ['zh', 'en'] as const) {
    for (const name of used[language]) if (!notice.fields.includes(name)) note(source, `text.${language}`, 'unknown-placeholder', name)
    for (const words of unlistedFigures(notice.text[language], notice.allowed)) note(source, `text.${language}`, 'unlisted-figure', words)
  }
  for (const name of notice.fields) {
    if (!used.zh.includes(name) || !used.en.includes(name)) note(source, 'fields', 'contradiction', `${name} is not in both texts`)
  }
  close(source)
  return notice
}

/** Reads `content/desk/notices.json`. */
export const parseNotices = (value: unknown): Read<Notices> => {
  const source = open(value, '', [])
  const notices = {
    id: takeText(source, 'id', 40, idForm),
    notices: takeList(source, 'notices', readNotice),
    ...takeObject(source, 'governance', takeGovernance),
  }
  noteDuplicates(source, 'notices', notices.notices.map((notice) => notice.id))
  return finish(source, notices)
}
