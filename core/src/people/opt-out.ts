/** 拒收: a customer who answers an offer with one of the agreed words wants no more of them (广告法 43). Withdrawing is as easy as saying it. */

const plainly = /^(?:td|退订|拒收|退订营销|取消订阅|不再接收)$/iu
/** A single letter is what short messages ask for; without an offer before it, it may mean anything. */
const byLetter = /^(?:t|r|n|0000)$/iu

export const stopsOffers = (text: string, afterOffer: boolean): boolean => {
  const said = text.normalize('NFKC').replaceAll(/[\s。.!！“”"']/gu, '')
  return plainly.test(said) || (afterOffer && byLetter.test(said))
}

/** Whether it takes a look at what was sent to tell. */
export const mayStopOffers = (text: string): boolean => stopsOffers(text, true)
