import { createHmac, randomUUID } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import { sealOf } from './customer-keys.ts'
import { siteTokenSecret } from './site-token.ts'
import { isDemoLender } from './store.ts'
import { insertPhoneMessage, phoneMessages } from './verification-store.ts'

/** How a text message leaves: through the lender's own gateway, or onto the demo's phones. */

/** `figures`: the numbers that were put into the sentence; any other one in it comes from nowhere. */
export type TextMessage = { readonly customerId: string; readonly phone: string; readonly text: string; readonly figures: readonly string[] }
export type TextSender = (context: Context, message: TextMessage) => Promise<void>

/** The rules that the text breaks; empty where it may leave. The rules stand in a room above: main hands the gate in. */
export type TextGate = (message: Pick<TextMessage, 'text' | 'figures'>) => readonly string[]

const gates = new WeakMap<Context, TextGate>()

export const useTextGate = (context: Context, gate: TextGate): void => void gates.set(context, gate)

/** Without a gate nothing leaves. */
const pastGate = (send: TextSender): TextSender => async (context, message) => {
  const gate = gates.get(context)
  if (!gate) throw new Error('no gate stands before text messages')
  const broken = gate(message)
  if (broken.length > 0) throw new Error(`a text message was stopped by ${broken.join(', ')}`)
  await send(context, message)
}

const patience = 5000

/** POST {phone, text} to the lender's gateway, signed under the secret shared with its site: HMAC-SHA256 of the body, base64url. */
const throughGateway = (url: string): TextSender => async (context, { phone, text }) => {
  const body = JSON.stringify({ id: randomUUID(), phone, text })
  const signature = createHmac('sha256', await siteTokenSecret(context)).update(body).digest('base64url')
  const response = await fetch(url, {
    method: 'POST', body, signal: AbortSignal.timeout(patience), headers: { 'content-type': 'application/json', 'x-xinqiao-signature': signature },
  })
  if (!response.ok) throw new Error(`the text message gateway answered ${response.status}`)
}

const bound = (id: string): string => `demo phone message ${id}`

const toDemoPhone: TextSender = async (context, { customerId, text }) => {
  const { db, clock } = context
  const id = randomUUID()
  const sealed = await sealOf(context, db, { customerId, dataClass: 'contact' }, text, bound(id))
  await insertPhoneMessage(db, { message_id: id, customer_id: customerId, sent_at: new Date(clock.now()), sealed })
}

/** Undefined where text messages cannot be sent. The demo's page of phones exists with the demo only. */
export const textSenderOf = async ({ config, db }: Context): Promise<TextSender | undefined> => {
  if (config.textMessageUrl !== undefined) return pastGate(throughGateway(config.textMessageUrl))
  return (await isDemoLender(db)) ? pastGate(toDemoPhone) : undefined
}

export const canSendTexts = async (context: Context): Promise<boolean> => (await textSenderOf(context)) !== undefined

/** Sends one, or throws, so that the job that sends it tries again. */
export const sendText = async (context: Context, message: TextMessage): Promise<void> => {
  const sender = await textSenderOf(context)
  if (!sender) throw new Error('text messages cannot be sent: there is no gateway')
  await sender(context, message)
}

/** Those whose key was destroyed are passed over. */
export const readDemoPhoneMessages = async ({ db, keys }: Context, customerId: string): Promise<{ at: string; text: string }[]> => {
  const opened = await Promise.all((await phoneMessages(db, customerId)).map(async ({ message_id: id, sent_at: at, sealed }) => {
    const text = await keys.open(db, sealed, bound(id))
    return text ? [{ at: at.toISOString(), text: text.toString('utf8') }] : []
  }))
  return opened.flat()
}
