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

/** What somebody at the desk is shown of a customer. */
export type Sight = {
  readonly name: 'full' | 'masked'
  /** Phone, identity and card numbers in the customer's data. */
  readonly numbers: 'full' | 'masked'
  /** The same numbers inside messages. */
  readonly texts: 'full' | 'masked'
}

/** Who cannot do his work without the name: those who talk to the customer and those who decide about him. */
const needsName: Readonly<Record<Role, boolean>> = {
  junior: true, senior: true, supervisor: true, 'account-manager': true, approver: true, collector: true,
  quality: false, compliance: false, 'knowledge-manager': false, admin: false,
}

/**
 * Data minimisation (个人信息保护法 article 6). Numbers in the customer's data are shown whole only while `unmasked`:
 * a grant with a reason and an end, which is recorded; the right to ask for one is not the grant.
 */
export const sightOf = (held: readonly Role[], unmasked = false): Sight => ({
  name: unmasked || held.some((role) => needsName[role]) ? 'full' : 'masked',
  numbers: unmasked ? 'full' : 'masked',
  texts: unmasked || mayDo(held, 'customer.unmask') ? 'full' : 'masked',
})

export type Shown = { readonly name?: string; readonly phone?: string; readonly idNumber?: string }

export const shownTo = (sight: Sight, person: Shown): Shown => ({
  ...(person.name === undefined ? {} : { name: sight.name === 'full' ? person.name : maskName(person.name) }),
  ...(person.phone === undefined ? {} : { phone: sight.numbers === 'full' ? person.phone : maskPhone(person.phone) }),
  ...(person.idNumber === undefined ? {} : { idNumber: sight.numbers === 'full' ? person.idNumber : maskIdNumber(person.idNumber) }),
})
