import { createHmac, randomUUID } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import { keyOfCustomer } from './customers.ts'
import { siteTokenSecret } from './site-token.ts'
import { isDemoLender } from './store.ts'
import { insertPhoneMessage, phoneMessages } from './verification-store.ts'

/** How a text message leaves: through the lender's own gateway, or onto the demo's phones. */

export type TextMessage = { readonly customerId: string; readonly phone: string; readonly text: string }
export type TextSender = (context: Context, message: TextMessage) => Promise<void>

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

const toDemoPhone: TextSender = async ({ db, keys, clock }, { customerId, text }) => {
  const id = randomUUID()
  const sealed = await keys.encrypt(db, await keyOfCustomer(db, customerId), Buffer.from(text), bound(id))
  await insertPhoneMessage(db, { message_id: id, customer_id: customerId, sent_at: new Date(clock.now()), sealed })
}

/** Undefined where text messages cannot be sent. The demo's page of phones exists with the demo only. */
export const textSenderOf = async ({ config, db }: Context): Promise<TextSender | undefined> => {
  if (config.textMessageUrl !== undefined) return throughGateway(config.textMessageUrl)
  return (await isDemoLender(db)) ? toDemoPhone : undefined
}

export const readDemoPhoneMessages = async ({ db, keys }: Context, customerId: string): Promise<{ at: string; text: string }[]> =>
  await Promise.all(
    (await phoneMessages(db, customerId)).map(async ({ message_id: id, sent_at: at, sealed }) => ({
      at: at.toISOString(), text: (await keys.decrypt(db, sealed, bound(id))).toString('utf8'),
    })),
  )
