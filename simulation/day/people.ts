import type { Grade } from '../../core/src/routing/grade.ts'
import type { Matter } from '../../core/src/routing/need.ts'

/** Who comes, with what and how, and who is there to answer. All drawn from one seeded sequence. */

export type Draw = {
  readonly between: (least: number, most: number) => number
  readonly chance: (share: number) => boolean
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item
}

export const drawFrom = (random: () => number): Draw => ({
  between: (least, most) => least + Math.floor(random() * (most - least + 1)),
  chance: (share) => random() < share,
  pick: (items) => items[Math.floor(random() * items.length)] ?? items[0],
})

/** How somebody behaves on the line and while he waits. */
export type Manner = {
  /** Minutes after which he gives up waiting. */
  readonly patience: number
  /** Each of his messages is sent again with the same id, as over a bad line. */
  readonly repeats: boolean
  /** He writes on while he waits. */
  readonly impatient: boolean
  /** Turns of the talk with a person. */
  readonly turns: number
  /** The agent promises to call back within an hour of the desk's time. */
  readonly wantsCall: boolean
}

export type Comer = {
  readonly id: string; readonly matter: Matter; readonly manner: Manner; readonly wantsPerson: boolean; readonly abusive: boolean
}

const asked = [
  'rate', 'repayment-date', 'repayment-amount', 'how-to-repay', 'limit', 'application-status', 'prepayment', 'extension', 'payment-not-booked',
  'repayment-failed', 'overdue', 'hardship', 'complaint', 'credit-dispute', 'account-security', 'change-bank-card',
] as const

/** What a machine mostly answers by itself. */
const plain = new Set<string>(asked.slice(0, 6))

export const comer = (draw: Draw, number: number): Comer => {
  const intent = draw.pick(asked)
  const mood = draw.chance(0.1) ? 'angry' : draw.chance(0.2) ? 'anxious' : 'calm'
  return {
    id: `c${String(number).padStart(5, '0')}`,
    matter: {
      intent, mood, crisis: draw.chance(0.004), amount: undefined,
      cases: draw.chance(0.05) ? ['complaint'] : [], language: draw.chance(0.02) ? 'en' : 'zh',
    },
    manner: {
      patience: draw.between(mood === 'angry' ? 8 : 15, 60), repeats: draw.chance(0.1), impatient: draw.chance(0.2),
      turns: draw.between(1, 6), wantsCall: draw.chance(0.1),
    },
    wantsPerson: draw.chance(plain.has(intent) ? 0.15 : 0.75),
    abusive: draw.chance(0.003),
  }
}

export type Worker = {
  readonly id: string; readonly grade: Grade; readonly skills: readonly string[]
  readonly begins: number; readonly ends: number; readonly lostAt?: number
}

/** Every skill is held by several, in each half of the day; every tenth loses his connection once. Minutes from the desk's opening. */
export const worker = (draw: Draw, number: number, all: readonly string[], length: number): Worker => {
  const grade: Grade = number % 10 === 0 ? 'supervisor' : number % 3 === 0 ? 'senior' : 'junior'
  const early = number % 2 === 0
  return {
    id: `a${String(number).padStart(2, '0')}`, grade,
    skills: all.filter((_, index) => grade === 'supervisor' || (index + number) % 2 === 0 || draw.chance(0.4)),
    begins: early ? 0 : Math.floor(length * 0.25), ends: early ? Math.floor(length * 0.8) : length,
    ...(number % 10 === 7 ? { lostAt: draw.between(Math.floor(length * 0.3), Math.floor(length * 0.7)) } : {}),
  }
}
