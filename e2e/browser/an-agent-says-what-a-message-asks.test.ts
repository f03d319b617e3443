import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** The machine took a message for something else: one key, two letters and Enter put it right, and a second person accepts it. */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true, environment: { XINQIAO_JOB_CONCURRENCY: '0' } })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

const signIn = async (page: Page, staff: { readonly email: string; readonly password: string }): Promise<void> => {
  await page.goto(`${server.url}/desk?view=machine`)
  await page.locator('input[type=email]').fill(staff.email)
  await page.locator('input[type=password]').fill(staff.password)
  await page.locator('button[type=submit]').click()
  await page.locator('.rail').waitFor()
}

it('by keys alone, found by its first letters; the second person sees who said it and accepts', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
  const borrower = demo.customers[0] ?? expect.unreachable('no borrower')
  const agent = demo.staff.find(({ roles }) => roles.includes('junior')) ?? expect.unreachable('no junior')
  const supervisor = demo.staff.find(({ roles }) => roles.includes('supervisor')) ?? expect.unreachable('no supervisor')
  const phone = await (await browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await phone.locator('textarea').fill('就是上次那个事')
  await phone.locator('textarea').press('Enter')
  await phone.locator('.line.own .delivery').first().waitFor()

  const desk = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage()
  await signIn(desk, agent)
  await desk.locator('.row', { hasText: '上次那个事' }).click()
  await desk.locator('.bubble', { hasText: '上次那个事' }).waitFor()
  await desk.keyboard.press('y')
  await desk.getByText('机器理解为').waitFor()
  await desk.keyboard.type('zqyq')
  await desk.locator('.palette-list li', { hasText: '展期延期' }).waitFor()
  expect(await desk.locator('.palette-list li').count()).toBe(1)
  expect(await accessibilityFaults(desk)).toEqual([])
  await desk.keyboard.press('Enter')
  await desk.getByText('已记为“展期延期”').waitFor()

  const second = await (await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })).newPage()
  await signIn(second, supervisor)
  await second.keyboard.press('Control+k')
  await second.keyboard.type('复核意图')
  await second.locator('.palette-list li[aria-selected=true]', { hasText: '复核意图纠正' }).waitFor()
  await second.keyboard.press('Enter')
  const line = second.locator('.intent-review li', { hasText: '上次那个事' })
  await line.waitFor()
  expect(await line.innerText()).toContain(agent.name)
  expect(await accessibilityFaults(second)).toEqual([])
  await line.getByRole('button', { name: '采 纳' }).or(line.getByRole('button', { name: '采纳', exact: true })).first().click()
  await second.getByText('没有待复核的纠正').waitFor()
  await Promise.all([phone.context().close(), desk.context().close(), second.context().close()])
}, 180_000)
