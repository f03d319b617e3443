import { occupations, riskGrades } from '@xinqiao/core/people/customer.ts'
import { isCardNumber, isIdNumber, isMobileNumber, plainNumber } from '@xinqiao/core/people/personal-number.ts'
import { isRole, type Role, roles } from '@xinqiao/core/people/rights.ts'
import { parseDay } from '@xinqiao/core/primitives/day.ts'
import { parseYuan } from '@xinqiao/core/primitives/money.ts'
import { z } from 'zod'
import { defineImporter, type Importer } from '../platform/room.ts'
import { saveCustomer } from './customers.ts'
import { saveStaff } from './staff.ts'
import { isTimeZone } from './time-zone.ts'

/** What `xinqiao import` takes of this room. A CSV file says "not known" by an empty cell, JSON lines by leaving the field out. */

const filled = <Type extends z.ZodType>(type: Type) => z.preprocess((value) => (value === '' || value === null ? undefined : value), type.optional())

const read = <Value>(parse: (text: string) => Value | undefined, problem: string) =>
  z.coerce.string().transform((text, context) => {
    const value = parse(text.trim())
    if (value !== undefined) return value
    context.addIssue({ code: 'custom', message: problem })
    return z.NEVER
  })

const checked = (isRight: (plain: string) => boolean) => (text: string): string | undefined => {
  const plain = plainNumber(text)
  return isRight(plain) ? plain : undefined
}

const customers = defineImporter({
  kind: 'customers',
  row: z.object({
    ref: z.coerce.string().trim().min(1).max(64),
    name: filled(z.string().trim().min(1).max(100)),
    phone: filled(read(checked(isMobileNumber), 'a mainland mobile number of 11 digits')),
    idNumber: filled(read(checked(isIdNumber), 'an identity number of 18 characters with its check character')),
    payoutCard: filled(read(checked(isCardNumber), 'a bank card number with its check digit')),
    timeZone: filled(z.coerce.string().trim().refine(isTimeZone, 'a zone of the tz database such as Asia/Shanghai')),
    since: filled(read(parseDay, 'a day such as 2024-05-31')),
    city: filled(z.string().trim().max(50)),
    occupation: filled(z.enum(occupations)),
    monthlyIncome: filled(read(parseYuan, 'yuan such as 8000 or 8000.50')),
    otherMonthlyDebt: filled(read(parseYuan, 'yuan such as 1200 or 1200.50')),
    riskGrade: filled(z.enum(riskGrades)),
  }),
  store: (context, tx, { ref, ...given }) => {
    const details = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
    return saveCustomer(context, tx, ref, details)
  },
})

/** `junior;senior` in a CSV cell, a list in JSON. */
const rolesOf = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(/[;,，、\s]+/).filter((word) => word !== '') : value),
  z.array(z.string().refine(isRole, `one of ${Object.keys(roles).join(', ')}`)).min(1).transform((list) => list.filter(isRole) as readonly Role[]),
)

const staff = defineImporter({
  kind: 'staff',
  row: z.object({
    email: z.string().trim().pipe(z.email()),
    name: z.string().trim().min(1).max(50),
    roles: rolesOf,
    left: filled(z.union([z.boolean(), z.stringbool()])),
    /** To be changed at the first sign-in; without one an administrator gives it later. */
    oneTimePassword: filled(z.string().min(10).max(128)),
  }),
  store: (context, tx, { left = false, ...given }) => saveStaff(context, tx, { ...given, left }),
})

export const importers: readonly Importer[] = [customers, staff]
