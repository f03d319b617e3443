import type { Exempt } from '../message-context.ts'

/** Several things said together in one sentence, in any order, and what makes them proper. */
export type Combination = {
  readonly rule: string
  readonly all: readonly RegExp[]
  /** Makes the sentence proper. */
  readonly unless?: RegExp
  readonly exempt?: Exempt
  /** Characters from the first to the last word; the whole sentence where it is not given. */
  readonly within?: number
}

export const told: Exempt = { quoted: true, reported: true }
export const toldOrWarned: Exempt = { quoted: true, reported: true, warning: true, supposed: true }

/** We, or our people, do not do it. */
export const weDoNot = /(?:我们|我司|本公司|公司|我这边|客服|员工|工作人员|催收(?:员|人员)?|任何人|任何情况下|我)(?:也|都|的\S{0,6})?[^，。]{0,4}(?:不会|不得|不能|从不|绝不|无权|没有权|不可以|不允许|无法|不收|不需要|不是|禁止|严禁|不帮|不提供|不建议|不接受|不支持|没办法)/u
