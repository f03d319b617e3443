import type { Day } from '../primitives/day.ts'
import { close, finish, note, open, type Problem, type Read, readText, takeDay, takeList, takeNumber, takeText } from '../primitives/reading.ts'

/** The lender's own measures of time where no law names one: 机构规定, dated, so that what held on a day can be told later. */
export type AccessPolicy = {
  readonly from: Day
  readonly approvedBy: string
  readonly reason: string
  /** How long a dial permit holds one of the day's places. */
  readonly permitMinutes: number
  /** How long a whole number is shown to who said why he needs it. */
  readonly unmaskMinutes: number
  /** How long a change of the phone number or of the payout card waits after the notice to the old number. */
  readonly phoneCoolingHours: number
  readonly cardCoolingHours: number
  /** How long after a change of the phone number the payout card cannot be changed: together they would be a theft. */
  readonly cardAfterPhoneHours: number
  /** Products of the catalogue that are credit cards, to which 信用卡业务监督管理办法 applies. */
  readonly cardProducts: readonly string[]
}

const readPolicy = (value: unknown, at: string, problems: Problem[]): AccessPolicy => {
  const source = open(value, at, problems)
  const policy: AccessPolicy = {
    from: takeDay(source, 'from'),
    approvedBy: takeText(source, 'approvedBy', 60),
    reason: takeText(source, 'reason', 200),
    permitMinutes: takeNumber(source, 'permitMinutes', 1, 60),
    unmaskMinutes: takeNumber(source, 'unmaskMinutes', 1, 60),
    phoneCoolingHours: takeNumber(source, 'phoneCoolingHours', 1, 240),
    cardCoolingHours: takeNumber(source, 'cardCoolingHours', 1, 240),
    cardAfterPhoneHours: takeNumber(source, 'cardAfterPhoneHours', 0, 720),
    cardProducts: takeList(source, 'cardProducts', readText, 0),
  }
  close(source)
  return policy
}

/** Reads `content/desk/access-policy.json`: what held from when, oldest first. */
export const parseAccessPolicies = (value: unknown): Read<readonly AccessPolicy[]> => {
  const source = open({ policies: value }, '', [])
  const policies = takeList(source, 'policies', readPolicy)
  policies.forEach(({ from }, index) => {
    const before = policies[index - 1]
    if (before && before.from >= from) note(source, 'policies', 'contradiction', 'not in the order of their days')
  })
  return finish(source, policies)
}

/** The policy of a day; before the first one the first holds. */
export const policyOn = (policies: readonly AccessPolicy[], day: Day): AccessPolicy => {
  const policy = policies.findLast(({ from }) => from <= day) ?? policies[0]
  if (!policy) throw new Error('there is no access policy')
  return policy
}
