import type { ConversationRow } from '@xinqiao/contract/conversations.ts'
import { randomUUID } from 'node:crypto'
import type { TestSession, TestStaff } from './people.ts'

/** The desk's and the customer's requests, as pages make them. */

export type Answer = { readonly status: number; readonly body: unknown }
type At = { readonly url: string }

const answerOf = async (response: Response): Promise<Answer> => ({ status: response.status, body: await response.json() })

export const deskPost = async ({ url }: At, { cookie }: Pick<TestStaff, 'cookie'>, path: string, body: unknown = {}): Promise<Answer> =>
  answerOf(await fetch(`${url}/v1/desk/conversations${path}`, { method: 'POST', headers: { cookie, origin: url, 'content-type': 'application/json' }, body: JSON.stringify(body) }))

export const deskGet = async ({ url }: At, { cookie }: Pick<TestStaff, 'cookie'>, path: string): Promise<Answer> =>
  answerOf(await fetch(`${url}/v1/desk/conversations${path}`, { headers: { cookie } }))

export const take = (at: At, staff: TestStaff, conversationId: string): Promise<Answer> => deskPost(at, staff, `/${conversationId}/take`)

export const reply = (at: At, staff: TestStaff, conversationId: string, message: { readonly id?: string; readonly text: string; readonly visibleTo?: 'all' | 'staff'; readonly reason?: string }): Promise<Answer> =>
  deskPost(at, staff, `/${conversationId}/messages`, { id: randomUUID(), ...message })

export const write = async ({ url }: At, { session }: Pick<TestSession, 'session'>, text: string, id: string = randomUUID()): Promise<Answer> =>
  answerOf(await fetch(`${url}/v1/chat/messages`, { method: 'POST', headers: { authorization: `Bearer ${session}`, 'content-type': 'application/json' }, body: JSON.stringify({ id, text }) }))

export const chatGet = async ({ url }: At, { session }: Pick<TestSession, 'session'>, path: string): Promise<Answer> =>
  answerOf(await fetch(`${url}/v1/chat${path}`, { headers: { authorization: `Bearer ${session}` } }))

/** The conversation that a customer's first message opened. */
export const startConversation = async (at: At, customer: TestSession, text = '你好'): Promise<string> => {
  const sent = await write(at, customer, text)
  if (sent.status !== 200) throw new Error(`not sent: ${JSON.stringify(sent.body)}`)
  return (sent.body as { conversationId: string }).conversationId
}

export const rowsIn = async (at: At, staff: TestStaff, view: string): Promise<readonly ConversationRow[]> =>
  ((await deskGet(at, staff, `?view=${view}`)).body as { rows: ConversationRow[] }).rows
