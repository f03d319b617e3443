import type { ResponseOf } from '@xinqiao/contract/operation.ts'
import type { listDemoCustomers, readDemoPhone } from '@xinqiao/contract/people.ts'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readFile } from 'node:fs/promises'
import { systemClock } from '../../server/src/platform/clock.ts'
import { startTestServer } from '../../server/test/support/server.ts'
import { accessibilityFaults } from '../support/accessibility.ts'
import { launchBrowser } from '../support/browser.ts'

/** On a phone: a new number is asked for with a code, told to the old one and stopped by its link; consents, a copy, a correction. */

const server = await startTestServer({ clock: systemClock, demo: true, pages: true })
let browser: Browser
beforeAll(async () => { browser = await launchBrowser() })
afterAll(() => browser.close())

it('changes, stops, agrees, copies and corrects', async () => {
  const demo = (await (await fetch(`${server.url}/v1/demo/customers`)).json()) as ResponseOf<typeof listDemoCustomers>
  const borrower = demo.customers[0] ?? expect.unreachable('no borrower')
  const texts = async (): Promise<readonly string[]> =>
    ((await (await fetch(`${server.url}/v1/demo/phones/${borrower.ref}`)).json()) as ResponseOf<typeof readDemoPhone>).messages.map(({ text }) => text)
  const received = async (pattern: RegExp): Promise<string> => {
    for (let tries = 0; tries < 100; tries += 1) {
      const found = (await texts()).map((text) => pattern.exec(text)?.[1]).find((match) => match !== undefined)
      if (found !== undefined) return found
      await new Promise((resolve) => { setTimeout(resolve, 100) })
    }
    throw new Error(`nothing like ${String(pattern)} was received`)
  }
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'zh-CN', hasTouch: true, acceptDownloads: true })
  const phone = await context.newPage()
  const picture = async (name: string): Promise<void> => {
    if (process.env['PICTURES']) await phone.screenshot({ path: `${process.env['PICTURES']}/${name}.png` })
  }
  await phone.goto(`${server.url}/chat?token=${borrower.siteToken}`)
  await phone.locator('textarea').waitFor()
  await phone.getByRole('button', { name: '更多' }).click()
  await phone.getByRole('button', { name: /我的信息与授权/ }).click()
  await phone.locator('.my-row').first().waitFor()
  await phone.locator('.my-row.consent').first().waitFor()
  expect(await accessibilityFaults(phone)).toEqual([])
  await picture('my-data')

  await phone.getByRole('button', { name: '更换 手机号' }).click()
  await phone.getByLabel('新的手机号').fill('13912345678')
  await phone.getByRole('button', { name: '验证新手机号' }).click()
  await phone.locator('.proving').getByRole('button', { name: '发送验证码' }).click()
  await phone.locator('.proving input[autocomplete=one-time-code]').fill(await received(/验证码 (\d{6})/))
  await picture('my-data-proving')
  await phone.locator('.proving').getByRole('button', { name: '确认' }).click()
  await phone.getByLabel(/新手机号 139\*{4}5678 收到的验证码/).fill(await received(/登记为新手机号，验证码 (\d{6})/))
  await phone.getByRole('button', { name: '提交', exact: true }).click()
  await phone.locator('.my-row.change.cooling', { hasText: '139****5678' }).waitFor()
  await picture('my-data-waiting')

  const link = await received(/(http\S+#cancel=[0-9a-f]+)/)
  const old = await context.newPage()
  // The test's server has a port of its own; the path is what counts.
  await old.goto(`${server.url}/chat${new URL(link).hash}`)
  await old.getByRole('button', { name: '不是我，取消变更' }).click()
  await old.getByText('变更已取消').waitFor()
  expect(await accessibilityFaults(old)).toEqual([])
  if (process.env['PICTURES']) await old.screenshot({ path: `${process.env['PICTURES']}/stop-change.png` })
  await old.close()

  const marketing = phone.getByRole('switch', { name: /接收营销信息/ })
  await marketing.click()
  await phone.locator('.my-row.consent', { hasText: '同意' }).first().waitFor()
  await expect.poll(() => marketing.isChecked()).toBe(true)
  const [saved] = await Promise.all([phone.waitForEvent('download'), phone.getByRole('button', { name: '下载' }).click()])
  const copy = JSON.parse(await readFile(await saved.path(), 'utf8')) as { person: { name: string }; consents: { purpose: string; given: boolean }[] }
  expect(copy.person.name).toBe(borrower.name)
  expect(copy.consents.find(({ purpose }) => purpose === 'marketing')?.given).toBe(true)

  await phone.getByLabel('哪里不对').fill('城市写错了')
  await phone.getByLabel('正确的内容').fill('苏州')
  await phone.getByRole('button', { name: '提交更正' }).click()
  await phone.locator('.my-row', { hasText: '处理中' }).waitFor()
  await phone.emulateMedia({ colorScheme: 'dark' })
  await picture('my-data-dark')
  expect(await phone.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true)
  await context.close()
}, 120_000)
