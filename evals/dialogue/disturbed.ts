/**
 * Talks must come out the same when they are told a little otherwise: a question about something else in between, a filler
 * before or a particle behind each message, two messages sent as one. What is measured is the share that still comes out right.
 */
export type Told = { readonly turns: readonly string[] }

const asides = [
  '你们周末上班吗', '对了我额度还剩多少', '上个月的账单在哪看', '客服电话多少', '逾期一天会上征信吗', '明天客服在吗', '我上次还的2000到账没', '我朋友想借5万能申请吗',
  '你们是哪家公司', '提前还要收违约金吗', '多久能办好', '要不要去柜台', '会影响征信吗', '要手续费吗', '这个月5号的照常扣吗', '需要本人办吗',
] as const
const fillers = ['嗯 ', '哦', '那个', '呃 ', '你好 ', '就是 ', '我看看 '] as const
const particles = ['吧', '哈', '呢', '哦', '谢谢', '~', '...'] as const

const oneOf = <T>(list: readonly T[], at: number): T => {
  const chosen = list[at % list.length]
  if (chosen === undefined) throw new Error('an empty list has nothing to choose')
  return chosen
}

const withAside = ({ turns }: Told, seed: number): readonly string[][] => {
  const place = 1 + (seed % Math.max(1, turns.length - 1))
  return [[...turns.slice(0, place), oneOf(asides, seed), ...turns.slice(place)]]
}

const withFillers = ({ turns }: Told, seed: number): readonly string[][] => [
  turns.map((turn, at) => oneOf(fillers, at + seed) + turn), turns.map((turn, at) => turn + oneOf(particles, at + seed)),
]

const joined = ({ turns }: Told, seed: number): readonly string[][] =>
  turns.slice(1).map((turn, at) => turns.toSpliced(at, 2, `${turns[at] ?? ''}${seed % 2 === 0 ? '，' : ' '}${turn}`))

/** Every way in which a talk is told otherwise; `seed` is its place in the list, so that each run tells the same. */
export const disturbances = { aside: withAside, filler: withFillers, joined } as const
