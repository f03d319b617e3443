import { surnameOf } from './name.ts'
import { plainNumber } from './personal-number.ts'
import { mayDo, type Role } from './rights.ts'

/**
 * What of a person is shown to whom, and how the rest is covered. Used by the API before anything leaves the server, never by
 * the browser.
 */

/** Covers all but the ends, character for character, so that offsets into a text stay right. */
const cover = (text: string, keepFirst: number, keepLast: number): string => {
  const characters = [...text]
  return characters
    .map((character, index) => (index < keepFirst || index >= characters.length - keepLast ? character : '*'))
    .join('')
}

/** 138****5678 */
export const maskPhone = (phone: string): string => {
  const plain = plainNumber(phone)
  return plain.length >= 11 ? cover(plain, plain.length - 8, 4) : cover(plain, 0, Math.min(2, Math.floor(plain.length / 3)))
}

/** 1101**********1234 */
export const maskIdNumber = (idNumber: string): string => cover(idNumber, 4, 4)

/** 6222***********1234 */
export const maskCard = (card: string): string => cover(plainNumber(card), 4, 4)

/** 王**, whatever the length of the name, which would tell something too. */
export const maskName = (name: string): string => `${[...surnameOf(name)].slice(0, 2).join('')}**`

/** What can be uncovered, each for itself: the customer's name and numbers, and the numbers inside messages. */
export const sightFields = ['name', 'phone', 'idNumber', 'payoutCard', 'texts'] as const
export type SightField = (typeof sightFields)[number]

/** What somebody at the desk is shown of a customer. */
export type Sight = Readonly<Record<SightField, 'full' | 'masked'>>

/** Who cannot do his work without the name: those who talk to the customer and those who decide about him. */
const needsName: Readonly<Record<Role, boolean>> = {
  junior: true, senior: true, supervisor: true, 'account-manager': true, approver: true, collector: true,
  quality: false, compliance: false, 'knowledge-manager': false, admin: false,
}

/**
 * Data minimisation (个人信息保护法 article 6). Whole numbers are shown only by a grant for just these fields, with a reason
 * and an end, which is recorded; the right to ask for one is not the grant, and without the right no grant helps.
 */
export const sightOf = (held: readonly Role[], granted: readonly SightField[] = []): Sight => {
  const may = mayDo(held, 'customer.unmask')
  const shown = (field: SightField): 'full' | 'masked' => (may && granted.includes(field) ? 'full' : 'masked')
  return {
    name: held.some((role) => needsName[role]) ? 'full' : shown('name'),
    phone: shown('phone'), idNumber: shown('idNumber'), payoutCard: shown('payoutCard'), texts: shown('texts'),
  }
}

export type Shown = { readonly name?: string; readonly phone?: string; readonly idNumber?: string; readonly payoutCard?: string }

const masks = { name: maskName, phone: maskPhone, idNumber: maskIdNumber, payoutCard: maskCard } as const

export const shownTo = (sight: Sight, person: Shown): Shown => {
  const shown = (field: keyof Shown): Shown => {
    const value = person[field]
    return value === undefined ? {} : { [field]: sight[field] === 'full' ? value : masks[field](value) }
  }
  return { ...shown('name'), ...shown('phone'), ...shown('idNumber'), ...shown('payoutCard') }
}
