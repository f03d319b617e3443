import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers } from '@xinqiao/contract/people.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createTestStaff } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'
import { inDeskTab, picture } from '../support/desk-tab.ts'

/** A borrower asks for a person: he is told how long, given to whoever is ready, passed on with a summary, and taken over by a supervisor. */

type Demo = ResponseOf<typeof listDemoCustomers>

const server = await startTestServer({ clock: systemClock, demo: true, pages: true })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

const say = async (phone: Page, text: string): Promise<void> => {
  await phone.locator('textarea').fill(text)
  await phone.locator('textarea').press('Enter')
}

it('by keys at the desk, in sight on the phone', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as Demo
  const borrower = demo.customers[0] ?? expect.unreachable('no borrower')
  const [junior, senior, supervisor] = await Promise.all([
    createTestStaff(server, ['junior'], '林小雨'), createTestStaff(server, ['senior'], '周明'), createTestStaff(server, ['supervisor'], '陈主管'),
  ])
  const at = ({ cookie }: typeof junior) => ({ url: server.url, cookie, options: {} })
  const phone = await (await browser.newContext({ viewport: { width: 360, height: 780 }, locale: 'zh-CN', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await say(phone, '转人工')
  await phone.getByText('请稍候').waitFor()

  await inDeskTab(browser, at(junior), '?view=mine', async (desk) => {
    await desk.locator('.rail .duty.away').waitFor()
    await desk.keyboard.press('Alt+u')
    await desk.locator('.rail .duty.ready').waitFor()
    await desk.locator('.row').first().click()
    await phone.getByText('林小雨 为您服务').waitFor()
    await desk.getByRole('button', { name: '转接' }).waitFor()
    await desk.keyboard.press('x')
    await desk.getByText('转给谁').waitFor()
    await desk.locator('.transfer-dialog .ant-segmented-item', { hasText: '更高级别' }).click()
    await desk.locator('.transfer-dialog .ant-select').click()
    await desk.locator('.ant-select-item', { hasText: '高级客服' }).click()
    await desk.locator('.transfer-dialog textarea').fill('客户要求减免罚息，超出我的权限')
    expect(await accessibilityFaults(desk)).toEqual([])
    await picture(desk, 'transfer-dialog')
    await desk.locator('.ant-modal-footer .ant-btn-primary').click()
    await desk.getByText('已转接').waitFor()
  })
  await phone.getByText('已转给另一位客服').waitFor()

  await inDeskTab(browser, at(senior), '?view=mine', async (desk) => {
    await desk.locator('.rail .duty.away').waitFor()
    await desk.keyboard.press('Alt+u')
    await desk.locator('.row').first().click()
    await desk.locator('.hand-over-reason', { hasText: '林小雨：客户要求减免罚息' }).waitFor()
    expect(await desk.locator('.hand-over dl').innerText()).toContain('转人工')
    expect(await accessibilityFaults(desk)).toEqual([])
    await picture(desk, 'after-transfer')
  })
  await inDeskTab(browser, at(supervisor), '?view=all', async (desk) => {
    await desk.locator('.row', { hasText: '周明' }).first().click()
    await desk.getByRole('button', { name: '接管会话' }).waitFor()
    await picture(desk, 'before-take-over')
    await desk.keyboard.press('v')
    await desk.getByText('已接管会话').waitFor()
  })
  await phone.getByText('陈主管 为您服务').waitFor()
  await picture(phone, 'phone-taken-over')

  await inDeskTab(browser, at(supervisor), '?view=mine', async (desk) => {
    await desk.locator('.row').first().click()
    await desk.getByRole('button', { name: '结束' }).waitFor()
    await desk.keyboard.press('e')
    await desk.getByText('结束这个会话？').waitFor()
    await desk.locator('.ant-popconfirm .ant-btn-primary').click()
    await phone.getByText('这次服务您满意吗？').waitFor()
    await phone.getByRole('button', { name: '4 分' }).click()
    await phone.getByText('谢谢，已记下').waitFor()
    expect(await accessibilityFaults(phone)).toEqual([])
    await picture(phone, 'phone-rating')
    await desk.keyboard.press('Alt+h')
    await desk.locator('.figure', { hasText: '满意度' }).getByText('4.0', { exact: true }).waitFor()
    expect(await desk.locator('.figure', { hasText: '接通率' }).locator('.value').innerText()).toBe('100%')
    expect(await accessibilityFaults(desk)).toEqual([])
    await picture(desk, 'wall')
    await desk.setViewportSize({ width: 1024, height: 768 })
    await desk.emulateMedia({ colorScheme: 'dark' })
    await picture(desk, 'wall-dark-1024')
    await desk.getByRole('button', { name: '明细: 接通率' }).click()
    await desk.locator('.figure-events button').first().click()
    await desk.locator('.conversation h2').waitFor()
  })
  await phone.context().close()
}, 180_000)
