import type { Entity } from '../entity.ts'
import type { Guess } from '../understanding.ts'
import { addEvidence, asksAt, type Evidence, isAside, isOfAnother, isSameMatter, likeliest, noEvidence, opensAnother } from './evidence.ts'
import { missingNeeds, type Need, type Procedure, type ProcedureIntent, procedures, type SlotName, type Slots, type SlotValue, takes } from './procedure.ts'
import { declinedIn, namedIn } from './refusing.ts'
import { type Said, saidIn } from './said.ts'

/**
 * The dialogue of a procedure as a pure machine: `hear` takes one message and gives the next state, `nextQuestion` the one
 * fact to ask for. Facts come in any order and from any message; the last said wins; what the record holds or the customer
 * declined is not asked; a question in between changes nothing, and the next question comes back to the matter.
 */

/** A message as the model read it: simplified words of the same length as the text, its facts, its likeliest intents. */
export type Heard = { readonly text: string; readonly plain: string; readonly entities: readonly Entity[]; readonly guesses: readonly Guess[] }

export type Request = {
  readonly intent: ProcedureIntent
  readonly slots: Slots
  /** Facts said without words of their own, which another reading may move. */
  readonly loose: readonly SlotName[]
  readonly refused: readonly SlotName[]
  /** What we asked for, in order. */
  readonly asked: readonly SlotName[]
}

export type Dialogue = {
  readonly heard: readonly Heard[]
  readonly evidence: Evidence
  /** The open requests, the one that opened the talk first. */
  readonly requests: readonly Request[]
  /** The request that the last message was about. */
  readonly focus: number
  /** The fact asked for in our last message. */
  readonly asking?: SlotName
}

export const freshDialogue: Dialogue = { heard: [], evidence: noEvidence, requests: [], focus: 0 }

/** Longer talks are with a person by then. */
const mostHeard = 60
const leastEvidence = 0.15
const mostAsks = 2

const opened = (intent: ProcedureIntent): Request => ({ intent, slots: {}, loose: [], refused: [], asked: [] })

const corrects = /不对|(?<!是)不是|错了|说错|打错|搞错|弄错|记错|看错|写错|更正|应该是|哦不|啊不|噢不|不不|改成|改为|等等|算了|换成|(?:^|[\s，,])(?:不[\s，,]+(?=\S)|还是(?!不|没|欠|显示|说)|要不(?!要)|干脆)/

/** The first reading of these stands unless the customer takes it back: a story goes on, its matter does not change. */
const firstStands: ReadonlySet<SlotName> = new Set(['topic', 'reason', 'purpose', 'demand'])

const without = (slots: Slots, names: readonly SlotName[]): Slots =>
  Object.fromEntries(Object.entries(slots).filter(([name]) => !names.includes(name as SlotName)))

const put = (request: Request, slot: SlotName, value: SlotValue, loose: boolean): Request => {
  const rivals = procedures[request.intent].needs.find(({ by }) => by.includes(slot))?.by.filter((other) => other !== slot) ?? []
  return {
    ...request,
    slots: { ...without(request.slots, [slot, ...rivals]), [slot]: value },
    loose: [...request.loose.filter((one) => one !== slot), ...(loose ? [slot] : [])],
    refused: request.refused.filter((one) => one !== slot && !rivals.includes(one)),
  }
}

const takeBack = (request: Request, slot: SlotName): Request => ({ ...request, slots: without(request.slots, [slot]) })

/** What a fact without words of its own is, when its place turns out to belong to another. */
const otherPlace: Readonly<Partial<Record<SlotName, SlotName>>> = { currentDay: 'newDay', dueDate: 'newDate' }

const makeRoom = (request: Request, slot: SlotName, leaves = false): Request => {
  const [other, value] = [otherPlace[slot], request.slots[slot]]
  const moves = other !== undefined && value !== undefined && request.loose.includes(slot) && missingNeeds(procedures[request.intent], request.slots).some(({ by }) => by.includes(other))
  if (!moves) return request
  const there = put(request, other, value, true)
  return leaves ? takeBack(there, slot) : there
}

/** Of several readings of one list of words in one message, the list's own order decides, unless it is a correction. */
const settleWords = (said: readonly Said[], heard: Heard): readonly Said[] => {
  const correction = corrects.test(heard.plain)
  return said.filter(({ slot, not, value }, at) => {
    if (not && said.some((other) => other.slot === slot && other.value === value && !other.not)) return false
    if (not || !firstStands.has(slot)) return true
    const same = said.filter((other) => other.slot === slot && !other.not)
    const chosen = correction ? same.at(-1) : [...same].sort((one, other) => one.rank - other.rank)[0]
    return said[at] === chosen
  })
}

const settles = /(?:就|那就|干脆|要不)(?:定|按|算|要|选|是)?.$/

/** 10号 after 这个月10号 says the same day, less closely. */
const says = (known: SlotValue | undefined, value: SlotValue): boolean =>
  typeof known === 'string' && typeof value === 'string' && known !== value && known.endsWith(value)

/** 10月1号 国庆那天: the date itself stands before its name. */
const isDay = (value: SlotValue | undefined): boolean => /^(?:\d{4}|-)-\d\d-\d\d$/.test(String(value))

/** Takes back what was said in the same message, settles it (20号以后吧 就22号) or says it closer (下个月吧 下个月3号). */
const goesFurther = (earlier: SlotValue | undefined, value: SlotValue, between: string): boolean =>
  corrects.test(between) || settles.test(between) || (isDay(value) && !isDay(earlier)) || (typeof value === 'string' && typeof earlier === 'string' && value.startsWith(earlier))

/** 先还3万 … 算了 全还: with the part goes its sum. */
const withoutPart = (before: Request, after: Request, correction: boolean): Request =>
  correction && after.slots.scope === 'all' && before.slots.scope !== 'all' && after.slots.amount === before.slots.amount
    ? takeBack(after, 'amount')
    : after

/** 哪天？6月11号: a customer repeats the question and answers it. */
const answersItself = (plain: string, procedure: Procedure): SlotName | undefined => {
  const question = /([^\s，,。?？]{1,10})[?？](?=.)/.exec(plain)?.[1]
  return question === undefined ? undefined : namedIn(question, procedure)[0]
}

const take = (request: Request, heard: Heard, asking: SlotName | undefined): Request => {
  const procedure = procedures[request.intent]
  if (isOfAnother(heard.plain)) return request
  const aside = isAside(request.intent, heard)
  const correction = corrects.test(heard.plain)
  const asked = answersItself(heard.plain, procedure) ?? asking
  const all = saidIn(heard, request.intent, { known: request.slots, loose: request.loose, asked, correcting: correction })
  const said = settleWords(all.filter(({ slot, cued, at }) => takes(procedure, slot) && (!aside || !asksAt(heard.plain, at) || (cued && slot !== asking))), heard)
  const now = new Map<SlotName, number>()
  const next = said.reduce((sofar, { slot, value, cued, not, at }): Request => {
    // What is left to pay, told after "all" was, is no part and names no loan.
    if (slot === 'amount' && !cued && request.slots.scope === 'all' && !correction) return sofar
    if (not) return sofar.slots[slot] === value ? takeBack(sofar, slot) : sofar
    // In one message, words of its own weigh more than what was left over.
    const earlier = now.get(slot)
    if (!cued && earlier !== undefined && !sofar.loose.includes(slot) && !goesFurther(sofar.slots[slot], value, heard.plain.slice(earlier, at + 1))) return sofar
    const stands = sofar.slots[slot] !== undefined && !correction && asking !== slot && !(cued && sofar.loose.includes(slot))
    if (firstStands.has(slot) && stands) return sofar
    if (earlier !== undefined && isDay(sofar.slots[slot]) && !isDay(value) && !goesFurther(sofar.slots[slot], value, heard.plain.slice(earlier, at + 1))) return sofar
    if (says(sofar.slots[slot], value)) return sofar
    now.set(slot, at)
    return put(cued ? makeRoom(sofar, slot) : sofar, slot, value, !cued)
  }, request)
  const heardOut = withoutPart(request, next, correction)
  const names = declinedIn(heard.plain, procedure, asking)
  // 16, and later 现在几号忘了: so the sixteenth was the other day.
  const moved = names.reduce((sofar, slot) => (now.has(slot) ? sofar : makeRoom(sofar, slot, true)), heardOut)
  const declined = names.filter((slot) => moved.slots[slot] === undefined)
  return { ...moved, refused: [...moved.refused, ...declined.filter((slot) => !moved.refused.includes(slot))] }
}

/** Facts that follow from others: a sum belongs to a part, beside "all" it names the loan. */
export const settled = ({ intent, slots, loose }: Request): Slots => {
  if (intent !== 'prepayment') return slots
  const { amount, scope } = slots
  if (amount === undefined) return slots
  if (scope === undefined) return { ...slots, scope: 'part' }
  if (scope === 'part') return slots
  const rest = without(slots, ['amount'])
  return loose.includes('amount') && rest.loanAmount === undefined ? { ...rest, loanAmount: amount } : rest
}

const anew = (intent: ProcedureIntent, heard: readonly Heard[]): Request =>
  heard.reduce((request, one) => take(request, one, undefined), opened(intent))

/** A request that holds facts gives way to another only where clearly more speaks for that one. */
const overtakes = (evidence: Evidence, main: ProcedureIntent, { intent, slots }: Request): boolean =>
  evidence[main] > evidence[intent] + (Object.keys(slots).length > 0 ? 0.07 : 0)

/** What the messages so far opened; while nothing is clear, they are kept and read again once something is. */
export const hear = (dialogue: Dialogue, heard: Heard): Dialogue => {
  const evidence = addEvidence(dialogue.evidence, heard, dialogue.heard.length)
  const all = [...dialogue.heard, heard].slice(-mostHeard)
  const { asking: _, ...rest } = dialogue
  const main = likeliest(evidence, leastEvidence)
  const [first, ...others] = dialogue.requests
  if (main === undefined) return { ...rest, heard: all, evidence }
  if (!first || (first.intent !== main && others.length === 0 && overtakes(evidence, main, first))) {
    const request = { ...anew(main, all), asked: first?.asked ?? [] }
    return { ...rest, heard: all, evidence, requests: [request], focus: 0 }
  }
  const another = heard.guesses[0]?.intent
  const place = dialogue.requests.findIndex(({ intent }) => intent === another && opensAnother(intent, heard.plain, heard.guesses))
  if (place >= 0) return { ...rest, heard: all, evidence, focus: place, requests: taken(dialogue, place, heard) }
  const fresh = Object.values(procedures).find(({ intent }) => opensAnother(intent, heard.plain, heard.guesses) && !isSameMatter(dialogue.requests.map((one) => one.intent), intent, heard.plain))
  if (fresh) return { ...rest, heard: all, evidence, focus: dialogue.requests.length, requests: [...dialogue.requests, anew(fresh.intent, [heard])] }
  const { requests, focus } = takenWhereItFits(dialogue, heard)
  return { ...rest, heard: all, evidence, requests, focus }
}

const taken = ({ requests, focus, asking }: Dialogue, place: number, heard: Heard): readonly Request[] =>
  requests.map((request, at) => (at === place ? take(request, heard, place === focus ? asking : undefined) : request))

/** What says nothing for the request in hand may speak of another that is open. */
const takenWhereItFits = (dialogue: Dialogue, heard: Heard): Pick<Dialogue, 'requests' | 'focus'> => {
  const places = [dialogue.focus, ...[...dialogue.requests.keys()].filter((place) => place !== dialogue.focus)]
  for (const place of places) {
    const requests = taken(dialogue, place, heard)
    const [before, after] = [dialogue.requests[place], requests[place]]
    if (before && after && (after.slots !== before.slots || after.refused.length > before.refused.length)) return { requests, focus: place }
  }
  return dialogue
}

export type Question = { readonly request: number; readonly intent: ProcedureIntent; readonly slot: SlotName; readonly ask: string }

const askable = ({ refused, asked }: Request, { by }: Need): boolean =>
  !by.some((slot) => refused.includes(slot)) && asked.filter((slot) => slot === by[0]).length < mostAsks

/** What the record and the customer know together; the customer's word goes first. */
export const knownTo = (request: Request, record: Slots): Slots => {
  const procedure: Procedure = procedures[request.intent]
  const said = settled(request)
  const recorded = Object.fromEntries(Object.entries(record).filter(([name]) => takes(procedure, name as SlotName)))
  const open = missingNeeds(procedure, said)
  const kept = Object.keys(recorded).filter((name) => open.some(({ by }) => by.includes(name as SlotName)))
  return { ...Object.fromEntries(kept.map((name) => [name, recorded[name]])), ...said } as Slots
}

/** The one fact to ask for next: of the request in hand first, then of the others in their order. */
export const nextQuestion = ({ requests, focus }: Dialogue, record: Slots): Question | undefined => {
  const order = [focus, ...requests.keys()]
  for (const place of order) {
    const request = requests[place]
    const need = request && missingNeeds(procedures[request.intent], knownTo(request, record)).find((one) => askable(request, one))
    if (request && need) return { request: place, intent: request.intent, slot: need.by[0], ask: need.ask }
  }
  return undefined
}

export const asked = (dialogue: Dialogue, { request, slot }: Question): Dialogue => ({
  ...dialogue,
  focus: request,
  asking: slot,
  requests: dialogue.requests.map((one, at) => (at === request ? { ...one, asked: [...one.asked, slot] } : one)),
})

export const missingIn = (request: Request, record: Slots): readonly SlotName[] =>
  missingNeeds(procedures[request.intent], knownTo(request, record)).map(({ by: [slot] }) => slot)
