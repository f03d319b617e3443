import { type FigureSaid, type FoundFigure, pointsAtNothing } from '../compliance/figures.ts'
import type { Span, Speaker } from '../compliance/message-rule.ts'
import { plainNumber } from '../compliance/small-number.ts'
import { addDays, type Day, daysBetween, isoDay, parseDay } from '../primitives/day.ts'
import { findDates } from '../understanding/find-dates.ts'
import { resolveDate, type TimeContext } from '../understanding/resolve-date.ts'

/**
 * Days as people say them (明天, 下周三, 月底前) and lengths beyond digits and units (一个星期内, 半小时后) in an outgoing text. They
 * mean a day only on the day they are said; then they are figures like any other, and a fact must vouch for them.
 */

/** The day on which a text is said, and which days are worked. */
export type SaidOn = Required<Pick<TimeContext, 'asOf'>> & Pick<TimeContext, 'isWorkingDay'>

export type DaySaid = Span & { readonly plain: string; readonly value: string }

const mayNameDay = /明|后[天日]|周|星期|礼拜|月[底初末中尾头]|年[底初末中尾]|[下本这]个?月|节|春|国庆|过年|除夕|工作日|[0-9一二三四五六七八九十][号日]/u
/** What has passed is no promise: both sides know it or can look it up; today is always at hand; a weekend that is not this or the next is any. */
const passedOrToday = /^(?:周末$|昨|前[天日年晚]|大前|上|去年|旧年|今[天日早晚夜年朝儿个]|本年|当晚|寻|琴)/u
/** From Monday to Friday is when a desk is open, no day. */
const openFrom = /(?:每个?|逢)$/u
const openUntil = /^(?:至|到|、|[-–~])\s*(?:周|星期|礼拜)/u
const openBefore = /(?:周|星期|礼拜)[一二三四五六日天](?:至|到|、|[-–~])\s*$/u
const wish = /快乐|愉快|祝(?:您|你)/u

const overlaps = (one: Span, other: Span): boolean => one.start < other.end && other.start < one.end

/** Days in words, beside the figures found already. */
export const daysSaid = (plain: string, found: readonly Span[]): readonly DaySaid[] => {
  if (!mayNameDay.test(plain)) return []
  return findDates(plain, plain, () => true).flatMap(({ value, start, end }): readonly DaySaid[] => {
    const said = plain.slice(start, end)
    if (found.some((known) => overlaps(known, { start, end })) || /^(?:19|20)\d{2}年$/u.test(said)) return []
    const [before, after] = [plain.slice(0, start), plain.slice(end)]
    const isOpening = openFrom.test(before) || openUntil.test(after) || openBefore.test(before)
    if (passedOrToday.test(said) || isOpening || wish.test(after.slice(0, 6)) || wish.test(before.slice(-6))) return []
    return [{ plain: said, value: String(value), start, end }]
  })
}

const mostDays = 10
const leastMonth = 28

const asDate = (day: Day): FigureSaid => ({ kind: 'date', value: isoDay(day) })

/** The day, any day of a few, or the month that words mean; nothing for a year, which measures nothing by itself. */
const readingsOf = (resolved: string, today: Day): readonly FigureSaid[] => {
  const [from, to = from] = resolved.split('/').map((text) => parseDay(text))
  if (from === undefined || to === undefined || to < today) return []
  const length = daysBetween(from, to) + 1
  if (length <= mostDays) return Array.from({ length }, (_, ahead) => asDate(addDays(from, ahead)))
  return length >= leastMonth && length <= 31 ? [{ kind: 'date', value: isoDay(from).slice(0, 7) }] : []
}

/** The days meant; with `words` they may be known by their words too, as approved knowledge knows them. */
export const dayFigures = (said: readonly DaySaid[], on: SaidOn, words: 'words' | undefined): readonly FoundFigure[] =>
  said.flatMap(({ plain, value, start, end }) => {
    const [reading, ...others] = readingsOf(resolveDate(value, plain, on) ?? '', on.asOf)
    if (reading === undefined || reading.value === isoDay(on.asOf)) return []
    return [{ ...reading, also: words ? [...others, { kind: 'date', value: plain }] : others, start, end }]
  })

const number = '[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]'
const lengths = new RegExp(`${pointsAtNothing}(?:(${number})\\s*个?(周|星期|礼拜|分钟)|半个?(小时|钟头|年|月))`, 'gu')
const lengthAhead = /^\s*(?:之内|以内|内|之后|以后|后|以上|之前)/u
const lengthBefore = /(?:最[晚多长迟短少]|至少|不超过|延长?|展期?|推迟)\s*$/u

/** Weeks, minutes and halves. */
export const lengthsSaid = (plain: string): readonly FoundFigure[] =>
  [...plain.matchAll(lengths)].flatMap((match): readonly FoundFigure[] => {
    const [whole, count, unit = '', half] = match
    const [start, end] = [match.index, match.index + whole.length]
    const measures = lengthAhead.test(plain.slice(end)) || lengthBefore.test(plain.slice(0, start))
    if (!measures && (count === undefined || unit !== '分钟')) return []
    if (half !== undefined) {
      if (half === '年') return [{ kind: 'term', value: '6', unit: 'month', start, end }]
      return [half === '月' ? { kind: 'term', value: '15', unit: 'day', start, end } : { kind: 'term', value: '30', unit: 'minute', start, end }]
    }
    const value = Number(plainNumber(count ?? ''))
    if (unit === '分钟') return [{ kind: 'term', value: String(value), unit: 'minute', start, end }]
    return [{ kind: 'term', value: String(value * 7), unit: 'day', start, end }]
  })

const spoken: Readonly<Partial<Record<NonNullable<FoundFigure['unit']>, string>>> = { day: '天', 'working-day': '个工作日', month: '个月' }

/** 三个工作日内 is also the day by which it ends. */
export const withEnd = (figure: FoundFigure, plain: string, on: SaidOn): FoundFigure => {
  const unit = figure.kind === 'term' && figure.unit ? spoken[figure.unit] : undefined
  if (unit === undefined || !lengthAhead.test(plain.slice(figure.end))) return figure
  const day = resolveDate('', `${figure.value}${unit}后`, on)
  return day === undefined ? figure : { ...figure, also: [...figure.also ?? [], { kind: 'date', value: day }] }
}

const desk = /(?<![对给跟和与向])(?:我(?!行|司)|咱|这边|本人|同事|专员|专人|客服人员|主管|经理|经办)/u
const acts = new RegExp([
  '回电|回(?:复|您|你|访)|答复|联系|致电|打(?:个)?电话|来电|(?:告诉|告知|通知|提醒)(?:您|你)|跟进|跟(?:您|你)|反馈|核实|核对|确认|查|处理|提交|登记|转(?:给|交|达)|发(?:给|送|过去)|把|寄|催',
  '安排|看(?:看|一下)|协调|汇报|上报|问(?:一下|问|清)|给(?:您|你)(?:回|打|发|答|个|说|一个)|帮(?:您|你)|为(?:您|你)',
].join('|'), 'u')
/** 三点前给您回电: who will do it goes without saying. */
const towardsHim = /(?<![请让叫您你])(?:给|为|帮|替|联系)(?:您|你)/u
/** What happens to money, a loan or a decision is no act of whoever writes. */
const happens = /到账|到帐|放款|放下来|扣款|扣(?:一次|您)|入账|应还|到期|还款日|审批(?:通过|完)|批下来|通过审|生效|退回|退款|出结果|结清|开始算|截止|免(?:息|收)|利率|罚息|可以借|能借/u
const asked = /[?？吗]|(?:方便|可以|行|好)(?:不|呢)|还是/u
const ofCustomer = /您|你|请|麻烦/u
const invited = /(?:请|您|你|麻烦|可以|先|再|就|等|或者?)\s*$/u
const deadline = /^\s*(?:[0-9一二两三四五六七八九十:：点半上下午早晚]{0,8})(?:之?前|以前|之?内|以内|截止|为止|止)/u
/** What the customer owes to do is a matter of the loan, whoever is spoken to. */
const owed = /还(?!没|有|是|可以|能|会|要看|得看|在)|存|缴|付|交|补/u

const clausesAround = (plain: string, { start, end }: Span): { readonly sentence: string; readonly clause: string; readonly next: string } => {
  const from = Math.max(...['。', '！', '？', '!', '?', '；', ';', '\n'].map((mark) => plain.lastIndexOf(mark, start - 1))) + 1
  const rest = plain.slice(end)
  const stop = rest.search(/[。！!；;\n？?]/u)
  const sentence = plain.slice(from, stop < 0 ? plain.length : end + stop + 1)
  const clauseFrom = Math.max(plain.lastIndexOf('，', start), plain.lastIndexOf(',', start), from - 1) + 1
  const [clauseRest = '', next = ''] = plain.slice(end, from + sentence.length).split(/[，,]/u)
  return { sentence, clause: `${plain.slice(clauseFrom, end)}${clauseRest}`, next }
}

const timely: ReadonlySet<FoundFigure['kind']> = new Set(['date', 'time'])

/**
 * Whether a time needs no source: a person who says what he or the desk will do makes a commitment, which is kept track of as one;
 * who asks about a time, or says when the customer may do something without a deadline, claims nothing. A machine makes no commitments.
 */
export const needsNoSource = (figure: FoundFigure, plain: string, speaker: Speaker): boolean => {
  const isLength = figure.kind === 'term' && figure.unit !== 'month' && lengthAhead.test(plain.slice(figure.end))
  if (!timely.has(figure.kind) && !isLength) return false
  const { sentence, clause, next } = clausesAround(plain, figure)
  if (happens.test(clause)) return asked.test(sentence) && speaker !== 'bot'
  if (asked.test(sentence)) return true
  if (speaker === 'bot') return false
  const before = sentence.slice(0, sentence.indexOf(clause) + clause.length)
  if ((desk.test(before) || towardsHim.test(clause)) && (acts.test(clause) || acts.test(next))) return true
  const isInvited = ofCustomer.test(before) && invited.test(plain.slice(0, figure.start))
  return isInvited && !deadline.test(plain.slice(figure.end)) && !isLength && !owed.test(clause)
}
