import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { launchBrowser } from '../support/browser.ts'

/**
 * The bridge, from end to end, as a newcomer walks it: a borrower on his phone asks four things, one goes to a person, who
 * signs in at the desk, takes it and answers; the borrower reads it; both reload and nothing is gone.
 */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

const ask = async (phone: Page, text: string): Promise<void> => {
  const answers = await phone.locator('.line.machine').count()
  await phone.locator('textarea').fill(text)
  await phone.locator('textarea').press('Enter')
  await phone.locator('.line.own', { hasText: text }).last().waitFor()
  await expect.poll(() => phone.locator('.line.machine').count(), { timeout: 20_000 }).toBeGreaterThan(answers)
}

const words = (page: Page): Promise<readonly string[]> => page.locator('.line .message-text').allTextContents()

it('a borrower gets three answers and a person, the person answers, and both reload without a loss', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
  const borrower = demo.customers.find(({ situation }) => /^安心贷·递减 正常还款$/.test(situation)) ?? expect.unreachable('no such borrower')
  const agent = demo.staff.find(({ roles }) => roles.includes('junior')) ?? expect.unreachable('no junior')

  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await ask(phone, '我的还款日是几号')
  await ask(phone, '提前还清要多少钱')
  await ask(phone, '什么是等额本金')
  expect(await phone.locator('.line.machine .figure').count()).toBeGreaterThan(5)
  await ask(phone, '我要投诉，有人一直打电话骚扰我')

  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage()
  await desk.goto(`${server.url}/desk`)
  await desk.locator('input[type=email]').fill(agent.email)
  await desk.locator('input[type=password]').fill(agent.password)
  await desk.locator('button[type=submit]').click()
  await desk.locator('.row').first().click()
  await desk.locator('.bubble', { hasText: '我要投诉' }).waitFor()
  // The hand-over says what was asked, so that nobody asks again.
  await desk.getByText('需要人工核实或决定').first().waitFor()
  await desk.keyboard.press('t')
  await desk.locator('.state.with-agent').waitFor()
  await desk.locator('.composer textarea').fill('您好，非常抱歉给您带来困扰，我来为您登记这件事。')
  await desk.locator('.composer textarea').press('Enter')

  const reply = phone.locator('.message-text', { hasText: '我来为您登记这件事' })
  await reply.waitFor()
  await expect.poll(() => desk.locator('.said.agent', { hasText: '我来为您登记' }).locator('.delivery').innerText()).toContain('已读')

  const [onPhone, atDesk] = [await words(phone), await desk.locator('.bubble').allTextContents()]
  await Promise.all([phone.reload(), desk.reload()])
  await reply.waitFor()
  await desk.locator('.bubble', { hasText: '我来为您登记这件事' }).waitFor()
  expect(await words(phone)).toEqual(onPhone)
  await expect.poll(() => desk.locator('.bubble').count()).toBe(atDesk.length)
  await Promise.all([phone.context().close(), desk.context().close()])
})
