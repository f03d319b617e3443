/** Who the lender is: the one place for his name, numbers and addresses, filled into notices and checked in articles. */
import { type Bilingual, finish, idForm, open, type Read, takeBilingual, takeText } from '../primitives/reading.ts'

export type LenderProfile = {
  readonly id: string
  readonly name: Bilingual
  readonly shortName: Bilingual
  readonly deskName: Bilingual
  readonly assistantName: Bilingual
  readonly hotline: string
  readonly complaintEmail: string
  readonly privacyEmail: string
  readonly website: string
  readonly complaintAddress: Bilingual
  /** The only name to which a customer may ever transfer. */
  readonly corporateAccountName: string
  readonly guarantor: string
  readonly note: string
}

const mailForm = /^[^@\s]+@[^@\s]+\.[^@\s]+$/

/** Reads `content/desk/lender.json`. */
export const parseLenderProfile = (value: unknown): Read<LenderProfile> => {
  const source = open(value, '', [])
  return finish(source, {
    id: takeText(source, 'id', 40, idForm),
    name: takeBilingual(source, 'name', 40),
    shortName: takeBilingual(source, 'shortName', 20),
    deskName: takeBilingual(source, 'deskName', 20),
    assistantName: takeBilingual(source, 'assistantName', 20),
    hotline: takeText(source, 'hotline', 20, /^[0-9-]+$/),
    complaintEmail: takeText(source, 'complaintEmail', 80, mailForm),
    privacyEmail: takeText(source, 'privacyEmail', 80, mailForm),
    website: takeText(source, 'website', 80, /^https:\/\//),
    complaintAddress: takeBilingual(source, 'complaintAddress', 120),
    corporateAccountName: takeText(source, 'corporateAccountName', 40),
    guarantor: takeText(source, 'guarantor', 40),
    note: takeText(source, 'note', 120),
  })
}
