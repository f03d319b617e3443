import type { Role } from '../people/rights.ts'

/** The ladder of those who answer customers, lowest first (初级 → 高级 → 主管). A higher grade may do what a lower one may. */
export const grades = ['junior', 'senior', 'supervisor'] as const satisfies readonly Role[]

export type Grade = (typeof grades)[number]

export const reaches = (held: Grade, needed: Grade): boolean => grades.indexOf(held) >= grades.indexOf(needed)

export const higherGrade = (a: Grade, b: Grade): Grade => (reaches(a, b) ? a : b)

/** The highest grade among someone's roles; undefined where none of them answers customers. An account manager knows what a senior knows. */
export const gradeOf = (held: readonly Role[]): Grade | undefined =>
  grades.toReversed().find((grade) => held.includes(grade) || (grade === 'senior' && held.includes('account-manager')))
