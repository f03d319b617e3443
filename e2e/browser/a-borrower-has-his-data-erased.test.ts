import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers, readDemoPhone } from '@xinqiao/contract/people.ts'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../server/src/platform/clock.ts'
import { createTestStaff, type TestStaff } from '../../server/test/support/people.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** A borrower asks on his phone; two people at the desk see the plan and agree; he reads what went, what stays and by which law. */

const server = await startTestServer({ clock: systemClock, demo: true, pages: true })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

const picture = async (page: Page, name: string): Promise<void> => {
  if (process.env['PICTURES']) await page.screenshot({ path: `${process.env['PICTURES']}/${name}.png` })
}

const deskOf = async ({ cookie }: TestStaff): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN' })
  await context.addCookies(cookie.split('; ').map((one) => ({ name: one.slice(0, one.indexOf('=')), value: one.slice(one.indexOf('=') + 1), url: server.url })))
  const page = await context.newPage()
  await page.goto(`${server.url}/desk`)
  await page.getByRole('button', { name: '个人信息：删除、保全与保存期限' }).click()
  return page
}

it('from the wish to the report', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as ResponseOf<typeof listDemoCustomers>
  const borrower = demo.customers[0] ?? expect.unreachable('no borrower')
  const code = async (): Promise<string> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const { messages } = (await (await fetch(`${server.url}/v1/demo/phones/${borrower.ref}`)).json()) as ResponseOf<typeof readDemoPhone>
      const found = messages.map(({ text }) => /验证码 (\d{6})/.exec(text)?.[1]).find((match) => match !== undefined)
      if (found !== undefined) return found
      await new Promise((resolve) => { setTimeout(resolve, 100) })
    }
    throw new Error('no code came')
  }
  const phone = await (await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', hasTouch: true })).newPage()
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await phone.locator('textarea').waitFor()
  await phone.getByRole('button', { name: '更多' }).click()
  await phone.getByRole('button', { name: /我的信息与授权/ }).click()
  await phone.getByRole('button', { name: '申请删除' }).click()
  await picture(phone, 'erase-sure')
  await phone.getByRole('button', { name: '确定申请' }).click()
  await phone.locator('.proving').getByRole('button', { name: '发送验证码' }).click()
  await phone.locator('.proving input[autocomplete=one-time-code]').fill(await code())
  await phone.locator('.proving').getByRole('button', { name: '确认' }).click()
  await phone.locator('.my-row.erasure', { hasText: '已收到，正在核对' }).waitFor()

  const first = await deskOf(await createTestStaff(server, ['compliance'], '陈合规'))
  await first.getByRole('button', { name: '查看办理方案' }).click()
  await first.locator('.duty-lines', { hasText: '反洗钱法' }).or(first.locator('.duty-lines', { hasText: '贷款未结清' })).waitFor()
  expect(await accessibilityFaults(first)).toEqual([])
  await picture(first, 'erasure-plan')
  await first.getByRole('button', { name: '核对无误，提交复核' }).click()
  await first.getByText('须由另一位同事复核').waitFor()

  const second = await deskOf(await createTestStaff(server, ['compliance', 'admin'], '林主管'))
  await second.getByRole('button', { name: '查看办理方案' }).click()
  await second.getByRole('button', { name: /复核并删除/ }).click()
  await second.locator('.duty-state.done').waitFor()
  // The texts that were sent to him are gone, and the page that shows them says so.
  const left = (await (await fetch(`${server.url}/v1/demo/phones/${borrower.ref}`)).json()) as ResponseOf<typeof readDemoPhone>
  expect(left.messages).toEqual([])
  await second.emulateMedia({ colorScheme: 'dark' })
  expect(await accessibilityFaults(second)).toEqual([])
  await picture(second, 'erasure-done-dark')
  await second.getByText('依法保全', { exact: true }).first().click()
  await second.getByLabel('客户编号').fill(borrower.ref)
  await second.getByLabel('理由').fill('法院调查令（2026）沪0101民初1号')
  await second.getByRole('button', { name: '设置保全' }).click()
  await second.locator('.duty', { hasText: '法院调查令' }).waitFor()
  await picture(second, 'holds-dark')
  await second.getByText('保存期限', { exact: true }).click()
  await second.getByText('今晚到期').waitFor()
  await second.emulateMedia({ colorScheme: 'light' })
  expect(await accessibilityFaults(second)).toEqual([])
  await picture(second, 'retention')

  await phone.reload()
  await phone.locator('textarea').waitFor()
  await phone.getByRole('button', { name: '更多' }).click()
  await phone.getByRole('button', { name: /我的信息与授权/ }).click()
  const row = phone.locator('.my-row.erasure', { hasText: '已办理' })
  await row.waitFor()
  await row.scrollIntoViewIfNeeded()
  expect(await row.innerText()).toContain('您还有未结清的贷款')
  await picture(phone, 'erased')
  expect(await accessibilityFaults(phone)).toEqual([])
})
