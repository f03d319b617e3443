import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer, type TestServer } from '../../server/test/support/server.ts'
import type { CallAnswer } from '../../web/src/api/call.ts'
import { launchBrowser } from '../support/browser.ts'

/** The whole way over the bridge on the real server with the demo lender: asked on the phone, answered by the machine and at the desk. */

type Demo = CallAnswer<typeof listDemoCustomers>

let browser: Browser
let server: TestServer
let demo: Demo

beforeAll(async () => {
  // The pages run on the real clock, by which a session must not have ended.
  server = await startTestServer({ demo: true, pages: true, clock: systemClock })
  demo = await (await fetch(`${server.url}/v1/demo/customers`)).json() as Demo
  browser = await launchBrowser()
})
afterAll(async () => { await browser.close() })

const openPage = async (width: number, height: number, path: string): Promise<Page> => {
  const page = await (await browser.newContext({ viewport: { width, height }, locale: 'zh-CN' })).newPage()
  page.setDefaultTimeout(60_000)
  await page.goto(`${server.url}${path}`)
  return page
}

const ask = async (chat: Page, text: string): Promise<void> => {
  await chat.locator('textarea').fill(text)
  await chat.keyboard.press('Enter')
  await chat.getByText(text, { exact: true }).first().waitFor()
}

/** The words of the whole talk as a page shows them, without clocks and marks that may change. */
const talkOn = (page: Page, bubbles: string): Promise<readonly string[]> => page.locator(bubbles).allTextContents()

it('is answered from the borrower’s own loan, then by a person, and neither side loses a word by a reload', async () => {
  const borrower = demo.customers.find(({ situation }) => situation.includes('正常还款') && !situation.includes('；'))
  const agent = demo.staff.find(({ roles }) => roles.includes('junior'))
  if (!borrower || !agent) throw new Error('the demo lender lacks a borrower or an agent')
  const chat = await openPage(390, 844, `/chat#token=${encodeURIComponent(borrower.siteToken)}`)
  await ask(chat, '我下一期要还多少钱')
  await chat.getByText(/应还/).first().waitFor()
  await ask(chat, '现在一次还清要多少')
  await chat.getByText(/一次还清|结清/).nth(1).waitFor()
  await ask(chat, '怎么还款')
  await ask(chat, '转人工')

  const desk = await openPage(1440, 900, `/desk?as=${encodeURIComponent(agent.email)}`)
  await desk.fill('#password', agent.password)
  await desk.keyboard.press('Enter')
  await desk.locator('.row', { hasText: borrower.name }).click()
  await desk.locator('.hand-over').waitFor()
  await desk.keyboard.press('Alt+t')
  await desk.locator('.state.with-agent').waitFor()
  // What the machine said to the customer stands at the desk with the same sources.
  await desk.locator('.said.machine .in-text.figure').first().click()
  await desk.locator('.source-card').waitFor()
  await desk.keyboard.press('Escape')
  await desk.locator('.composer textarea').fill('您好，我是人工客服，您的问题我来处理。')
  await desk.keyboard.press('Enter')
  await chat.getByText('您好，我是人工客服，您的问题我来处理。', { exact: true }).waitFor()
  await ask(chat, '好的，谢谢')
  await desk.locator('.bubble', { hasText: '好的，谢谢' }).waitFor()
  await desk.locator('.said.agent .delivery.read').waitFor()

  const before = await talkOn(desk, '.bubble .words')
  await desk.reload()
  await chat.reload()
  await desk.locator('.bubble', { hasText: '好的，谢谢' }).waitFor()
  expect(await talkOn(desk, '.bubble .words')).toEqual(before)
  await chat.getByText('您好，我是人工客服，您的问题我来处理。', { exact: true }).waitFor()
  for (const asked of ['我下一期要还多少钱', '现在一次还清要多少', '怎么还款', '转人工', '好的，谢谢']) {
    expect(await chat.getByText(asked, { exact: true }).count()).toBeGreaterThan(0)
  }
})
