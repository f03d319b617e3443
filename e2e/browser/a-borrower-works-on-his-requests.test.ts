import { systemClock } from '../../server/src/platform/clock.ts'
import { initKnowledge } from '../../server/src/knowledge/fill-knowledge.ts'
import { createTestStaff, enterAsCustomer, testSiteToken } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { inDeskTab, picture } from '../support/desk-tab.ts'

/** A borrower on his phone sees his own requests, opens them and makes his moves; what either side does shows on the other without reload. */

const server = await startTestServer({ clock: systemClock, pages: true })
const { context } = server.installation
await initKnowledge(context)

let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(async () => { await browser.close() })

/** A phone of 360 px that comes in by the lender's token, at an address within the chat. */
const onPhone = async (ref: string, fragment: string, work: (page: Page) => Promise<void>, options: BrowserContextOptions = {}): Promise<void> => {
  const tab = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', hasTouch: true, ...options })
  const page = await tab.newPage()
  page.setDefaultTimeout(15_000)
  const faults: string[] = []
  page.on('pageerror', (fault) => faults.push(fault.message))
  try {
    await page.goto(`${server.url}/chat#token=${await testSiteToken(context, { sub: ref })}${fragment === '' ? '' : `&${fragment}`}`)
    await work(page)
    expect(faults).toEqual([])
  } finally {
    await tab.close()
  }
}

const state = (page: Page) => page.locator('.case-head .case-state').last()
const becomes = (page: Page, name: string): Promise<void> => state(page).filter({ hasText: name }).waitFor()

const atDesk = (cookie: string, path: string, work: (page: Page) => Promise<void>): Promise<void> => inDeskTab(browser, { url: server.url, cookie, options: {} }, path, work)

it('opens a complaint though the answer is lost, answers the desk, and both see what the other did at once', async () => {
  const { cookie } = await createTestStaff(server, ['supervisor'], '周主管')
  await enterAsCustomer(server, 'C-complains')
  await onPhone('C-complains', 'cases', async (phone) => {
    await phone.getByRole('button', { name: '办理新业务' }).click()
    await phone.getByRole('button', { name: '投诉与建议' }).click()
    const form = phone.getByRole('form', { name: '投诉与建议' })
    await form.getByRole('button', { name: '提交' }).click()
    await form.getByText('还差：内容').waitFor()
    await form.getByLabel('内容').fill('扣款短信和账单对不上，要求说明')
    await picture(phone, 'my-open-360')
    expect(await accessibilityFaults(phone)).toEqual([])
    await phone.route('**/v1/chat/cases', async (route) => {
      await route.fetch()
      await route.abort()
    }, { times: 1 })
    await form.getByRole('button', { name: '提交' }).click()
    await form.getByText('网络不通').waitFor()
    expect(await form.getByLabel('内容').inputValue()).toBe('扣款短信和账单对不上，要求说明')
    await form.getByRole('button', { name: '提交' }).click()
    await becomes(phone, '已登记待受理')
    const caseId = /case=([\da-f-]{36})/.exec(phone.url())?.[1] ?? expect.unreachable('the request has no address')

    await atDesk(cookie, `?w=all&b=${caseId}`, async (desk) => {
      await becomes(desk, '已登记待受理')
      expect(await desk.locator('.case-row').count()).toBe(1)
      await desk.getByRole('button', { name: '接手', exact: true }).click()
      await desk.getByRole('button', { name: '受理', exact: true }).click()
      await desk.getByLabel('类别').selectOption('还款与扣款')
      await desk.getByRole('button', { name: '提交' }).click()
      await becomes(phone, '调查核实中')
      await desk.getByRole('button', { name: '请客户补充' }).click()
      await desk.getByRole('form').getByRole('textbox').fill('请发一张扣款短信的截图')
      await desk.getByRole('button', { name: '提交' }).click()
      await becomes(phone, '待客户补充')
      await phone.locator('.case-head .state', { hasText: '等您办理' }).waitFor()
      await picture(phone, 'my-case-360')
      expect(await accessibilityFaults(phone)).toEqual([])
      await phone.getByRole('button', { name: '客户补充' }).click()
      await phone.getByRole('form').getByRole('textbox').fill('短信写 1000 元，账单是 1200 元')
      await phone.getByRole('form').getByRole('button', { name: '提交' }).click()
      await becomes(desk, '调查核实中')
    })
  })
})
