import { addMonths, type Day, dayOf } from '../primitives/day.ts'
import { compareRatio, type Ratio, ratio } from './ratio.ts'

/**
 * Bounds that the law or the regulator sets for a loan's life, as dated data. Each says where it comes from, since when,
 * and how surely that is known: `seen` in the text, `sec` restated by a law firm or the press, `mem` remembered only.
 * A `mem` bound is applied but never shown to anybody as law (it stands as 机构规定). A lender may set stricter bounds
 * of his own; the stricter always applies.
 */
export type Provenance = { readonly id: string; readonly source: string; readonly confidence: 'seen' | 'sec' | 'mem' }

/** What a bound is shown as: one that is only remembered stands as the lender's own rule. */
export const sourceShown = ({ source, confidence }: Provenance): string => (confidence === 'mem' ? '机构规定' : source)

type Dated = Provenance & { readonly from: Day; readonly until?: Day }

/** How far beyond its first end a loan may be extended, all extensions together. */
export type ExtensionRule = Dated & {
  /** Applies to loans whose first term in months is above `over` and at most `upTo`. */
  readonly over: number
  readonly upTo?: number
  readonly limit:
    | { readonly kind: 'share-of-term'; readonly share: Ratio }
    | { readonly kind: 'months'; readonly months: number }
    /** First term and extensions together at most the longest term that the product allows. */
    | { readonly kind: 'product-longest' }
}

/** How far beyond its first end the plan of a customer in hardship may run, all deferrals together. */
export type DeferralRule = Dated & { readonly mostMonths: number }

export type PenaltyBound = Dated & { readonly least: Ratio; readonly most: Ratio }

const since1996 = { source: '贷款通则第十二条（中国人民银行令1996年第2号）', confidence: 'sec', from: dayOf(1996, 8, 1) } as const
const personal2010 = { source: '个人贷款管理暂行办法（银监会令2010年第2号）第三十九条', confidence: 'mem', from: dayOf(2010, 2, 12), until: dayOf(2024, 6, 30) } as const
/** The corresponding article of 2024 No. 3 was not read; until it is, the rule of 2010 is carried on under its own mark. */
const personal2024 = { source: '个人贷款管理办法（国家金融监督管理总局令2024年第3号）对应条文未读', confidence: 'mem', from: dayOf(2024, 7, 1) } as const

export const extensionRules: readonly ExtensionRule[] = [
  { id: 'LM-EXT-SHORT', ...since1996, over: 0, upTo: 12, limit: { kind: 'share-of-term', share: ratio(1n, 1n) } },
  { id: 'LM-EXT-MID', ...since1996, over: 12, upTo: 60, limit: { kind: 'share-of-term', share: ratio(1n, 2n) } },
  { id: 'LM-EXT-LONG', ...since1996, over: 60, limit: { kind: 'months', months: 36 } },
  { id: 'LM-EXT-PERSONAL', ...personal2010, over: 0, upTo: 12, limit: { kind: 'share-of-term', share: ratio(1n, 1n) } },
  { id: 'LM-EXT-PERSONAL', ...personal2010, over: 12, limit: { kind: 'product-longest' } },
  { id: 'LM-EXT-PERSONAL', ...personal2024, over: 0, upTo: 12, limit: { kind: 'share-of-term', share: ratio(1n, 1n) } },
  { id: 'LM-EXT-PERSONAL', ...personal2024, over: 12, limit: { kind: 'product-longest' } },
]

/**
 * No article bounds the deferral of a personal loan. The longest plan that the rules for credit cards let a bank agree with
 * one who cannot pay (五年) is applied by analogy, as the lender's rule.
 */
export const deferralRules: readonly DeferralRule[] = [
  { id: 'LM-DEFER', source: '比照商业银行信用卡业务监督管理办法（银监会令2011年第2号）第七十条个性化分期还款协议', confidence: 'mem', from: dayOf(2011, 1, 13),
    mostMonths: 60 },
]

/** 罚息: the contract rate plus 30% to 50% of it; compound interest only where the contract states it. */
export const penaltyBounds: readonly PenaltyBound[] = [
  { id: 'LM-PENALTY', source: '银发〔2003〕251号', confidence: 'mem', from: dayOf(2004, 1, 1), least: ratio(13n, 10n), most: ratio(3n, 2n) },
]

export const inForce = <Rule extends Dated>(rules: readonly Rule[], day: Day): readonly Rule[] =>
  rules.filter(({ from, until }) => from <= day && (until === undefined || day <= until))

/** The bound that a penalty multiplier breaks on a day, if any. A lender may always ask less than the least. */
export const brokenPenaltyBound = (multiplier: Ratio, day: Day): PenaltyBound | undefined =>
  inForce(penaltyBounds, day).find(({ most }) => compareRatio(multiplier, most) > 0)

/** The last day on which an extended loan may end under a rule, or nothing where the rule does not bound it. */
export const latestEnd = (rule: ExtensionRule, first: { readonly end: Day; readonly start: Day; readonly months: number },
  productLongestMonths?: number): Day | undefined => {
  const { limit } = rule
  if (first.months <= rule.over || (rule.upTo !== undefined && first.months > rule.upTo)) return undefined
  if (limit.kind === 'months') return addMonths(first.end, limit.months)
  if (limit.kind === 'product-longest') return productLongestMonths === undefined ? undefined : addMonths(first.start, productLongestMonths)
  return addMonths(first.end, Math.floor((first.months * Number(limit.share.num)) / Number(limit.share.den)))
}
