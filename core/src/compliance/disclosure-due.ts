import type { Disclosure, DisclosureMoment } from './disclosure.ts'
import { type FoundFigure, figuresIn, isKnown } from './figures.ts'
import type { KnownFigure } from './message-rule.ts'

/**
 * Which texts must be told beside an outgoing message: decided from its words, its purpose, its channel and what it is
 * about. The same message always asks for the same texts, whoever wrote it and wherever it is judged.
 */

/** A disclosure with its places filled, for one product, one loan or the lender. */
export type ReadyDisclosure = Pick<Disclosure, 'id' | 'moment' | 'placement' | 'channels'> & {
  readonly name: string
  /** Laws that ask for it. */
  readonly basis: readonly string[]
  /** What it is about: the message names one of these words, or tells one of these figures; empty words: any message. */
  readonly about: readonly string[]
  readonly figures: readonly KnownFigure[]
  /** Words by which a message has told it already, beside its whole text. */
  readonly saidBy: readonly string[]
  readonly text: string
}

export type OutgoingContext = {
  readonly purpose: 'service' | 'notice' | 'collection' | 'marketing'
  readonly channel: string
  readonly speaker: 'agent' | 'machine' | 'system'
}

type Told = OutgoingContext & { readonly text: string; readonly figures: readonly FoundFigure[] }

const tells = ({ figures }: Told, kind: FoundFigure['kind']): boolean => figures.some((figure) => figure.kind === kind)

const rateWords = /(?:年|月|日|合同)?利率|年化|日息|月息|年息|费率/u
const wholeCostWords = /年化综合(?:融资)?成本/u
const quoteWords = /试算|测算|算下来|(?:每期|每月|月供|首期)(?:大约|大概|约)?(?:应?还|是)?/u
const noApproval = /审批结果为准|审核结果为准|不代表(?:审批)?通过|以审(?:批|核)为准/u
const payoffWords = /提前还|一次还清|提前结清|全部还清|结清金额/u
const goodUntilWords = /有效|换一天/u
const arrearsWords = /逾期|罚息/u
const whoCharges = /(?:由|向)[^，。]{2,24}(?:收取|计收)|按(?:借款)?合同(?:约定)?(?:计收|收取|产生)/u
const extensionWords = /(?:可以|能够?|最长)[^。]{0,8}展期|展期[^。]{0,8}(?:可以|最长|办理)/u
const extensionSaid = /按合同(?:利率)?计息|以审批结果为准/u

const complaintFiled = /(?:投诉|反映的(?:情况|问题))[^。]{0,10}(?:登记|受理|收到)/u
const complaintSaid = /编号/u
const hardshipWords = /(?:申请|登记|办理|走)[^。]{0,8}(?:困难)?协商(?!收费|代理)|困难帮扶|协商(?:还款)?(?:方案|计划|安排)/u
const hardshipSaid = /免费申请|协商，不收费/u
const reportWords = /(?:将|会|要|按规定|如实)[^。]{0,10}(?:报送|上报)[^。]{0,6}征信|征信[^。]{0,8}(?:报送|上报)/u
const reportSaid = /事先告知|不(?:会|再)(?:报送|上报)/u

/** Whether a message comes to this moment and has not told what the moment asks for. */
const calls: Readonly<Partial<Record<DisclosureMoment, (told: Told) => boolean>>> = {
  'rate-told': (told) => rateWords.test(told.text) && tells(told, 'rate') && !wholeCostWords.test(told.text),
  quote: (told) => quoteWords.test(told.text) && /试算|测算|算下来/u.test(told.text) && tells(told, 'amount') && !noApproval.test(told.text),
  'prepayment-quote': (told) => payoffWords.test(told.text) && tells(told, 'amount') && !goodUntilWords.test(told.text),
  'overdue-notice': (told) => arrearsWords.test(told.text) && tells(told, 'amount') && !whoCharges.test(told.text),
  'extension-offer': (told) => extensionWords.test(told.text) && (tells(told, 'term') || tells(told, 'date')) && !extensionSaid.test(told.text),
  'complaint-received': ({ text }) => complaintFiled.test(text) && !complaintSaid.test(text),
  'hardship-offer': ({ text }) => hardshipWords.test(text) && !hardshipSaid.test(text),
  'credit-report-notice': ({ text }) => reportWords.test(text) && !reportSaid.test(text),
  'collection-contact': ({ purpose }) => purpose === 'collection',
  marketing: ({ purpose }) => purpose === 'marketing',
  // The page of the chat says so above the first message; elsewhere the message itself must.
  'machine-speaks': ({ speaker, channel }) => speaker === 'machine' && channel !== 'web',
}

/** Nothing that any disclosure could hang on: most messages. */
export const mayCallForDisclosure = (text: string, { purpose, channel, speaker }: OutgoingContext): boolean =>
  purpose === 'collection' || purpose === 'marketing' || (speaker === 'machine' && channel !== 'web') ||
  rateWords.test(text) || quoteWords.test(text) || payoffWords.test(text) || arrearsWords.test(text) || extensionWords.test(text) ||
  complaintFiled.test(text) || hardshipWords.test(text) || reportWords.test(text)

/** How many of the words that name it a message says. */
const namedBy = (text: string, { about }: ReadyDisclosure): number => about.filter((words) => text.includes(words)).length

/** Of one disclosure for several products or loans: those named best, else the one whose figures are told, else the only one there is. */
const meant = (told: Told, candidates: readonly ReadyDisclosure[]): readonly ReadyDisclosure[] => {
  const [only, another] = candidates
  if (only && !another) return [only]
  const best = Math.max(...candidates.map((ready) => namedBy(told.text, ready)))
  if (best > 0) return candidates.filter((ready) => namedBy(told.text, ready) === best)
  const fitting = candidates.filter(({ figures: signs }) => told.figures.some((figure) => figure.value !== '0' && isKnown(figure, signs)))
  // Two that fit and none named: which is meant is not known, and a wrong cost told is worse than none.
  return fitting.length === 1 ? fitting : []
}

export const disclosuresDue = (text: string, context: OutgoingContext, ready: readonly ReadyDisclosure[]): readonly ReadyDisclosure[] => {
  if (ready.length === 0 || !mayCallForDisclosure(text, context)) return []
  // What is told beside it already calls for nothing more.
  const own = ready.reduce((left, { text: words }) => left.replace(words, ''), text)
  const told: Told = { ...context, text: own, figures: figuresIn(own) }
  const moments = new Set((Object.keys(calls) as DisclosureMoment[]).filter((moment) => calls[moment]?.(told) === true))
  const called = ready.filter(({ moment, channels, placement }) =>
    moments.has(moment) && placement !== 'confirm' && (channels === undefined || channels.includes(context.channel)))
  // Of one moment together: what one product calls for says nothing of another.
  const groups = Map.groupBy(called, ({ moment }) => moment)
  return [...groups.values()]
    .flatMap((candidates) => meant(told, candidates))
    .filter(({ text: words, saidBy }) => !text.includes(words) && !saidBy.some((said) => text.includes(said)))
}

/** The message with what must be told beside it, each on a line of its own, and how far its own words moved. */
export const withDisclosures = (text: string, due: readonly ReadyDisclosure[]): { readonly text: string; readonly shift: number } => {
  const before = due.filter(({ placement }) => placement === 'before').map((one) => `${one.text}\n`).join('')
  const after = due.filter(({ placement }) => placement === 'after').map((one) => `\n${one.text}`).join('')
  return { text: `${before}${text}${after}`, shift: before.length }
}
