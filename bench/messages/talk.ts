import type { Entry } from '@xinqiao/contract/conversations.ts'
import { createTestStaff, enterAsCustomer } from '../../server/test/support/people.ts'
import type { TestServer } from '../../server/test/support/server.ts'
import { createTalkClient, type TalkClient, until } from '../../server/test/support/talk-client.ts'

/** Eight customers and eight agents who talk as fast as the server lets them, each with some messages on the way at a time. */

export type Talkers = {
  /** Messages a second that were acknowledged, and the milliseconds from sending to the other side's event of each. */
  readonly measure: (milliseconds: number) => Promise<{ readonly perSecond: number; readonly latencies: readonly number[] }>
  readonly close: () => void
}

export type TalkSettings = { readonly server: Pick<TestServer, 'url' | 'installation'>; readonly pairs: number; readonly window: number }

/** An agent's words name a limit of law, so that the gate has to look at the facts for each. */
const answer = '您好，提前还清当天就能办，利息算到还款当天为止，不会多收。如果您对征信记录有异议，我们会在 20 日内书面答复您，有结果马上在这里告诉您。'
const question = '我上个月办的那笔贷款想提前还清，请问今天还的话一共要还多少，有没有违约金？另外还款日能不能改到每月15号。'

type Side = { readonly client: TalkClient; readonly conversationId: string }

/** Of an agent's messages every other one is a saved reply, word for word; the others are said only once. */
let answers = 0
const nextAnswer = (): string => {
  answers += 1
  return answers % 2 === 0 ? answer : `${answer}编号尾数 ${answers}。`
}

export const startTalkers = async ({ server, pairs, window }: TalkSettings): Promise<Talkers> => {
  const sentAt = new Map<string, number>()
  const latencies: number[] = []
  let acknowledged = 0
  let running = false
  const sides: Side[] = []

  const say = ({ client, conversationId }: Side, isCustomer: boolean): void => {
    const id = client.send(isCustomer ? question : nextAnswer(), isCustomer ? {} : { conversationId })
    sentAt.set(id, performance.now())
  }
  const settingsOf = (party: 'customer' | 'desk', side: () => Side | undefined) => ({
    url: () => server.url, party, trusting: true, stubborn: false,
    onFresh: (_: string, entries: readonly Entry[]): void => {
      const now = performance.now()
      for (const entry of entries) {
        if (entry.kind !== 'message' || (entry.author.kind === 'customer') === (party === 'customer')) continue
        const at = sentAt.get(entry.id)
        if (at !== undefined) latencies.push(now - at)
        sentAt.delete(entry.id)
      }
      side()?.client.read(side()?.conversationId ?? '', entries.at(-1)?.seq ?? 1)
    },
    onSettled: ({ refused }: { readonly refused?: unknown }): void => {
      if (refused) throw new Error(`a message of the bench was refused: ${JSON.stringify(refused)}`)
      acknowledged += 1
      const from = side()
      if (running && from) say(from, party === 'customer')
    },
  })
  for (let pair = 0; pair < pairs; pair++) {
    const visitor = await enterAsCustomer(server as TestServer)
    const staff = await createTestStaff(server as TestServer, ['senior'], `客服${pair}`)
    let customerSide: Side | undefined
    let deskSide: Side | undefined
    const customer = createTalkClient({ ...settingsOf('customer', () => customerSide), session: visitor.session })
    const desk = createTalkClient({ ...settingsOf('desk', () => deskSide), cookie: staff.cookie })
    customer.connect()
    desk.connect()
    const first = customer.send('在吗')
    await until('the first message is stored', () => customer.settled.has(first))
    const conversationId = customer.settled.get(first)?.conversationId ?? ''
    const taken = await fetch(`${server.url}/v1/desk/conversations/${conversationId}/take`, { method: 'POST', headers: { cookie: staff.cookie, origin: server.url } })
    if (taken.status !== 200) throw new Error(`a conversation could not be taken: ${await taken.text()}`)
    desk.open(conversationId)
    await until('the conversation is shown', () => desk.shown(conversationId).length === 3)
    customerSide = { client: customer, conversationId }
    deskSide = { client: desk, conversationId }
    sides.push(customerSide, deskSide)
  }

  return {
    measure: async (milliseconds) => {
      acknowledged = 0
      latencies.length = 0
      running = true
      const started = performance.now()
      for (const [index, side] of sides.entries()) for (let count = 0; count < window; count++) say(side, index % 2 === 0)
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      const perSecond = acknowledged / ((performance.now() - started) / 1000)
      running = false
      await until('everything sent is shown on the other side', () => sentAt.size === 0)
      return { perSecond, latencies: [...latencies] }
    },
    close: () => sides.forEach(({ client }) => client.close()),
  }
}
