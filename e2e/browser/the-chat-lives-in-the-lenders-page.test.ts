import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { seedKnowledge } from '../../server/src/knowledge/seed-knowledge.ts'
import { seedPeople } from '../../server/src/people/seed-people.ts'
import { randomFrom } from '../../server/test/support/loans.ts'
import { testSiteToken } from '../../server/test/support/people.ts'
import { startTestServer, testMoment, type TestServer } from '../../server/test/support/server.ts'
import { launchBrowser } from '../support/browser.ts'

/** embed.js in a page of another site, as docs/embedding.md tells it, with the real chat and a browser that blocks third-party storage. */

let browser: Browser
let server: TestServer
let lender: Server
let stranger: Server
/** Who is signed in at the lender's site. */
let signedIn: string | undefined

const addressOf = (site: Server): string => `http://127.0.0.1:${(site.address() as AddressInfo).port}`

const startSite = async (): Promise<Server> => {
  const site = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      if (request.url === '/my/chat-token') {
        response.statusCode = signedIn === undefined ? 204 : 200
        response.end(signedIn === undefined ? '' : await testSiteToken(server.installation.context, { sub: signedIn }))
      } else {
        response.setHeader('content-type', 'text/html; charset=utf-8')
        response.end(`<!doctype html><title>安心贷</title><h1>我的贷款</h1><script src="${server.url}/embed.js" data-token-url="/my/chat-token" async></script>`)
      }
    }
    void answer()
  }).listen(0, '127.0.0.1')
  await once(site, 'listening')
  return site
}

beforeAll(async () => {
  lender = await startSite()
  stranger = await startSite()
  server = await startTestServer({ pages: true, environment: { XINQIAO_DEMO: '1', XINQIAO_EMBED_ORIGINS: addressOf(lender) } })
  const settings = { now: testMoment, random: randomFrom(1), password: 'a-demo-password' }
  await seedPeople(server.installation.context, settings)
  await seedKnowledge(server.installation.context, settings)
  await server.installation.context.db.insertInto('installation').values({ name: 'demo', value: JSON.stringify({ seededAt: 0, password: settings.password }) }).execute()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser.close()
  lender.close()
  stranger.close()
})

const openChat = async (page: Page, site: Server): Promise<FrameLocator> => {
  await page.goto(addressOf(site))
  await page.getByRole('button', { name: '在线客服' }).click()
  return page.frameLocator('iframe')
}

const say = async (chat: FrameLocator, text: string): Promise<void> => {
  await chat.locator('textarea').fill(text)
  await chat.locator('.send').click()
  await chat.getByText(text, { exact: true }).first().waitFor()
}

/** Who said something, by the database. */
const speakers = async (): Promise<readonly (string | null)[]> => {
  const { db } = server.installation.context
  const rows = await db.selectFrom('conversation').innerJoin('customer', 'customer.customer_id', 'conversation.customer_id').select('customer.ref').orderBy('opened_at').execute()
  return rows.map(({ ref }) => ref)
}

it('lets a signed-in customer talk in the page of the lender, and finds his talk again after a reload', async () => {
  signedIn = 'A00001'
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await say(await openChat(page, lender), '我想问一下还款')
  await vi.waitFor(async () => expect(await speakers()).toEqual(['A00001']))
  const again = await openChat(page, lender)
  await again.getByText('我想问一下还款', { exact: true }).first().waitFor()
  await page.context().close()
})

it('keeps the talk of a visitor over a reload, and joins it once he signs in', async () => {
  signedIn = undefined
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await say(await openChat(page, lender), '还没登录先问问')
  const again = await openChat(page, lender)
  await again.getByText('还没登录先问问', { exact: true }).first().waitFor()
  signedIn = 'A00002'
  const known = await openChat(page, lender)
  await known.getByText('还没登录先问问', { exact: true }).first().waitFor()
  await vi.waitFor(async () => {
    const joined = await server.installation.context.db.selectFrom('event').select('payload').where('kind', '=', 'people.customer-joined').execute()
    expect(joined).toHaveLength(1)
  }, 10_000)
  await page.context().close()
})

it('verifies a visitor by the code on his phone, and shows him his loans', async () => {
  signedIn = undefined
  const { phone } = (await (await fetch(`${server.url}/v1/demo/phones/A00003`)).json()) as { phone: string }
  const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  const chat = await openChat(page, lender)
  await say(chat, '我是谁你知道吗')
  await chat.getByRole('button', { name: '如何核实身份' }).first().click()
  await chat.getByLabel('在我们这里登记的手机号').fill(phone)
  await chat.getByRole('button', { name: '发送验证码' }).click()
  const code = await vi.waitFor(async () => {
    const { messages } = (await (await fetch(`${server.url}/v1/demo/phones/A00003`)).json()) as { messages: { text: string }[] }
    expect(messages).toHaveLength(1)
    return /\d{6}/.exec(messages[0]?.text ?? '')?.[0] ?? ''
  }, 10_000)
  await chat.getByLabel('验证码已发往').fill(code)
  await chat.getByRole('button', { name: '确认' }).click()
  await chat.getByRole('button', { name: '我的借款' }).first().click()
  await chat.locator('.loan-card').first().waitFor()
  await page.context().close()
})

it('shows itself in no page that the lender has not named', async () => {
  signedIn = undefined
  const page = await (await browser.newContext()).newPage()
  const refused = page.waitForEvent('console', { predicate: (message) => message.text().includes('frame-ancestors') })
  const chat = await openChat(page, stranger)
  await refused
  expect(await chat.locator('textarea').count()).toBe(0)
  await page.context().close()
})
