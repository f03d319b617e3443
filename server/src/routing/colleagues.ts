import type { Colleague } from '@xinqiao/contract/routing.ts'
import { roles } from '@xinqiao/core/people/rights.ts'
import type { Language } from '@xinqiao/core/primitives/filling.ts'
import type { Person } from './desk-now.ts'
import { routingPolicy } from './policy.ts'

/** Those at the desk as the wire has them. */

export const skillsIn = (language: Language): readonly { readonly id: string; readonly name: string }[] =>
  routingPolicy().skills.map(({ id, name }) => ({ id, name: name[language] }))

export const dutyOf = ({ state, pausedUntil, load, capacity, talks }: Person) =>
  ({ state: state as Colleague['state'], ...(pausedUntil === undefined ? {} : { pausedUntil: new Date(pausedUntil).toISOString() }), load, capacity, talks })

export const colleagueOf = (person: Person, language: Language): Colleague => ({
  ...dutyOf(person), staffId: person.id, name: person.name, grade: person.grade, gradeName: roles[person.grade],
  skills: skillsIn(language).filter(({ id }) => person.skills.includes(id)),
})

export const colleaguesShown = (people: readonly Person[], language: Language): Colleague[] => people.map((person) => colleagueOf(person, language))
