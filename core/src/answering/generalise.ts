/**
 * From what was said to one customer to what may be said to all: his numbers and name go, and a figure of his loan becomes the place
 * it came from. What cannot be known stays as it stands, for whoever writes the article to see.
 */
import { findPersonalNumbers } from '../compliance/mask.ts'
import type { LoanField } from '../knowledge/loan-fields.ts'

/** Where a loan's figure stands in an article, by the name it has in the loan's facts. */
const placeOf: Readonly<Record<string, LoanField>> = {
  nextAmount: 'dueAmount', nextPrincipal: 'duePrincipal', nextInterest: 'dueInterest', nextFee: 'dueFee', nextDueDate: 'nextDueDate', overduePenalty: 'penaltyToDate',
  overdueAmount: 'overdueAmount', daysOverdue: 'daysOverdue', payoffTotal: 'payoffToday', prepaymentCharge: 'prepaymentPenalty', interestSaved: 'interestSaved', principal: 'principal',
  annualRate: 'annualRate', instalmentCount: 'instalmentCount', instalmentsPaid: 'instalmentsPaid', instalmentsLeft: 'instalmentsLeft', disbursedOn: 'disbursedOn',
  remainingPrincipal: 'remainingPrincipal',
}

export type SaidFigure = { readonly start: number; readonly end: number; readonly source: { readonly from: string; readonly field?: string } }

const reference = /[A-Z]{2,4}\d{8,12}/g
const called = /(?:先生|女士|小姐|太太)/

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Without numbers that are a person's, without his name and what he is called by it, without the number of his loan. */
export const withoutPerson = (text: string, names: readonly string[]): string => {
  const numberless = findPersonalNumbers(text).reduceRight((rest, { start, end }) => `${rest.slice(0, start)}某号码${rest.slice(end)}`, text).replaceAll(reference, '这笔借款')
  return names.filter((name) => name.trim() !== '').reduce((rest, name) => {
    const surname = name.slice(0, 1)
    return rest.replaceAll(new RegExp(`${escaped(name)}|${escaped(surname)}${called.source}`, 'g'), '您')
  }, numberless)
}

/** Figures of a loan as places; the others stay, to be looked at. */
export const withPlaces = (text: string, figures: readonly SaidFigure[]): string =>
  figures.toSorted((left, right) => right.start - left.start).reduce((rest, { start, end, source }) => {
    const place = source.from === 'loan' ? placeOf[source.field ?? ''] : undefined
    return place === undefined ? rest : `${rest.slice(0, start)}{${place}}${rest.slice(end)}`
  }, text)

export type Draft = { readonly answer: string; readonly body: string; readonly withLoan?: string }

const mostAnswer = 120
const mostWithLoan = 200

const sentences = (text: string): readonly string[] => text.split(/(?<=[。！？!?\n])/).map((part) => part.trim()).filter((part) => part !== '')

const firstThat = (parts: readonly string[], most: number): { readonly taken: string; readonly rest: string } => {
  let taken = ''
  let at = 0
  while (at < parts.length && taken.length + (parts[at] ?? '').length <= most) taken += parts[at++] ?? ''
  return { taken, rest: parts.slice(at).join('\n') }
}

/** Sentences that name a loan's figures are told with the loan, the others to everybody: as much as is said at once, the rest below. */
export const draftOf = (said: { readonly text: string; readonly figures: readonly SaidFigure[] }, names: readonly string[]): Draft => {
  const parts = sentences(withoutPerson(withPlaces(said.text, said.figures), names))
  const { taken: withLoan } = firstThat(parts.filter((part) => part.includes('{')), mostWithLoan)
  const { taken: answer, rest: body } = firstThat(parts.filter((part) => !part.includes('{')), mostAnswer)
  return { answer, body, ...(withLoan === '' ? {} : { withLoan }) }
}

/** The customer says that what he was just told did not help. */
export const saysNotHelpful = (text: string): boolean =>
  text.length <= 40 && /(?:没(?:有)?用|没(?:有)?帮(?:助|到)|没解决|解决不了|答非所问|不是(?:我)?(?:问|想问|要问)的?|没(?:有)?(?:回答|说到|答到)|听不懂你|你没(?:听|看)懂|看不懂你说|废话|不管用)/.test(text)
