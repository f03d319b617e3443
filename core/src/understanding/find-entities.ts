import { type Characters, plainText } from './characters.ts'
import type { Entity, Find } from './entity.ts'
import { findAmounts } from './find-amounts.ts'
import { findBanks } from './find-banks.ts'
import { findDates } from './find-dates.ts'
import { findCardNumbers, findIdNumbers, findLoanRefs, findPhones } from './find-numbers.ts'
import { findRates } from './find-rates.ts'
import { findTerms } from './find-terms.ts'

/**
 * All facts in a text, in order of appearance, none overlapping, one that is said twice only once.
 * The surest forms are taken first: what is a phone number is no sum of money.
 */
export const findEntities = (text: string, characters: Characters, plain: string = plainText(text, characters)): Entity[] => {
  const taken: Find[] = []
  const free = (start: number, end: number): boolean => taken.every((find) => end <= find.start || start >= find.end)
  if (/\d{7}/.test(plain) || /\d[ -]\d/.test(plain)) {
    taken.push(...findLoanRefs(plain, text, free))
    taken.push(...findIdNumbers(plain, text, free))
    taken.push(...findCardNumbers(plain, free))
    taken.push(...findPhones(plain, free))
  }
  taken.push(...findBanks(plain, free))
  if (mayHoldNumber.test(plain)) {
    taken.push(...findRates(plain, free))
    taken.push(...findDates(plain, text, free))
    const amounts = findAmounts(plain, free)
    taken.push(...findTerms(plain, free, new Set(amounts.map(({ end }) => end))))
    taken.push(...amounts.filter(({ start, end }) => free(start, end)))
  }
  taken.sort((a, b) => a.start - b.start)
  const seen = new Set<string>()
  const entities: Entity[] = []
  for (const find of taken) {
    const said = text.slice(find.start, find.end)
    const key = `${find.type} ${said}`
    if (seen.has(key)) continue
    seen.add(key)
    entities.push({ type: find.type, text: said, value: find.value, ...(find.unit === undefined ? {} : { unit: find.unit }), start: find.start, end: find.end })
  }
  return entities
}

/** Nothing to look for in the many short texts without a number, a day or a festival. */
const mayHoldNumber = /[\d零〇一二两三四五六七八九十百千万半年月日号天周星礼今昨明后前春节除过元劳国中端清双圣情底初早晚]/
