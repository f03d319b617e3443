import type { Entity, EntityType } from './entity.ts'

/**
 * The text the learner reads: simplified, facts each as one capital letter, our own product as N, feelings and repeated
 * signs taken out. 还5000 and 还八千 then look the same, and a lender's own name teaches nothing by heart.
 */
const letters: Readonly<Record<EntityType, string>> = {
  amount: 'A', term: 'T', date: 'D', rate: 'R', bank: 'B', phone: 'P', idNumber: 'I', cardNumber: 'C', loanRef: 'L',
}

const face = /\[[\u4e00-\u9fff]{1,3}\]|\/(?:大哭|流泪|微笑|抓狂|发怒|可怜|难过|尴尬|疑问|再见|晕|哭|怒|惊讶|委屈|发呆|害羞|憨笑|呲牙)|\p{Extended_Pictographic}\ufe0f?/gu
const pause = /[\s,.，。、；;:：~～…·"“”'‘’()（）【】<>《》\-_—*#^|\\/]+/g

const ask = /[?？!！]*[?？][?？!！]*/g

export const maskText = (plain: string, entities: readonly Entity[], ownNames: RegExp | undefined): string => {
  let masked = ''
  let from = 0
  for (const { type, start, end } of entities) {
    masked += plain.slice(from, start) + letters[type]
    from = end
  }
  masked += plain.slice(from)
  masked = masked.replace(face, '')
  if (ownNames) masked = masked.replace(ownNames, 'N')
  return masked.replace(ask, '?').replace(/[!！]+/g, ' ').replace(/\d+/g, '0').replace(pause, ' ').trim()
}

/** The usual ways of writing a name of three or four characters, as one pattern. */
export const namePattern = (names: readonly string[]): RegExp | undefined =>
  names.length === 0 ? undefined : new RegExp([...names].sort((a, b) => b.length - a.length).join('|'), 'g')
